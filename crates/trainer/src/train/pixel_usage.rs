//! Which pixels ever have ink in training. A weight of a pixel that never does keeps its random start, which says nothing.

use digits::N_PIXELS;
use nn::Network;

use crate::train::samples::Prepared;

/// In how many images each pixel had ink.
#[derive(Clone, Debug)]
pub(crate) struct PixelUsage {
    n_images: u64,
    n_inked: [u64; N_PIXELS],
}

impl Default for PixelUsage {
    fn default() -> Self {
        Self { n_images: 0, n_inked: [0; N_PIXELS] }
    }
}

impl PixelUsage {
    /// Adds the images of one piece of an epoch.
    pub(crate) fn add(&mut self, prepared: &Prepared) {
        for image in prepared.images() {
            self.n_images += 1;
            for (count, &pixel) in self.n_inked.iter_mut().zip(image) {
                *count += u64::from(pixel > 0.0);
            }
        }
    }

    /// The indices of the pixels that had ink in less than this share of the images.
    #[must_use]
    pub(crate) fn pixels_below(&self, share: f64) -> Vec<usize> {
        let least = share * self.n_images as f64;
        (0..N_PIXELS).filter(|&pixel| (self.n_inked[pixel] as f64) < least).collect()
    }
}

/// Sets the first layer's weights of these inputs to zero.
pub(crate) fn zero_input_weights(network: &mut Network, inputs: &[usize]) {
    let mut weights = network.weights_mut(0);
    for &input in inputs {
        weights.column_mut(input).fill(0.0);
    }
}

#[cfg(test)]
mod tests {
    use nn::ActivationFn::Sigmoid;

    use super::*;
    use crate::train::samples::tests::set;

    #[test]
    fn pixels_without_ink_are_found_and_their_weights_become_zero() {
        let set = set(&[1.0; 5]);
        let mut usage = PixelUsage::default();
        usage.add(&set.prepare(0, 0, &set.epoch_order(0)));
        let unseen = usage.pixels_below(0.1);
        assert!(unseen.contains(&0) && unseen.contains(&(N_PIXELS - 1)));
        assert!(!unseen.contains(&(14 * 28 + 14)));

        let mut network = Network::random(&[N_PIXELS, 2, 10], Sigmoid, Sigmoid, 1).unwrap();
        let before = network.clone();
        zero_input_weights(&mut network, &unseen);
        let (weights, before) = (network.layers()[0].weights(), before.layers()[0].weights());
        assert!(weights.column(0).iter().all(|&weight| weight == 0.0));
        assert_eq!(weights.column(14 * 28 + 14), before.column(14 * 28 + 14));
    }
}
