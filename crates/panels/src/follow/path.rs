//! The numbers along a path through the network: the very ones of the forward pass.

use nn::{ActivationFn, ForwardPass, Network};

/// The way of a number over one edge and through the neuron at its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hop {
    /// Index of the neuron's layer.
    pub layer_idx: usize,
    /// Index of the input.
    pub from: usize,
    /// Index of the neuron.
    pub to: usize,
    /// The number that arrives: a pixel or an activation.
    pub input: f32,
    /// The edge's weight.
    pub weight: f32,
    /// Weight times input.
    pub product: f32,
    /// The sum of the other inputs' products.
    pub others: f32,
    /// How many others there are.
    pub n_others: usize,
    /// The neuron's bias.
    pub bias: f32,
    /// The pre-activation.
    pub z: f32,
    /// The activation function.
    pub function: ActivationFn,
    /// The activation.
    pub a: f32,
}

/// The hop over an edge, which the network must have; `pass` must be its forward pass.
pub fn hop(network: &Network, pass: &ForwardPass, (layer_idx, from, to): (usize, usize, usize)) -> Hop {
    let (layer, inputs) = (&network.layers()[layer_idx], pass.inputs_of(layer_idx));
    let products = layer.weights().row(to);
    let others = products.iter().zip(inputs).enumerate().filter(|(idx, _)| *idx != from);
    let others: f64 = others.map(|(_, (weight, input))| f64::from(*weight) * f64::from(*input)).sum();
    let (weight, input) = (layer.weights()[(to, from)], inputs[from]);
    Hop {
        layer_idx,
        from,
        to,
        input,
        weight,
        product: weight * input,
        others: others as f32,
        n_others: layer.n_inputs() - 1,
        bias: layer.biases()[to],
        z: pass.pre_activations(layer_idx)[to],
        function: layer.activation_fn(),
        a: pass.activations(layer_idx)[to],
    }
}

/// The neurons that an input leads to, by the magnitude of its product, or of the weight if the input is 0.
pub fn by_strength(network: &Network, pass: &ForwardPass, layer_idx: usize, from: usize) -> Vec<usize> {
    let (layer, input) = (&network.layers()[layer_idx], pass.inputs_of(layer_idx)[from]);
    let factor = if input == 0.0 { 1.0 } else { input };
    let strength = |to: &usize| (layer.weights()[(*to, from)] * factor).abs();
    let mut neurons: Vec<usize> = (0..layer.n_outputs()).collect();
    neurons.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    neurons
}

/// The neuron in each layer on the way from a pixel: the chosen one, or else the one that the edge before it leads to most
/// strongly.
pub fn route(
    network: &Network,
    pass: &ForwardPass,
    pixel_idx: usize,
    chosen: &[Option<usize>],
) -> Vec<usize> {
    let mut from = pixel_idx;
    let neuron = |layer_idx: usize| {
        let chosen = chosen.get(layer_idx).copied().flatten();
        from = chosen.unwrap_or_else(|| by_strength(network, pass, layer_idx, from)[0]);
        from
    };
    (0..network.layers().len()).map(neuron).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// A network of any shape and function, an input that is partly blank, and a path.
    fn any_path() -> impl Strategy<Value = (Network, Vec<f32>, usize, Vec<Option<usize>>)> {
        (vec(1_usize..20, 1..5), 0..5_usize, any::<u64>()).prop_flat_map(|(sizes, function, seed)| {
            let sizes: Vec<usize> = std::iter::once(784).chain(sizes).collect();
            let hidden = ActivationFn::ALL[function % 4];
            let network =
                Network::random(&sizes, hidden, ActivationFn::ALL[function], seed).expect("a network");
            let chosen = sizes[1..].iter().map(|n| prop::option::of(0..*n)).collect::<Vec<_>>();
            let input = vec(prop_oneof![Just(0.0), 0.0..=1.0_f32], 784);
            (Just(network), input, 0..784_usize, chosen)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_numbers_are_those_of_the_forward_pass((network, input, pixel, chosen) in any_path()) {
            let mut pass = ForwardPass::for_network(&network);
            network.forward(&input, &mut pass);
            let route = route(&network, &pass, pixel, &chosen);
            prop_assert_eq!(route.len(), network.layers().len());
            let (mut from, mut arriving) = (pixel, input[pixel]);
            for (layer_idx, &to) in route.iter().enumerate() {
                if let Some(chosen) = chosen[layer_idx] {
                    prop_assert_eq!(to, chosen);
                }
                let layer = &network.layers()[layer_idx];
                let hop = hop(&network, &pass, (layer_idx, from, to));
                prop_assert_eq!(hop.input, arriving);
                prop_assert_eq!(hop.product, layer.weights()[(to, from)] * arriving);
                prop_assert_eq!(hop.z, pass.pre_activations(layer_idx)[to]);
                prop_assert_eq!(hop.a, pass.activations(layer_idx)[to]);
                let sum = hop.product + hop.others + hop.bias;
                prop_assert!((sum - hop.z).abs() <= 1e-4 * (1.0 + hop.z.abs()), "{hop:?}");
                (from, arriving) = (to, hop.a);
            }
        }

        #[test]
        fn without_a_choice_the_strongest_edge_leads_on((network, input, pixel, _) in any_path()) {
            let mut pass = ForwardPass::for_network(&network);
            network.forward(&input, &mut pass);
            let route = route(&network, &pass, pixel, &[]);
            let mut from = pixel;
            for (layer_idx, &to) in route.iter().enumerate() {
                let taken = hop(&network, &pass, (layer_idx, from, to));
                for other in 0..network.layers()[layer_idx].n_outputs() {
                    let other = hop(&network, &pass, (layer_idx, from, other));
                    prop_assert!(other.product.abs() <= taken.product.abs());
                    prop_assert!(taken.input != 0.0 || other.weight.abs() <= taken.weight.abs());
                }
                from = to;
            }
        }
    }
}
