//! The patterns that neurons respond to, as 28x28 images: a first-layer neuron's weights, or for deeper neurons the
//! product of the weights down to the pixels, ignoring activation functions and biases. Each is computed on first use.

use std::cell::RefCell;
use std::rc::Rc;

use nn::{Layer, Network};

/// An image of 784 values.
pub type Pattern = Rc<[f32]>;

/// Cache of the patterns of one network's neurons.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    layers: RefCell<Vec<Vec<Option<Pattern>>>>,
}

impl Patterns {
    /// A neuron's pattern; empty for an unknown neuron. The network must be the same in every call.
    pub fn of(&self, network: &Network, layer_idx: usize, neuron_idx: usize) -> Pattern {
        let layers = network.layers();
        let mut made = self.layers.borrow_mut();
        if made.is_empty() {
            *made = layers.iter().map(|layer| vec![None; layer.n_outputs()]).collect();
        }
        let Some(place) = made.get_mut(layer_idx).and_then(|layer| layer.get_mut(neuron_idx)) else {
            return Rc::default();
        };
        place.get_or_insert_with(|| multiplied_through(&layers[..=layer_idx], neuron_idx)).clone()
    }
}

/// A neuron's row of the product `W⁽ˡ⁾ … W⁽²⁾ W⁽¹⁾`, where `W⁽ˡ⁾` belongs to the last of these layers.
fn multiplied_through(layers: &[Layer], neuron_idx: usize) -> Pattern {
    let Some((last, before)) = layers.split_last() else { return Rc::default() };
    let mut row: Vec<f32> = last.weights().row(neuron_idx).iter().copied().collect();
    for layer in before.iter().rev() {
        let columns = layer.weights().as_slice().chunks_exact(layer.n_outputs());
        row = columns
            .map(|column| column.iter().zip(&row).map(|(weight, factor)| weight * factor).sum())
            .collect();
    }
    row.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nn::ActivationFn;

    /// Without activation functions and biases, a neuron's pattern is its output for each single pixel.
    #[test]
    fn a_picture_is_the_answer_of_the_linear_network_to_each_pixel() {
        let identity = ActivationFn::Identity;
        let network = Network::random(&[6, 4, 3, 2], identity, identity, 2).expect("the shape is right");
        let mut pass = nn::ForwardPass::for_network(&network);
        let patterns = Patterns::default();
        network.forward(&[0.0; 6], &mut pass);
        let at_zero = pass.clone();
        for (layer_idx, n_neurons) in [4, 3, 2].into_iter().enumerate() {
            for neuron_idx in 0..n_neurons {
                let pattern = patterns.of(&network, layer_idx, neuron_idx);
                assert_eq!(pattern.len(), 6);
                for (pixel, value) in pattern.iter().enumerate() {
                    let mut input = [0.0; 6];
                    input[pixel] = 1.0;
                    network.forward(&input, &mut pass);
                    let answer =
                        pass.activations(layer_idx)[neuron_idx] - at_zero.activations(layer_idx)[neuron_idx];
                    assert!((answer - value).abs() < 1e-5, "{answer} is not {value}");
                }
            }
        }
        assert!(Rc::ptr_eq(&patterns.of(&network, 1, 2), &patterns.of(&network, 1, 2)), "made once");
        assert!(patterns.of(&network, 1, 3).is_empty() && patterns.of(&network, 9, 0).is_empty());
    }
}
