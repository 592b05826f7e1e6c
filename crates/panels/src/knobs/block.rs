//! A network's parameters in memory order, in blocks: each layer's weights, then its biases. Bulk changes work on whole
//! blocks.

use nn::Network;

use super::Parameter;

/// The number of blocks. Block `2 l` holds layer `l`'s weights in column-major order, block `2 l + 1` its biases.
pub(super) fn n_blocks(network: &Network) -> usize {
    2 * network.layers().len()
}

/// A block's values; empty if there is no such block.
pub(super) fn block(network: &Network, block_idx: usize) -> &[f32] {
    match network.layers().get(block_idx / 2) {
        None => &[],
        Some(layer) if block_idx.is_multiple_of(2) => layer.weights().as_slice(),
        Some(layer) => layer.biases().as_slice(),
    }
}

/// Runs `change` on a block's values.
///
/// # Panics
///
/// Panics if there is no such block.
pub(super) fn change_block(network: &mut Network, block_idx: usize, change: impl FnOnce(&mut [f32])) {
    let [weights, biases] = network.layer_numbers_mut(block_idx / 2);
    change(if block_idx.is_multiple_of(2) { weights } else { biases });
}

/// The block and offset of a parameter; `None` if the network has no such parameter.
pub(super) fn place(network: &Network, parameter: Parameter) -> Option<(usize, usize)> {
    parameter.value(network)?;
    let Parameter { layer_idx, to, from } = parameter;
    Some(match from {
        Some(from) => (2 * layer_idx, from * network.layers()[layer_idx].n_outputs() + to),
        None => (2 * layer_idx + 1, to),
    })
}

/// The number of positions at which two blocks differ.
pub(super) fn n_different(a: &[f32], b: &[f32]) -> usize {
    a.iter().zip(b).filter(|(a, b)| a != b).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nn::ActivationFn;

    #[test]
    fn every_knob_has_its_place_in_a_block() {
        let sigmoid = ActivationFn::Sigmoid;
        let mut network = Network::random(&[5, 3, 2], sigmoid, sigmoid, 1).expect("the shape is right");
        let mut seen = std::collections::HashSet::new();
        for number in 0..network.n_parameters() {
            let parameter = Parameter::of_number(&network, number).expect("there are as many");
            let (block_idx, offset) = place(&network, parameter).expect("it is there");
            assert!(block_idx < n_blocks(&network) && seen.insert((block_idx, offset)));
            change_block(&mut network, block_idx, |numbers| numbers[offset] = number as f32);
            assert_eq!(parameter.value(&network), Some(number as f32));
            assert_eq!(block(&network, block_idx)[offset], number as f32);
        }
        assert_eq!(place(&network, Parameter { layer_idx: 1, to: 0, from: Some(3) }), None);
        assert!(block(&network, 4).is_empty());
        assert_eq!(n_different(&[1.0, 2.0, 0.0], &[1.0, 3.0, -0.0]), 1);
    }
}
