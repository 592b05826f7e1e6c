//! Noise: every selected number moves by a random amount of its own, all in proportion to the slider. With the slider
//! back at 0 they are exactly what they were.

use digits::random::normal;
use nn::Network;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::block::{block, n_blocks};
use super::scope::Selection;

/// The slider's right end.
pub const LARGEST_NOISE: f32 = 2.0;

/// The numbers without noise, and how far noise moves each. Both by block; empty for blocks that it is not about.
#[derive(Clone, Debug)]
pub(super) struct Noise {
    /// What it is about.
    pub(super) selection: Selection,
    /// What the random amounts were made from.
    pub(super) seed: u32,
    base: Vec<Vec<f32>>,
    amounts: Vec<Vec<f32>>,
}

impl Noise {
    /// Noise upon the network as it is. An amount of 1 moves the numbers of a layer as far as `spreads` has for the layer, in
    /// the root of the mean square.
    pub(super) fn new(network: &Network, selection: Selection, seed: u32, spreads: &[f32]) -> Noise {
        let mut rng = ChaCha8Rng::seed_from_u64(seed.into());
        let blocks = || {
            (0..n_blocks(network)).map(|idx| if selection.has_block(idx) { block(network, idx) } else { &[] })
        };
        let amounts = blocks().zip(spreads.iter().flat_map(|spread| [spread; 2]));
        Noise {
            selection,
            seed,
            base: blocks().map(<[f32]>::to_vec).collect(),
            amounts: amounts
                .map(|(block, spread)| block.iter().map(|_| spread * normal(&mut rng)).collect())
                .collect(),
        }
    }

    /// Writes a block of the network under that much noise.
    pub(super) fn write(&self, sigma: f32, block_idx: usize, numbers: &mut [f32]) {
        let (base, amounts) = (&self.base[block_idx], &self.amounts[block_idx]);
        numbers.copy_from_slice(base);
        if sigma != 0.0 {
            numbers.iter_mut().zip(amounts).for_each(|(number, amount)| *number += sigma * amount);
        }
    }
}

/// How far each layer's weights are spread: the root of their mean square; 1 where all are 0.
pub(super) fn spreads(network: &Network) -> Vec<f32> {
    let spread = |layer: &nn::Layer| {
        let weights = layer.weights().as_slice();
        let square = weights.iter().map(|weight| weight * weight).sum::<f32>() / weights.len() as f32;
        if square > 0.0 { square.sqrt() } else { 1.0 }
    };
    network.layers().iter().map(spread).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_mean_0_and_variance_1() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let amounts: Vec<f32> = (0..20_000).map(|_| normal(&mut rng)).collect();
        let mean = amounts.iter().sum::<f32>() / 20_000.0;
        let variance = amounts.iter().map(|amount| amount * amount).sum::<f32>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.03, "{mean} {variance}");
    }
}
