//! The moving average of a network's parameters over the steps of its training. It reads better than the network of the last
//! step, which still fluctuates (B. Polyak, A. Juditsky, Acceleration of stochastic approximation by averaging, 1992).

use nn::Network;

/// An exponential moving average of all weights and biases.
#[derive(Debug, Clone)]
pub struct Averaging {
    decay: f32,
    n_steps: u32,
    average: Network,
}

impl Averaging {
    /// Starts at `network`.
    ///
    /// Each step keeps the fraction `decay` of the average, from 0 (the average is the last network) up to but not including
    /// 1. The first steps keep less, so that the average soon forgets the random initial weights.
    #[must_use]
    pub fn new(network: Network, decay: f32) -> Self {
        Averaging { decay, n_steps: 0, average: network }
    }

    /// Updates the average with the network after a step.
    pub fn add(&mut self, network: &Network) {
        self.n_steps = self.n_steps.saturating_add(1);
        let n = self.n_steps as f32;
        let decay = self.decay.min(n / (n + 10.0));
        self.average.move_towards(network, 1.0 - decay);
    }

    /// The average so far.
    #[must_use]
    pub const fn network(&self) -> &Network {
        &self.average
    }
}

#[cfg(test)]
mod tests {
    use nn::ActivationFn::Sigmoid;
    use nn::Network;

    use super::Averaging;

    fn networks() -> (Network, Network) {
        let network = |seed| Network::random(&[3, 2, 2], Sigmoid, Sigmoid, seed).unwrap();
        (network(1), network(2))
    }

    #[test]
    fn without_decay_the_average_is_the_last_network() {
        let (first, second) = networks();
        let mut averaging = Averaging::new(first, 0.0);
        averaging.add(&second);
        assert_eq!(averaging.network(), &second);
    }

    #[test]
    fn the_average_converges_to_a_network_that_stays_the_same() {
        let (first, second) = networks();
        let mut averaging = Averaging::new(first, 0.9);
        for _ in 0..300 {
            averaging.add(&second);
        }
        let (found, expected) = (averaging.network().layers()[0].weights(), second.layers()[0].weights());
        assert!((found - expected).amax() < 1e-5);
    }
}
