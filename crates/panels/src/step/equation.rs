//! The formulas of backpropagation with this drawing's numbers, as MathML pieces. Numbers of one sum have the same number
//! of decimals; where what is printed does not give the printed result, it says "rounded".

use app::number;
use app::state::Core;
use nn::{ActivationFn, Layer, Loss};

use crate::knobs::Parameter;
use crate::neuron::equation::{Piece, Token, largest};
use crate::step::backward::{Backward, slope};

/// Number of terms written out in a sum.
const N_WRITTEN: usize = 3;

/// A number with a fixed number of decimals.
#[derive(Clone, Copy)]
struct Printed {
    value: f32,
    decimals: u32,
}

impl Printed {
    fn new(value: f32, decimals: u32) -> Printed {
        Printed { value, decimals }
    }

    /// With three significant digits, and at least two decimals.
    fn significant(value: f32) -> Printed {
        Printed::new(value, number::decimals(value).clamp(2, 9))
    }

    /// The number that one reads.
    fn read(self) -> f64 {
        let scale = 10_f64.powi(self.decimals as i32);
        (f64::from(self.value) * scale).round() / scale
    }

    fn text(self) -> String {
        number::fixed(self.value, self.decimals)
    }

    fn token(self) -> Token {
        Token::Number(self.text())
    }

    /// As a factor or subtrahend: brackets go around a minus sign.
    fn second(self) -> Vec<Token> {
        match self.text().starts_with('−') {
            true => vec![Token::Operator("("), self.token(), Token::Operator(")")],
            false => vec![self.token()],
        }
    }

    /// As the result of a calculation that gives `given` as printed.
    fn result(self, given: f64) -> [Token; 2] {
        let is_exact = (given - self.read()).abs() <= 1e-9 * given.abs().max(1.0);
        match is_exact {
            true => [Token::Operator("="), self.token()],
            false => [Token::Operator("≈"), Token::Noted(self.text(), "rounded".to_owned())],
        }
    }
}

fn line(tokens: Vec<Token>) -> Vec<Piece> {
    vec![Piece { input: None, tokens }]
}

/// A neuron's index in formulas: hidden neurons count from 1, outputs are digits.
fn index(core: &Core, layer_idx: usize, neuron_idx: usize) -> usize {
    neuron_idx + usize::from(layer_idx + 1 < core.n_layers())
}

fn derivative(function: ActivationFn) -> &'static str {
    match function {
        ActivationFn::Sigmoid => "σ′",
        ActivationFn::Tanh => "tanh′",
        ActivationFn::Relu => "ReLU′",
        ActivationFn::Identity => "id′",
        ActivationFn::Softmax => "softmax′",
    }
}

/// BP1 for an output: `δ₃ = a₃ − y₃ = 0.98 − 0 = 0.98`.
pub(super) fn error_lines(core: &Core, backward: &Backward, output: usize) -> Vec<Vec<Piece>> {
    let last = core.n_layers() - 1;
    let (a, delta) = (backward.pass.output()[output], backward.deltas(last)[output]);
    let function = core.layers()[last].activation_fn();
    let delta = Printed::significant(delta);
    let y = Printed::new(backward.target(output), 0);
    let mut symbols = vec![Token::Indexed("δ", output), Token::Operator("=")];
    if backward.loss_fn == Loss::CrossEntropy {
        let a = Printed::new(a, delta.decimals);
        symbols.extend([Token::Indexed("a", output), Token::Operator("−"), Token::Indexed("y", output)]);
        symbols.extend([Token::Operator("="), a.token(), Token::Operator("−"), y.token()]);
        symbols.extend(delta.result(a.read() - y.read()));
        return vec![line(symbols)];
    }
    let (a, slope) = (Printed::significant(a), Printed::significant(slope(function, a)));
    symbols.extend([
        Token::Operator("("),
        Token::Indexed("a", output),
        Token::Operator("−"),
        Token::Indexed("y", output),
        Token::Operator(")"),
        Token::Operator("·"),
        Token::Identifier(derivative(function)),
        Token::Operator("("),
        Token::Indexed("z", output),
        Token::Operator(")"),
    ]);
    let mut numbers = vec![Token::Operator("="), Token::Operator("("), a.token(), Token::Operator("−")];
    numbers.extend([y.token(), Token::Operator(")"), Token::Operator("·"), slope.token()]);
    numbers.extend(delta.result((a.read() - y.read()) * slope.read()));
    vec![line(symbols), line(numbers)]
}

