//! The running average of a network's weights over the steps of its training: it reads better than the last step's
//! network, which still swings around (Polyak and Juditsky, 1992).

use nn::Network;

/// An exponential moving average of all weights and biases.
#[derive(Clone, Debug)]
pub(crate) struct Averaging {
    keep: f32,
    n_steps: u32,
    average: Network,
}

impl Averaging {
    /// Starts at `network`; each step keeps `keep` of the average, from 0 (the last step alone) to below 1. The first steps
    /// keep less, so that the random start is soon forgotten.
    #[must_use]
    pub(crate) fn new(network: Network, keep: f32) -> Self {
        Self { keep, n_steps: 0, average: network }
    }

    /// Takes in the network as it is after a step.
    pub(crate) fn add(&mut self, network: &Network) {
        self.n_steps = self.n_steps.saturating_add(1);
        let n = self.n_steps as f32;
        let keep = self.keep.min(n / (n + 10.0));
        for (layer_idx, layer) in network.layers().iter().enumerate() {
            let mut weights = self.average.weights_mut(layer_idx);
            weights
                .zip_apply(layer.weights(), |average, new| *average = keep * *average + (1.0 - keep) * new);
            let mut biases = self.average.biases_mut(layer_idx);
            biases.zip_apply(layer.biases(), |average, new| *average = keep * *average + (1.0 - keep) * new);
        }
    }

    /// The average so far.
    #[must_use]
    pub(crate) const fn network(&self) -> &Network {
        &self.average
    }
}

#[cfg(test)]
mod tests {
    use nn::ActivationFn::Sigmoid;

    use super::*;

    fn networks() -> (Network, Network) {
        let network = |seed| Network::random(&[3, 2, 2], Sigmoid, Sigmoid, seed).unwrap();
        (network(1), network(2))
    }

    #[test]
    fn without_averaging_the_last_step_counts() {
        let (first, second) = networks();
        let mut averaging = Averaging::new(first.clone(), 0.0);
        averaging.add(&second);
        assert_eq!(averaging.network(), &second);
    }

    #[test]
    fn the_average_goes_over_to_what_stays() {
        let (first, second) = networks();
        let mut averaging = Averaging::new(first, 0.9);
        for _ in 0..300 {
            averaging.add(&second);
        }
        let (found, expected) = (averaging.network().layers()[0].weights(), second.layers()[0].weights());
        assert!((found - expected).amax() < 1e-5);
    }
}
