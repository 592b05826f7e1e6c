//! The training step: from a mini-batch to new weights and biases. There is no other one in the workspace.

use nn::{
    DMatrixView, InputsView, Loss, Network, Optimiser, UnsuitableLoss, UpdateRule, Workspace, backpropagate,
};

use crate::Parallel;

/// The number of samples of a mini-batch whose gradient is computed in one piece: enough for the computation to outweigh
/// handing it to another thread. It determines the order of additions, and so the bits of every trained network.
const SHARD: usize = 64;

/// A network in training and everything needed to take the next step.
#[derive(Debug, Clone)]
pub struct Learner {
    network: Network,
    loss: Loss,
    optimiser: Optimiser,
    weight_decay: f32,
    shards: Vec<Shard>,
}

/// A part of a mini-batch.
#[derive(Debug, Clone)]
struct Shard {
    workspace: Workspace,
    sum_of_losses: f32,
}

impl Learner {
    /// Starts with the given network.
    ///
    /// Each step multiplies the first layer's weights by `1 - learning_rate weight_decay`: weight decay decoupled from the
    /// gradient (I. Loshchilov, F. Hutter, Decoupled weight decay regularization, 2019). It keeps the many weights at the
    /// inputs from memorising single samples. The few weights of the other layers have to be large for a confident output,
    /// and do not decay.
    ///
    /// # Errors
    ///
    /// [`UnsuitableLoss`] if the loss function does not suit the network's outputs.
    pub fn new(
        mut network: Network,
        loss: Loss,
        update_rule: UpdateRule,
        weight_decay: f32,
    ) -> Result<Self, UnsuitableLoss> {
        loss.check(&network)?;
        network.align_weights();
        Ok(Learner {
            network,
            loss,
            optimiser: Optimiser::new(update_rule),
            weight_decay,
            shards: Vec::new(),
        })
    }

    /// Takes one step against the mean gradient of a mini-batch. Returns the sum of the samples' losses before the step.
    ///
    /// The gradients of the mini-batch's shards are computed independently and added in a fixed order, so the result does
    /// not depend on `parallel`. An empty mini-batch changes nothing.
    ///
    /// # Shapes
    ///
    /// `inputs` have `n_inputs` numbers a sample, `targets` is `(n_outputs, n_samples)`: each column is a sample.
    ///
    /// # Panics
    ///
    /// If the inputs or targets have the wrong shape.
    pub fn step(
        &mut self,
        inputs: InputsView<'_>,
        targets: DMatrixView<'_, f32>,
        learning_rate: f32,
        parallel: &impl Parallel,
    ) -> f32 {
        let n_samples = inputs.n_samples();
        if n_samples == 0 {
            return 0.0;
        }
        let Learner { network, loss, optimiser, weight_decay, shards } = self;
        let n_shards = n_samples.div_ceil(SHARD);
        while shards.len() < n_shards {
            shards.push(Shard { workspace: Workspace::for_network(network), sum_of_losses: 0.0 });
        }
        let shards = &mut shards[..n_shards];
        parallel.for_each(shards, |shard_idx, shard| {
            let start = shard_idx * SHARD;
            let n_columns = SHARD.min(n_samples - start);
            let (inputs, targets) =
                (inputs.samples(start..start + n_columns), targets.columns(start, n_columns));
            shard.sum_of_losses = backpropagate(network, inputs, targets, *loss, &mut shard.workspace);
        });

        let sum_of_losses = shards.iter().map(|shard| shard.sum_of_losses).sum();
        let (first, others) = shards.split_at_mut(1);
        let gradients = first[0].workspace.gradients_mut();
        for shard in others {
            gradients.add(shard.workspace.gradients());
        }
        if *weight_decay > 0.0 {
            network.scale_weights(0, 1.0 - learning_rate * *weight_decay);
        }
        optimiser.step(network, gradients, n_samples, learning_rate);
        sum_of_losses
    }

    /// The network as it is now.
    #[must_use]
    pub const fn network(&self) -> &Network {
        &self.network
    }
}

#[cfg(test)]
mod tests {
    use nn::{ActivationFn, DMatrix, Inputs, Loss, Network, UpdateRule, Workspace, backpropagate};
    use proptest::prelude::*;

