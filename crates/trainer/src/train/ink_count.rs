//! Which pixels are ever inked: the weights of those that are not would stay as random as they started.

use digits::N_PIXELS;
use nn::Network;

use crate::train::samples::Prepared;

/// How often each pixel was inked.
#[derive(Clone, Debug)]
pub(crate) struct InkCount {
    n_images: u64,
    n_inked: [u64; N_PIXELS],
}

impl Default for InkCount {
    fn default() -> Self {
        Self { n_images: 0, n_inked: [0; N_PIXELS] }
    }
}

impl InkCount {
    /// Counts in a piece of an epoch.
    pub(crate) fn add(&mut self, prepared: &Prepared) {
        for image in prepared.images() {
            self.n_images += 1;
            for (count, &pixel) in self.n_inked.iter_mut().zip(image) {
                *count += u64::from(pixel > 0.0);
            }
        }
    }

    /// The indices of the pixels that were inked in less than this share of the images.
    #[must_use]
    pub(crate) fn pixels_below(&self, share: f64) -> Vec<usize> {
        let least = share * self.n_images as f64;
        (0..N_PIXELS).filter(|&pixel| (self.n_inked[pixel] as f64) < least).collect()
    }
}

/// Sets the first layer's weights of these inputs to zero: what was never seen there was never learned.
pub(crate) fn silence(network: &mut Network, inputs: &[usize]) {
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
    fn pixels_that_are_never_inked_are_found_and_silenced() {
        let set = set(&[1.0; 5]);
        let mut count = InkCount::default();
        count.add(&set.prepare(0, 0, &set.epoch_order(0)));
        let unseen = count.pixels_below(0.1);
        assert!(unseen.contains(&0) && unseen.contains(&(N_PIXELS - 1)));
        assert!(!unseen.contains(&(14 * 28 + 14)));

        let mut network = Network::random(&[N_PIXELS, 2, 10], Sigmoid, Sigmoid, 1).unwrap();
        let before = network.clone();
        silence(&mut network, &unseen);
        let (weights, before) = (network.layers()[0].weights(), before.layers()[0].weights());
        assert!(weights.column(0).iter().all(|&weight| weight == 0.0));
        assert_eq!(weights.column(14 * 28 + 14), before.column(14 * 28 + 14));
    }
}
