//! Formulas of a layer and of the whole network, and the count of their parameters.

use nn::Network;

use crate::neuron::equation::symbol;
use app::number;

/// Number of terms written out at the beginning of a sum; the last one follows.
const N_WRITTEN: usize = 2;

/// A piece of a formula, corresponding to a MathML element.
#[derive(Clone, Debug, PartialEq)]
pub enum Math {
    /// `mi`: an identifier.
    Name(&'static str),
    /// `mo`: an operator or bracket.
    Operator(&'static str),
    /// An identifier with its layer as superscript and its size below, both optional.
    Of {
        /// The identifier.
        name: &'static str,
        /// Number of its layer, from 1.
        layer: Option<usize>,
        /// Its size, such as `16×784`.
        size: Option<String>,
    },
    /// `msub`: an identifier with indices.
    Indexed(&'static str, Vec<usize>),
}

/// Consecutive pieces that belong to one layer, or to none.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Index of the layer, from 0.
    pub layer_idx: Option<usize>,
    /// The pieces, in reading order.
    pub pieces: Vec<Math>,
}

fn of(name: &'static str, layer: usize, size: Option<String>) -> Math {
    Math::Of { name, layer: (layer > 0).then_some(layer), size }
}

/// A layer's input: x, or the previous layer's activations.
fn input_of(layer_idx: usize, size: Option<String>) -> Math {
    of(if layer_idx == 0 { "x" } else { "a" }, layer_idx, size)
}

/// `a⁽²⁾ = σ(W⁽²⁾ a⁽¹⁾ + b⁽²⁾)`, with sizes; empty if there is no such layer.
pub fn layer_formula(network: &Network, layer_idx: usize) -> Vec<Math> {
    let Some(layer) = network.layers().get(layer_idx) else { return Vec::new() };
    let (rows, columns) = (layer.n_outputs().to_string(), layer.n_inputs().to_string());
    let number = layer_idx + 1;
    vec![
        of("a", number, Some(rows.clone())),
        Math::Operator("="),
        Math::Name(symbol(layer.activation_fn())),
        Math::Operator("("),
        of("W", number, Some([rows.as_str(), "×", &columns].concat())),
        input_of(layer_idx, Some(columns)),
        Math::Operator("+"),
        of("b", number, Some(rows)),
        Math::Operator(")"),
    ]
}

/// The whole network as a nested function of its input, the last layer outermost.
pub fn whole_formula(network: &Network) -> Vec<Part> {
    let layers = network.layers();
    let part = |layer_idx, pieces: Vec<Math>| Part { layer_idx, pieces };
    let mut parts = vec![part(
        None,
        vec![Math::Name("f"), Math::Operator("("), Math::Name("x"), Math::Operator(")"), Math::Operator("=")],
    )];
    parts.extend(layers.iter().enumerate().rev().map(|(layer_idx, layer)| {
        let name = Math::Name(symbol(layer.activation_fn()));
        part(Some(layer_idx), vec![name, Math::Operator("("), of("W", layer_idx + 1, None)])
    }));
    parts.push(part(None, vec![Math::Name("x")]));
    parts.extend((0..layers.len()).map(|layer_idx| {
        part(Some(layer_idx), vec![Math::Operator("+"), of("b", layer_idx + 1, None), Math::Operator(")")])
    }));
    parts
}

/// A neuron without the matrix, term by term: `a₉ = σ(w₉,₀x₀ + w₉,₁x₁ + … + w₉,₇₈₃x₇₈₃ + b₉)`. The indices are those of
/// the parts' names. Empty if there is no such neuron.
pub fn written_out(network: &Network, layer_idx: usize, row: usize) -> Vec<Part> {
    let Some(layer) = network.layers().get(layer_idx).filter(|layer| row < layer.n_outputs()) else {
        return Vec::new();
    };
    // Pixels and outputs are numbered from 0, hidden neurons from 1.
    let to = row + usize::from(layer_idx + 1 < network.layers().len());
    let (name, first) = if layer_idx == 0 { ("x", 0) } else { ("a", 1) };
    let part = |pieces: Vec<Math>| Part { layer_idx: None, pieces };
    let mut parts = vec![part(vec![
        Math::Indexed("a", vec![to]),
        Math::Operator("="),
        Math::Name(symbol(layer.activation_fn())),
        Math::Operator("("),
    ])];
    let n_inputs = layer.n_inputs();
    let is_written = |from: usize| from < N_WRITTEN || from + 1 == n_inputs;
    for from in (0..n_inputs).filter(|from| is_written(*from)) {
        let mut pieces = Vec::new();
        if from > N_WRITTEN {
            parts.push(part(vec![Math::Operator("+"), Math::Operator("…")]));
        }
        if from > 0 {
            pieces.push(Math::Operator("+"));
        }
        let index = from + first;
        pieces.extend([Math::Indexed("w", vec![to, index]), Math::Indexed(name, vec![index])]);
        parts.push(part(pieces));
    }
    parts.push(part(vec![Math::Operator("+"), Math::Indexed("b", vec![to]), Math::Operator(")")]));
    parts
}

/// The parameter count as one product and sum per layer, and in total: `784×16 + 16`, …, `13,002`.
pub fn parameters(network: &Network) -> (Vec<String>, String) {
    let parts = network.layers().iter().map(|layer| {
        let (inputs, outputs) = (layer.n_inputs().to_string(), layer.n_outputs().to_string());
        [&inputs, "×", &outputs, " + ", &outputs].concat()
    });
    (parts.collect(), number::thousands(network.n_parameters()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nn::ActivationFn;

    fn network(sizes: &[usize]) -> Network {
        Network::random(sizes, ActivationFn::Relu, ActivationFn::Softmax, 1).expect("the shape is right")
    }

    fn written(pieces: &[Math]) -> String {
        let texts = pieces.iter().map(|piece| match piece {
            Math::Name(text) | Math::Operator(text) => (*text).to_owned(),
            Math::Of { name, layer, size } => {
                let layer = layer.map(|layer| format!("^{layer}")).unwrap_or_default();
                let size = size.as_ref().map(|size| format!("_{size}")).unwrap_or_default();
                format!("{name}{layer}{size}")
            }
            Math::Indexed(name, indices) => {
                let indices: Vec<String> = indices.iter().map(ToString::to_string).collect();
                format!("{name}[{}]", indices.join(","))
            }
        });
        texts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_layer_says_its_sizes() {
        let network = network(&[784, 16, 10]);
        assert_eq!(written(&layer_formula(&network, 0)), "a^1_16 = ReLU ( W^1_16×784 x_784 + b^1_16 )");
        assert_eq!(written(&layer_formula(&network, 1)), "a^2_10 = softmax ( W^2_10×16 a^1_16 + b^2_10 )");
        assert!(layer_formula(&network, 2).is_empty());
    }

    #[test]
    fn the_network_is_one_function_layer_in_layer() {
        let parts = whole_formula(&network(&[784, 16, 16, 10]));
        let text: Vec<String> = parts.iter().map(|part| written(&part.pieces)).collect();
        assert_eq!(text.join(" "), "f ( x ) = softmax ( W^3 ReLU ( W^2 ReLU ( W^1 x + b^1 ) + b^2 ) + b^3 )");
        let of_second: Vec<_> = parts.iter().filter(|part| part.layer_idx == Some(1)).collect();
        assert_eq!(of_second.len(), 2, "before and after what is inside");
    }

    #[test]
    fn a_neuron_is_written_out_with_the_numbers_of_its_parts() {
        let text = |sizes: &[usize], layer_idx, row| {
            let parts = written_out(&network(sizes), layer_idx, row);
            parts.iter().map(|part| written(&part.pieces)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            text(&[784, 16, 10], 0, 8),
            "a[9] = ReLU ( w[9,0] x[0] + w[9,1] x[1] + … + w[9,783] x[783] + b[9] )"
        );
        assert_eq!(
            text(&[784, 3, 10], 1, 0),
            "a[0] = softmax ( w[0,1] a[1] + w[0,2] a[2] + w[0,3] a[3] + b[0] )"
        );
        assert_eq!(text(&[784, 1, 10], 1, 9), "a[9] = softmax ( w[9,1] a[1] + b[9] )");
        assert_eq!(text(&[784, 3, 10], 0, 3), "");
    }

    #[test]
    fn all_knobs_are_counted_layer_by_layer() {
        let text = |sizes: &[usize]| {
            let (parts, total) = parameters(&network(sizes));
            [parts.join(" + "), total].join(" = ")
        };
        assert_eq!(text(&[784, 16, 16, 10]), "784×16 + 16 + 16×16 + 16 + 16×10 + 10 = 13,002");
        assert_eq!(text(&[784, 1, 10]), "784×1 + 1 + 1×10 + 10 = 805");
    }
}
