//! Which inputs were ever used in training. The weights of the others would stay as random as they started.

use nn::Network;

use crate::MiniBatch;

/// Counts in how many samples each input was not zero.
#[derive(Debug, Clone)]
pub struct InputUsage {
    n_samples: u64,
    n_nonzero: Vec<u64>,
}

impl InputUsage {
    /// Starts counting for a network's inputs.
    #[must_use]
    pub fn new(n_inputs: usize) -> Self {
        InputUsage { n_samples: 0, n_nonzero: vec![0; n_inputs] }
    }

    /// Adds the samples of a mini-batch.
    pub fn add(&mut self, mini_batch: &MiniBatch) {
        for sample_idx in 0..mini_batch.n_samples() {
            self.n_samples += 1;
            for (input_idx, input) in mini_batch.inputs().sample(sample_idx).inputs() {
                self.n_nonzero[input_idx] += u64::from(input != 0.0);
            }
        }
    }

    /// The indices of the inputs that were not zero in less than this share of the samples.
    #[must_use]
    pub fn rarer_than(&self, share: f64) -> Vec<usize> {
        let least = share * self.n_samples as f64;
        let counts = self.n_nonzero.iter().enumerate();
        counts.filter(|&(_, &count)| (count as f64) < least).map(|(input_idx, _)| input_idx).collect()
    }
}

/// Sets the first layer's weights of these inputs to zero.
pub fn zero_input_weights(network: &mut Network, inputs: &[usize]) {
    let mut weights = network.weights_mut(0);
    for &input_idx in inputs {
        weights.column_mut(input_idx).fill(0.0);
    }
}

#[cfg(test)]
mod tests {
    use nn::ActivationFn::Sigmoid;
    use nn::Network;

    use super::{InputUsage, zero_input_weights};
    use crate::test_support::{Bars, mini_batches};

    #[test]
    fn inputs_that_are_rarely_used_are_found() {
        // Sample 0 alone has input 0, samples 1 to 3 have inputs 1 to 3, and none has the others.
        let mut usage = InputUsage::new(Bars::N_INPUTS);
        for mini_batch in mini_batches(&Bars::new(4), 2) {
            usage.add(&mini_batch);
        }
        assert_eq!(usage.rarer_than(0.2), (4..Bars::N_INPUTS).collect::<Vec<_>>());
        assert_eq!(usage.rarer_than(0.3), (0..Bars::N_INPUTS).collect::<Vec<_>>());
    }

    #[test]
    fn only_the_weights_of_the_given_inputs_become_zero() {
        let mut network = Network::random(&[4, 2, 3], Sigmoid, Sigmoid, 1).unwrap();
        let before = network.clone();
        zero_input_weights(&mut network, &[1, 3]);
        let (weights, before) = (network.layers()[0].weights(), before.layers()[0].weights());
        for input_idx in [1, 3] {
            assert!(weights.column(input_idx).iter().all(|&weight| weight == 0.0));
        }
        for input_idx in [0, 2] {
            assert_eq!(weights.column(input_idx), before.column(input_idx));
        }
    }
}