/// BP2 for a neuron of a hidden layer: the weighted sum of the errors in the next layer, the slope, and their product.
/// Terms are inputs of the layer after the next.
pub(super) fn back_lines(
    core: &Core,
    backward: &Backward,
    (layer_idx, neuron_idx): (usize, usize),
) -> Vec<Vec<Piece>> {
    let (layer, next) = (&core.layers()[layer_idx], &core.layers()[layer_idx + 1]);
    let deltas = backward.deltas(layer_idx + 1);
    let weights: Vec<f32> = next.weights().column(neuron_idx).iter().copied().collect();
    let terms: Vec<f32> = weights.iter().zip(deltas).map(|(weight, delta)| weight * delta).collect();
    let sum = terms.iter().map(|term| f64::from(*term)).sum::<f64>() as f32;
    let decimals = |values: &[f32]| {
        let largest = values.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        number::decimals(largest).clamp(2, 9)
    };
    let (of_deltas, of_sum) = (decimals(deltas), decimals(&terms));
    // What would be printed as 0 is left to the others.
    let mut written = largest(&terms, N_WRITTEN);
    written.retain(|to| Printed::new(terms[*to], of_sum).read() != 0.0);
    let rest = (0..terms.len()).filter(|to| !written.contains(to));
    let n_others = rest.clone().filter(|to| terms[*to] != 0.0).count();
    let rest = rest.map(|to| f64::from(terms[to])).sum::<f64>() as f32;

    let mut first = line(vec![
        Token::Identifier("Σ"),
        Token::Identifier("w"),
        Token::Identifier("δ"),
        Token::Operator("="),
    ]);
    let mut second = Vec::new();
    let mut given = 0.0;
    for (place, &to) in written.iter().enumerate() {
        let (weight, delta) = (Printed::new(weights[to], 2), Printed::new(deltas[to], of_deltas));
        given += weight.read() * delta.read();
        let line = if place < 2 { &mut first } else { &mut second };
        if place > 0 {
            line.push(Piece { input: None, tokens: vec![Token::Operator("+")] });
        }
        let tokens = [weight.second(), vec![Token::Operator("·")], delta.second()].concat();
        line.push(Piece { input: Some(to), tokens });
    }
    if n_others > 0 {
        let rest = Printed::new(rest, of_sum);
        given += rest.read();
        let sign = if rest.value < 0.0 { "−" } else { "+" };
        let size = number::fixed(rest.value.abs(), of_sum);
        let note = [&number::thousands(n_others), " more"].concat();
        second.push(Piece { input: None, tokens: vec![Token::Operator(sign), Token::Noted(size, note)] });
    }
    if written.is_empty() {
        first[0].tokens.push(Token::Number("0".to_owned()));
    }
    let sum = Printed::new(sum, of_sum);
    if !written.is_empty() {
        second.extend(line(sum.result(given).to_vec()));
    }
    let mut lines = vec![first, second];
    lines.retain(|line| !line.is_empty());
    lines.extend([slope_line(core, backward, (layer_idx, neuron_idx)), {
        let a = backward.pass.activations(layer_idx)[neuron_idx];
        let slope = Printed::significant(slope(layer.activation_fn(), a));
        let delta = Printed::significant(backward.deltas(layer_idx)[neuron_idx]);
        let mut tokens =
            vec![Token::Indexed("δ", index(core, layer_idx, neuron_idx)), Token::Operator("="), sum.token()];
        tokens.extend([Token::Operator("·"), slope.token()]);
        tokens.extend(delta.result(sum.read() * slope.read()));
        line(tokens)
    }]);
    lines
}

