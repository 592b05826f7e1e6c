//! What is on the worksheet. All results follow from the numbers as they are printed, so that whoever computes by hand gets the same.

use app::derived::Derived;
use app::names::name;
use app::number;
use app::state::Core;
use app::target::Target;
use nn::{ActivationFn, ForwardPass, Layer};

/// How many inputs are listed; the others are given together.
const MOST_ROWS: usize = 6;
/// The values of z in the table of the curve.
const TABLE: std::ops::RangeInclusive<i8> = -6..=6;

/// A worksheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Worksheet {
    /// The neuron.
    pub title: String,
    /// What there is to do, in a few sentences.
    pub task: String,
    /// The 784 pixels of the drawing.
    pub pixels: Vec<f32>,
    /// The strongest inputs.
    pub rows: Vec<Row>,
    /// The other inputs together: what they are, and their sum.
    pub rest: Option<(String, String)>,
    /// The bias.
    pub bias: String,
    /// The sum of everything, before the activation function.
    pub z: String,
    /// How the activation follows from z, in a sentence.
    pub rule: String,
    /// The curve as a table of z and a; empty for a function that needs none.
    pub table: Vec<(String, String)>,
    /// The activation; empty if it does not follow from z alone.
    pub activation: String,
    /// What the page says, for comparison.
    pub page_says: String,
}

/// An input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which neuron or pixel.
    pub name: String,
    /// Its activation.
    pub input: String,
    /// The weight.
    pub weight: String,
    /// Their product.
    pub product: String,
}

/// A worksheet of the picked neuron, or else of the answer's output; `None` without ink or network.
pub fn worksheet(core: &Core) -> Option<Worksheet> {
    let derived = Derived::default();
    if core.pad().ink().is_empty() {
        return None;
    }
    let pass = derived.pass(core)?;
    let (layer_idx, neuron_idx) = match core.picked_neuron() {
        Some(picked) => picked,
        None => (core.n_layers() - 1, derived.answer(core)?.digit),
    };
    let layer = core.layers().get(layer_idx)?;
    let inputs = if layer_idx == 0 { pass.input() } else { pass.activations(layer_idx - 1) };
    let weights: Vec<f32> = layer.weights().row(neuron_idx).iter().copied().collect();
    let source = |idx| match layer_idx {
        0 => name(core, Target::Pixel(idx)),
        _ => name(core, Target::neuron(layer_idx - 1, idx)),
    };
    Some(filled(
        name(core, Target::neuron(layer_idx, neuron_idx)),
        &source,
        (inputs, &weights),
        (layer, (layer_idx, neuron_idx), &pass),
    ))
}

fn filled(
    title: String,
    source: &dyn Fn(usize) -> String,
    (inputs, weights): (&[f32], &[f32]),
    (layer, (layer_idx, neuron_idx), pass): (&Layer, (usize, usize), &ForwardPass),
) -> Worksheet {
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_by(|one, other| {
        let strength = |idx: usize| (inputs[idx] * weights[idx]).abs();
        strength(*other).total_cmp(&strength(*one))
    });
    let (listed, others) = order.split_at(MOST_ROWS.min(order.len()));
    let mut listed = listed.to_vec();
    listed.sort_unstable();
    // In hundredths, as printed.
    let mut sum = 0.0;
    let rows = listed
        .into_iter()
        .map(|idx| {
            let (input, weight) = (hundredths(inputs[idx]), (10.0 * f64::from(weights[idx])).round());
            let product = (input * weight / 10.0).round();
            sum += product;
            Row {
                name: source(idx),
                input: printed(input),
                weight: number::fixed((weight / 10.0) as f32, 1),
                product: printed(product),
            }
        })
        .collect();
    let rest = (!others.is_empty()).then(|| {
        let total: f64 = others.iter().map(|idx| f64::from(inputs[*idx] * weights[*idx])).sum();
        let total = (100.0 * total).round();
        sum += total;
        let words = match others.len() {
            1 => "the other input".to_owned(),
            n => format!("the other {n} inputs together"),
        };
        (words, printed(total))
    });
    let bias = hundredths(layer.biases()[neuron_idx]);
    sum += bias;
    let function = layer.activation_fn();
    let of = |z: f64| -> Option<f32> {
        let mut a = [0.0];
        function.apply(&[z as f32], &mut a);
        (function != ActivationFn::Softmax).then_some(a[0])
    };
    let table = match function {
        ActivationFn::Sigmoid | ActivationFn::Tanh => {
            let entry = |z: i8| {
                (
                    printed(100.0 * f64::from(z)),
                    of(f64::from(z)).map_or_else(String::new, |a| number::fixed(a, 2)),
                )
            };
            TABLE.map(entry).collect()
        }
        ActivationFn::Relu | ActivationFn::Identity | ActivationFn::Softmax => Vec::new(),
    };
    let z_on_page = pass.pre_activations(layer_idx)[neuron_idx];
    Worksheet {
        title,
        task: "Multiply each input by its weight. Add the products, what the other inputs add, and the bias: the sum is called z. \
               Then find the neuron’s activation."
            .to_owned(),
        pixels: pass.input().to_vec(),
        rows,
        rest,
        bias: printed(bias),
        z: printed(sum),
        rule: rule(function).to_owned(),
        table,
        activation: of(sum / 100.0).map_or_else(String::new, |a| number::fixed(a, 2)),
        page_says: format!(
            "The page computes with more decimal places: z = {}, and an activation of {}.",
            number::fixed(z_on_page, 3),
            number::fixed(pass.activations(layer_idx)[neuron_idx], 3)
        ),
    }
}