    use super::{Learner, SHARD};
    use crate::Sequential;
    use crate::test_support::Backwards;

    const RATE: f32 = 0.5;

    fn network() -> Network {
        Network::random(&[6, 5, 3], ActivationFn::Tanh, ActivationFn::Sigmoid, 1).unwrap()
    }

    fn learner(weight_decay: f32) -> Learner {
        Learner::new(network(), Loss::CrossEntropy, UpdateRule::SGD, weight_decay).unwrap()
    }

    fn mini_batch(n_samples: usize) -> (Inputs, DMatrix<f32>) {
        let inputs = DMatrix::from_fn(6, n_samples, |i, sample| ((5 * i + 3 * sample) % 7) as f32 / 6.0);
        let targets = DMatrix::from_fn(3, n_samples, |i, sample| f32::from(u8::from(i == sample % 3)));
        (Inputs::from_columns(inputs.as_view()), targets)
    }

    fn parameters(network: &Network) -> Vec<f32> {
        let layers = network.layers().iter();
        layers.flat_map(|layer| layer.weights().iter().chain(layer.biases()).copied()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn a_step_goes_against_the_mean_gradient(n_samples in 1..3 * SHARD) {
            let (inputs, targets) = mini_batch(n_samples);
            let (inputs, targets) = (inputs.as_view(), targets.as_view());
            let mut workspace = Workspace::for_network(&network());
            let expected_loss =
                backpropagate(&network(), inputs, targets, Loss::CrossEntropy, &mut workspace);
            let layers = workspace.gradients().layers().iter();
            let gradients: Vec<f32> =
                layers.flat_map(|layer| layer.weights().iter().chain(layer.biases()).copied()).collect();

            let mut learner = learner(0.0);
            let loss = learner.step(inputs, targets, RATE, &Sequential);
            prop_assert!((loss - expected_loss).abs() < 1e-5 * expected_loss);
            let found = parameters(learner.network());
            for ((found, before), gradient) in found.iter().zip(parameters(&network())).zip(gradients) {
                let expected = before - RATE * gradient / n_samples as f32;
                prop_assert!((found - expected).abs() < 1e-5, "{found}, expected {expected}");
            }
        }

        #[test]
        fn the_order_in_which_shards_are_computed_changes_nothing(n_samples in 1..4 * SHARD) {
            let (inputs, targets) = mini_batch(n_samples);
            let (mut forwards, mut backwards) = (learner(0.1), learner(0.1));
            for _ in 0..3 {
                let loss = forwards.step(inputs.as_view(), targets.as_view(), RATE, &Sequential);
                prop_assert_eq!(
                    loss,
                    backwards.step(inputs.as_view(), targets.as_view(), RATE, &Backwards)
                );
            }
            prop_assert_eq!(forwards.network(), backwards.network());
        }
    }

    #[test]
    fn only_the_first_layers_weights_decay() {
        let (inputs, targets) = mini_batch(10);
        let (mut plain, mut decaying) = (learner(0.0), learner(0.5));
        for learner in [&mut plain, &mut decaying] {
            learner.step(inputs.as_view(), targets.as_view(), RATE, &Sequential);
        }
        let (plain, decaying) = (plain.network().layers(), decaying.network().layers());
        let decayed = plain[0].weights() - 0.25 * network().layers()[0].weights();
        assert!((decaying[0].weights() - decayed).amax() < 1e-6);
        assert_eq!(decaying[0].biases(), plain[0].biases());
        assert_eq!(decaying[1], plain[1]);
    }

    #[test]
    fn an_empty_mini_batch_changes_nothing() {
        let (inputs, targets) = mini_batch(0);
        let mut learner = learner(0.5);
        assert_eq!(learner.step(inputs.as_view(), targets.as_view(), RATE, &Sequential), 0.0);
        assert_eq!(learner.network(), &network());
    }

    #[test]
    fn a_loss_that_does_not_suit_the_outputs_is_refused() {
        let network = Network::random(&[2, 2], ActivationFn::Relu, ActivationFn::Relu, 1).unwrap();
        assert!(Learner::new(network, Loss::CrossEntropy, UpdateRule::SGD, 0.0).is_err());
    }
}