/// `σ′(z₅) = 0.66 · (1 − 0.66) ≈ 0.22`
fn slope_line(core: &Core, backward: &Backward, (layer_idx, neuron_idx): (usize, usize)) -> Vec<Piece> {
    let function = core.layers()[layer_idx].activation_fn();
    let a = backward.pass.activations(layer_idx)[neuron_idx];
    let (slope, a) = (Printed::significant(slope(function, a)), Printed::significant(a));
    let one = || Token::Number("1".to_owned());
    let z = Token::Indexed("z", index(core, layer_idx, neuron_idx));
    let mut tokens =
        vec![Token::Identifier(derivative(function)), Token::Operator("("), z, Token::Operator(")")];
    match function {
        ActivationFn::Sigmoid => {
            tokens.extend([Token::Operator("="), a.token(), Token::Operator("·"), Token::Operator("(")]);
            tokens.extend([one(), Token::Operator("−"), a.token(), Token::Operator(")")]);
            tokens.extend(slope.result(a.read() * (1.0 - a.read())));
        }
        ActivationFn::Tanh => {
            tokens.extend([Token::Operator("="), one(), Token::Operator("−")]);
            tokens.extend([a.second(), vec![Token::Operator("·")], a.second()].concat());
            tokens.extend(slope.result(1.0 - a.read() * a.read()));
        }
        ActivationFn::Relu | ActivationFn::Identity | ActivationFn::Softmax => {
            tokens.extend([Token::Operator("="), slope.token()]);
        }
    }
    line(tokens)
}

/// BP4 for a weight or BP3 for a bias, and its value before and after the step.
pub(super) fn gradient_lines(
    core: &Core,
    (backward, after): (&Backward, f32),
    parameter: Parameter,
    (learning_rate, is_frozen): (f32, bool),
) -> Vec<Vec<Piece>> {
    let Parameter { layer_idx, to, from } = parameter;
    let delta = Printed::significant(backward.deltas(layer_idx)[to]);
    let (name, gradient, mut first) = match from {
        None => {
            let delta_index = Token::Indexed("δ", index(core, layer_idx, to));
            let tokens = vec![Token::Identifier("∂C/∂b"), Token::Operator("="), delta_index];
            ("b", delta, [tokens, delta.result(delta.read()).to_vec()].concat())
        }
        Some(from) => {
            let input = backward.pass.inputs_of(layer_idx)[from];
            let gradient = Printed::significant(backward.gradients(layer_idx)[(to, from)]);
            let symbol = match layer_idx.checked_sub(1) {
                None => Token::Indexed("x", from),
                Some(before) => Token::Indexed("a", index(core, before, from)),
            };
            let input = Printed::significant(input);
            let mut tokens = vec![Token::Identifier("∂C/∂w"), Token::Operator("="), symbol];
            tokens.extend([Token::Operator("·"), Token::Indexed("δ", index(core, layer_idx, to))]);
            tokens.extend([Token::Operator("="), input.token(), Token::Operator("·")]);
            tokens.extend(delta.second());
            tokens.extend(gradient.result(input.read() * delta.read()));
            ("w", gradient, tokens)
        }
    };
    let before = parameter.value_in(core.layers());
    // As many decimals as it takes to see the difference.
    let decimals = number::decimals(after - before).clamp(2, 6);
    let (before, after) = (Printed::new(before, decimals), Printed::new(after, decimals));
    let mut second = vec![Token::Identifier(name), Token::Operator("←"), before.token()];
    if is_frozen {
        second.push(Token::Text("\u{a0}(frozen)"));
    } else {
        let rate = Printed::significant(learning_rate);
        second.extend([Token::Operator("−"), rate.token(), Token::Operator("·")]);
        second.extend(gradient.second());
        second.extend(after.result(before.read() - rate.read() * gradient.read()));
    }
    first.shrink_to_fit();
    vec![line(first), line(second)]
}

impl Parameter {
    /// Its value in these layers, which must have it.
    fn value_in(self, layers: &[Layer]) -> f32 {
        let layer = &layers[self.layer_idx];
        self.from.map_or(layer.biases()[self.to], |from| layer.weights()[(self.to, from)])
    }
}
