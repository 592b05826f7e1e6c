//! A neuron's equation with its numbers, as MathML pieces: the largest terms written out, the others summed.

use nn::ActivationFn;

use crate::neuron::addends::Addends;
use app::number;

/// Number of terms written out with numbers.
const N_WRITTEN: usize = 3;
/// Number of terms written out with names, since pixel indices are long.
const N_NAMED: usize = 2;

/// A piece of an equation, corresponding to a MathML element.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// `mi`: an identifier.
    Identifier(&'static str),
    /// `msub`: an identifier with an index.
    Indexed(&'static str, usize),
    /// `mo`: an operator or bracket.
    Operator(&'static str),
    /// `mn`: a number.
    Number(String),
    /// `munder`: a number with a note below it.
    Noted(String, String),
    /// `mtext`: a remark.
    Text(&'static str),
}

/// Tokens that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The input whose term this is, if any.
    pub input: Option<usize>,
    /// The tokens, in reading order.
    pub tokens: Vec<Token>,
}

impl Piece {
    fn plain(tokens: impl Into<Vec<Token>>) -> Piece {
        Piece { input: None, tokens: tokens.into() }
    }
}

/// The equation, line by line: in symbols, with numbers (two lines), and the result. `name` is the inputs' symbol, x
/// for pixels and a for activations; their indices start at `first_index`. Since the numbers are rounded, what they give
/// is only about equal, and the equation says so.
pub fn equation(addends: &Addends, name: &'static str, first_index: usize) -> Vec<Vec<Piece>> {
    use Token::{Identifier, Indexed, Noted, Number, Operator, Text};
    let symbol = Identifier(symbol(addends.function));
    let contributions: Vec<f32> = addends.contributions().collect();
    let written = largest(&contributions, N_WRITTEN);
    let others = contributions.iter().filter(|value| **value != 0.0).count() - written.len();
    let rest: f32 = (0..contributions.len()).filter(|i| !written.contains(i)).map(|i| contributions[i]).sum();

    let opening = [symbol, Operator("(")];
    let mut names = vec![Piece::plain([&[Identifier("a"), Operator("=")], &opening[..]].concat())];
    let mut numbers = vec![Piece::plain([&[Operator("≈")], &opening[..]].concat())];
    // The sign is a piece of its own, so that it is spaced as a binary operator.
    let sign = |is_first: bool, is_negative: bool| match (is_first, is_negative) {
        (true, false) => Piece::plain([]),
        (_, false) => Piece::plain([Operator("+")]),
        (_, true) => Piece::plain([Operator("−")]),
    };
    for (i, &input) in written.iter().enumerate() {
        let (weight, value, index) = (addends.weights[input], addends.inputs[input], input + first_index);
        if i < N_NAMED {
            let tokens = vec![Indexed("w", index), Indexed(name, index)];
            names.extend([sign(i == 0, false), Piece { input: Some(input), tokens }]);
        }
        let mut tokens = vec![Number(number::fixed(weight.abs(), 2)), Operator("·")];
        let value_text = Number(number::fixed(value, 2));
        tokens.extend(if value < 0.0 {
            vec![Operator("("), value_text, Operator(")")]
        } else {
            vec![value_text]
        });
        numbers.extend([sign(i == 0, weight < 0.0), Piece { input: Some(input), tokens }]);
    }
    // Two terms fit on the first line; the third goes on the next with the remaining ones.
    let mut second = numbers.split_off(numbers.len().min(5));
    if others > 0 {
        second.push(sign(false, rest < 0.0));
        let note = [&number::thousands(others), " more"].concat();
        second.push(Piece::plain([Noted(number::fixed(rest.abs(), 2), note)]));
    }
    if written.len() > N_NAMED || others > 0 {
        names.push(Piece::plain([Operator("+"), Operator("…")]));
    }
    names.push(sign(written.is_empty(), false));
    names.push(Piece::plain([Identifier("b"), Operator(")")]));
    second.push(sign(written.is_empty(), addends.bias < 0.0));
    second.push(Piece::plain([Noted(number::fixed(addends.bias.abs(), 2), "b".to_owned()), Operator(")")]));

    let result = [
        &[Operator("≈")],
        &opening[..],
        &[
            Number(number::fixed(addends.z, 2)),
            Operator(")"),
            Operator("≈"),
            Number(number::fixed(addends.a, 3)),
            Text("\u{a0}(rounded)"),
        ],
    ]
    .concat();
    vec![names, numbers, second, vec![Piece::plain(result)]]
}

/// The symbol of an activation function in formulas.
pub(crate) fn symbol(function: ActivationFn) -> &'static str {
    match function {
        ActivationFn::Sigmoid => "σ",
        ActivationFn::Relu => "ReLU",
        ActivationFn::Tanh => "tanh",
        ActivationFn::Identity => "id",
        ActivationFn::Softmax => "softmax",
    }
}

/// The indices of up to `count` nonzero values of largest magnitude, in descending order. Repeated selection takes less
/// code than a sort.
pub(crate) fn largest(values: &[f32], count: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::with_capacity(count);
    while found.len() < count {
        let candidates = (0..values.len()).filter(|i| values[*i] != 0.0 && !found.contains(i));
        let Some(next) = candidates.max_by(|a, b| values[*a].abs().total_cmp(&values[*b].abs())) else {
            break;
        };
        found.push(next);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(line: &[Piece]) -> String {
        let texts = line.iter().flat_map(|piece| &piece.tokens).map(|token| match token {
            Token::Identifier(text) | Token::Operator(text) => (*text).to_owned(),
            Token::Indexed(name, index) => format!("{name}{index}"),
            Token::Number(text) => text.clone(),
            Token::Noted(text, note) => format!("{text}[{note}]"),
            Token::Text(text) => (*text).to_owned(),
        });
        texts.collect::<Vec<_>>().join(" ")
    }

    fn check(weights: &[f32], inputs: &[f32], bias: f32, z: f32, expected: [&str; 4]) {
        let function = ActivationFn::Sigmoid;
        let a = 1.0 / (1.0 + (-z).exp());
        let lines = equation(&Addends { function, weights, inputs, bias, z, a }, "a", 1);
        assert_eq!(lines.iter().map(|line| written(line)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_largest_terms_are_written_and_the_others_summed() {
        check(
            &[0.5, -2.0, 0.1, 3.0, 1.0, 9.0],
            &[1.0, 0.5, -1.0, 0.9, 0.2, 0.0],
            -0.6,
            1.6,
            [
                "a = σ ( w4 a4 + w2 a2 + … + b )",
                "≈ σ ( 3.00 · 0.90 − 2.00 · 0.50",
                "+ 0.50 · 1.00 + 0.10[2 more] − 0.60[b] )",
                "≈ σ ( 1.60 ) ≈ 0.832 \u{a0}(rounded)",
            ],
        );
    }

    #[test]
    fn a_neuron_of_few_inputs_has_no_rest_and_one_of_none_its_bias() {
        check(
            &[-2.0],
            &[-0.5],
            0.0,
            1.0,
            [
                "a = σ ( w1 a1 + b )",
                "≈ σ ( − 2.00 · ( −0.50 )",
                "+ 0.00[b] )",
                "≈ σ ( 1.00 ) ≈ 0.731 \u{a0}(rounded)",
            ],
        );
        check(
            &[1.0],
            &[0.0],
            -1.0,
            -1.0,
            ["a = σ ( b )", "≈ σ (", "− 1.00[b] )", "≈ σ ( −1.00 ) ≈ 0.269 \u{a0}(rounded)"],
        );
    }

    #[test]
    fn terms_say_whose_they_are() {
        let inputs = [0.0, 1.0, 0.5];
        let addends = Addends {
            function: ActivationFn::Relu,
            weights: &[1.0; 3],
            inputs: &inputs,
            bias: 0.0,
            z: 1.5,
            a: 1.5,
        };
        let lines = equation(&addends, "x", 0);
        let inputs: Vec<_> = lines.iter().flatten().filter_map(|piece| piece.input).collect();
        assert_eq!(inputs, [1, 2, 1, 2]);
    }
}