/// How the activation follows from z.
fn rule(function: ActivationFn) -> &'static str {
    match function {
        ActivationFn::Sigmoid => {
            "The activation is σ(z). Look it up in the table, and estimate between two values; beyond the table it is 0.00 or 1.00."
        }
        ActivationFn::Tanh => {
            "The activation is tanh(z). Look it up in the table, and estimate between two values; beyond the table it is −1.00 or 1.00."
        }
        ActivationFn::Relu => "The activation is z, or 0 if z is below 0.",
        ActivationFn::Identity => "The activation is z itself.",
        ActivationFn::Softmax => {
            "The activation follows from the z of all ten outputs together: the largest wins."
        }
    }
}

fn hundredths(value: f32) -> f64 {
    (100.0 * f64::from(value)).round()
}

/// A number of hundredths, with two decimals.
fn printed(hundredths: f64) -> String {
    number::fixed((hundredths / 100.0) as f32, 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::{load, random_model, ready_state, update};
    use app::msg::Msg;
    use models::ModelSource;

    fn value(text: &str) -> f64 {
        text.replace('−', "-").parse().expect(text)
    }

    #[test]
    fn what_is_printed_gives_what_is_printed_on_the_second_sheet() {
        let mut state = ready_state();
        assert_eq!(worksheet(&state.core), None, "there is no ink");
        update(&mut state, Msg::ShowExample(3));
        for target in [None, Some((0, 2)), Some((1, 5)), Some((2, 9))] {
            state.core.picked = target.map(|(layer_idx, neuron_idx)| Target::neuron(layer_idx, neuron_idx));
            let sheet = worksheet(&state.core).expect("there is ink");
            assert_eq!(sheet.rows.len(), MOST_ROWS);
            let mut sum = value(&sheet.bias) + sheet.rest.as_ref().map_or(0.0, |(_, total)| value(total));
            for row in &sheet.rows {
                let exact = value(&row.input) * value(&row.weight);
                assert!((value(&row.product) - exact).abs() < 0.0051, "{row:?}");
                sum += value(&row.product);
            }
            assert!((sum - value(&sheet.z)).abs() < 1e-4, "{sum}: {sheet:?}");
            let sigmoid = 1.0 / (1.0 + (-sum).exp());
            assert!((value(&sheet.activation) - sigmoid).abs() < 0.0051);
            // Weights have one decimal only.
            let on_page = sheet.page_says.split(&['=', ','][..]).nth(1).map(str::trim).map(value);
            assert!(on_page.is_some_and(|z| (z - sum).abs() < 0.4), "{}: {sum}", sheet.page_says);
        }
    }

    #[test]
    fn few_inputs_are_all_listed_and_many_are_summed_up() {
        let mut state = ready_state();
        load(&mut state, ModelSource::Shipped("wide"), &random_model(&[784, 4, 10]));
        update(&mut state, Msg::ShowExample(8));
        let sheet = worksheet(&state.core).expect("there is ink");
        assert_eq!((sheet.rows.len(), sheet.rest), (4, None));
        state.core.picked = Some(Target::neuron(0, 1));
        let (words, _) = worksheet(&state.core).and_then(|sheet| sheet.rest).expect("there are more");
        assert_eq!(words, "the other 778 inputs together");
    }
}
