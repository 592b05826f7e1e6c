//! The weights and biases of a network as one list: the weights (column by column) and biases of each layer in turn.

use nn::Network;

/// The list of a network's weights and biases.
#[must_use]
pub fn parameters(network: &Network) -> Vec<f32> {
    let mut parameters = Vec::with_capacity(network.n_parameters());
    for layer in network.layers() {
        parameters.extend_from_slice(layer.weights().as_slice());
        parameters.extend_from_slice(layer.biases().as_slice());
    }
    parameters
}

/// Sets a network's weights and biases.
///
/// # Panics
///
/// If there are fewer numbers than weights and biases.
pub(crate) fn set_parameters(network: &mut Network, mut parameters: &[f32]) {
    for layer_idx in 0..network.layers().len() {
        for numbers in network.layer_numbers_mut(layer_idx) {
            let (here, rest) = parameters.split_at(numbers.len());
            numbers.copy_from_slice(here);
            parameters = rest;
        }
    }
}
