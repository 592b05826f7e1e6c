//! How a neuron comes to its activation: the walk from 0 through what speaks for it and against it and the bias to z,
//! the point on the activation function's curve, and the equation with these very numbers.

use nn::ActivationFn;

use crate::number;

/// One step of the walk. Positions are shares (0 to 1) of the width that the whole walk takes.
#[derive(Clone, Debug, PartialEq)]
pub struct WalkStep {
    /// What adds or takes.
    pub name: &'static str,
    /// How much, written with its sign.
    pub value: String,
    /// Whether it takes.
    pub is_negative: bool,
    /// Left end of its bar.
    pub start: f32,
    /// Right end of its bar.
    pub end: f32,
}

/// The walk, with the place of zero, which the sum must pass to light a sigmoid neuron more than half.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// From 0 to z.
    pub steps: Vec<WalkStep>,
    /// Where 0 is.
    pub zero: f32,
}

/// The activation function around z, in a box of 100 by 50, y down.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// An SVG path's `d`.
    pub path: String,
    /// The point (z, a).
    pub mark: (String, String),
}

/// A piece of an equation, by its MathML element.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// `mi`: a name.
    Identifier(&'static str),
    /// `mo`: an operator or a bracket.
    Operator(&'static str),
    /// `mn`: a number.
    Number(String),
}

/// The whole way of one neuron.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// From 0 to z.
    pub walk: Walk,
    /// The function at z; none for softmax, which is no function of one neuron alone.
    pub curve: Option<Curve>,
    /// The equation, line by line.
    pub equation: [Vec<Token>; 2],
}

/// What `contributions` (weight times input, each) and the bias make of a neuron whose pre-activation is `z` and whose
/// activation is `a`.
pub fn sum(function: ActivationFn, contributions: &[f32], bias: f32, z: f32, a: f32) -> Sum {
    let positive: f32 = contributions.iter().filter(|value| **value > 0.0).sum();
    let negative: f32 = contributions.iter().filter(|value| **value < 0.0).sum();
    Sum {
        walk: walk([("speaks for it", positive), ("speaks against it", negative), ("bias b", bias)]),
        curve: curve(function, z, a),
        equation: equation(function, [positive, negative, bias], z, a),
    }
}

