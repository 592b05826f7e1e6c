//! Noise: each selected parameter moves by its own random amount, scaled by the slider. At 0, the original values are
//! restored exactly.

use digits::random::normal;
use nn::Network;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::block::{block, n_blocks};
use super::scope::Selection;

/// The slider's maximum.
pub const LARGEST_NOISE: f32 = 2.0;

/// The values without noise and the random amounts, by block; empty for blocks out of scope.
#[derive(Clone, Debug)]
pub(super) struct Noise {
    /// The scope.
    pub(super) selection: Selection,
    /// The random seed.
    pub(super) seed: u32,
    base: Vec<Vec<f32>>,
    amounts: Vec<Vec<f32>>,
}

impl Noise {
    /// Draws noise for the current network. At a level of 1, the root mean square of a layer's changes is its entry in
    /// `spreads`.
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

    /// Writes a block's values at noise level `sigma`.
    pub(super) fn write(&self, sigma: f32, block_idx: usize, numbers: &mut [f32]) {
        let (base, amounts) = (&self.base[block_idx], &self.amounts[block_idx]);
        numbers.copy_from_slice(base);
        if sigma != 0.0 {
            numbers.iter_mut().zip(amounts).for_each(|(number, amount)| *number += sigma * amount);
        }
    }
}

/// The root mean square of each layer's weights; 1 if all are 0.
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