fn walk(parts: [(&'static str, f32); 3]) -> Walk {
    let mut at = 0.0_f32;
    let ends = parts.map(|(_, value)| {
        let from = at;
        at += value;
        (from, at)
    });
    let low = ends.iter().fold(0.0_f32, |low, (_, to)| low.min(*to));
    let high = ends.iter().fold(0.0_f32, |high, (_, to)| high.max(*to));
    let share = |position: f32| (position - low) / (high - low).max(f32::MIN_POSITIVE);
    let steps = parts.into_iter().zip(ends).map(|((name, value), (from, to))| WalkStep {
        name,
        value: number::signed(value, 2),
        is_negative: value < 0.0,
        start: share(from.min(to)),
        end: share(from.max(to)),
    });
    Walk { steps: steps.collect(), zero: share(0.0) }
}

/// Points computed along the curve.
const N_POINTS: usize = 48;

fn curve(function: ActivationFn, z: f32, a: f32) -> Option<Curve> {
    // As far to both sides as shows the function's bend, or the point itself.
    let reach = (1.15 * z.abs()).max(6.0);
    let (low, high) = match function {
        ActivationFn::Sigmoid => (0.0, 1.0),
        ActivationFn::Tanh => (-1.0, 1.0),
        ActivationFn::Relu => (0.0, reach),
        ActivationFn::Identity => (-reach, reach),
        ActivationFn::Softmax => return None,
    };
    let place = |z: f32, a: f32| {
        let x = 50.0 + 50.0 * (z / reach).clamp(-1.0, 1.0);
        let y = 47.0 - 44.0 * ((a - low) / (high - low)).clamp(0.0, 1.0);
        (number::fixed(x, 1), number::fixed(y, 1))
    };
    let inputs: [f32; N_POINTS] =
        std::array::from_fn(|i| reach * (2.0 * i as f32 / (N_POINTS - 1) as f32 - 1.0));
    let mut outputs = [0.0; N_POINTS];
    function.apply(&inputs, &mut outputs);
    let mut path = String::with_capacity(12 * N_POINTS);
    for (i, (z, a)) in inputs.into_iter().zip(outputs).enumerate() {
        let (x, y) = place(z, a);
        path.push(if i == 0 { 'M' } else { 'L' });
        path.push_str(&x);
        path.push(' ');
        path.push_str(&y);
    }
    Some(Curve { path, mark: place(z, a) })
}

fn equation(function: ActivationFn, parts: [f32; 3], z: f32, a: f32) -> [Vec<Token>; 2] {
    use Token::{Identifier, Number, Operator};
    let symbol = match function {
        ActivationFn::Sigmoid => "σ",
        ActivationFn::Relu => "ReLU",
        ActivationFn::Tanh => "tanh",
        ActivationFn::Identity => "id",
        ActivationFn::Softmax => "softmax",
    };
    let mut first = vec![Identifier("a"), Operator("="), Identifier(symbol), Operator("(")];
    for (i, part) in parts.into_iter().enumerate() {
        match (i, part < 0.0) {
            (0, false) => {}
            (_, false) => first.push(Operator("+")),
            (_, true) => first.push(Operator("−")),
        }
        first.push(Number(number::fixed(part.abs(), 2)));
    }
    first.push(Operator(")"));
    let second = vec![
        Operator("="),
        Identifier(symbol),
        Operator("("),
        Number(number::fixed(z, 2)),
        Operator(")"),
        Operator("="),
        Number(number::fixed(a, 3)),
    ];
    [first, second]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(line: &[Token]) -> String {
        let texts = line.iter().map(|token| match token {
            Token::Identifier(text) | Token::Operator(text) => (*text).to_owned(),
            Token::Number(text) => text.clone(),
        });
        texts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_walk_ends_at_z_and_the_equation_says_so() {
        let a = 1.0 / (1.0 + (-1.5_f32).exp());
        let sum = sum(ActivationFn::Sigmoid, &[3.0, -2.0, 1.0, 0.0, -1.0], 0.5, 1.5, a);
        let bars: Vec<_> = sum.walk.steps.iter().map(|s| (s.value.as_str(), s.start, s.end)).collect();
        assert_eq!(bars, [("+4.00", 0.0, 1.0), ("−3.00", 0.25, 1.0), ("+0.50", 0.25, 0.375)]);
        assert_eq!(sum.walk.zero, 0.0);
        assert_eq!(
            sum.equation.map(|line| written(&line)),
            ["a = σ ( 4.00 − 3.00 + 0.50 )", "= σ ( 1.50 ) = 0.818"]
        );
    }

    #[test]
    fn a_walk_below_zero_begins_inside() {
        let sum = sum(ActivationFn::Tanh, &[-3.0], -1.0, -4.0, -0.999);
        assert_eq!(sum.walk.zero, 1.0);
        assert_eq!((sum.walk.steps[2].start, sum.walk.steps[2].end), (0.0, 0.25));
        assert!(written(&sum.equation[1]).starts_with("= tanh ( −4.00 )"));
    }

    #[test]
    fn a_neuron_without_input_has_a_walk_of_no_width() {
        let sum = sum(ActivationFn::Relu, &[0.0; 4], 0.0, 0.0, 0.0);
        assert!(sum.walk.steps.iter().all(|step| step.start == step.end && step.value == "0.00"));
    }

    #[test]
    fn the_point_lies_on_the_curve() {
        let middle = sum(ActivationFn::Sigmoid, &[], 0.0, 0.0, 0.5).curve.expect("sigmoid has a curve");
        assert_eq!(middle.mark, ("50.0".to_owned(), "25.0".to_owned()));
        let far = sum(ActivationFn::Relu, &[], 40.0, 40.0, 40.0).curve.expect("ReLU has a curve");
        assert!(far.path.starts_with("M0.0 47.0") && far.path.ends_with("100.0 3.0"), "{}", far.path);
        assert_eq!(sum(ActivationFn::Softmax, &[], 0.0, 0.0, 0.1).curve, None);
    }
}
