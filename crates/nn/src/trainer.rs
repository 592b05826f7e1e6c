//! The simple case of training: one thread, one mini-batch at a time.

use nalgebra::{DMatrix, DMatrixView};

use crate::{Loss, Network, Optimiser, UnsuitableLoss, Workspace, backpropagate};

/// A network in training, with all that is needed to take the next step.
///
/// It has no data, no clock and no thread of its own: whoever calls [`step`](Trainer::step) chooses the mini-batch and
/// the learning rate, and may stop, look, or go on at any time.
#[derive(Debug, Clone)]
pub struct Trainer {
    network: Network,
    loss: Loss,
    optimiser: Optimiser,
    workspace: Workspace,
}

impl Trainer {
    /// Starts with the given network, at step 0.
    ///
    /// # Errors
    ///
    /// [`UnsuitableLoss`] if the loss does not go with the network's output.
    pub fn new(network: Network, loss: Loss, optimiser: Optimiser) -> Result<Self, UnsuitableLoss> {
        loss.check(&network)?;
        let workspace = Workspace::for_network(&network);
        Ok(Trainer { network, loss, optimiser, workspace })
    }

    /// Takes one step against the mean gradient of a mini-batch; answers the mean loss before the step.
    ///
    /// An empty mini-batch changes nothing and has loss 0. A loss that is not finite means that training has
    /// diverged.
    ///
    /// # Shapes
    ///
    /// `inputs` is `(n_inputs, n_samples)`, `targets` is `(n_outputs, n_samples)`: a column is a sample.
    ///
    /// # Panics
    ///
    /// If the inputs or targets have another shape.
    pub fn step(
        &mut self,
        inputs: DMatrixView<'_, f32>,
        targets: DMatrixView<'_, f32>,
        learning_rate: f32,
    ) -> f32 {
        if inputs.ncols() == 0 {
            return 0.0;
        }
        let per_sample = 1.0 / inputs.ncols() as f32;
        let sum_of_losses = backpropagate(&self.network, inputs, targets, self.loss, &mut self.workspace);
        self.workspace.gradients_mut().scale(per_sample);
        self.optimiser.step(&mut self.network, self.workspace.gradients(), learning_rate);
        sum_of_losses * per_sample
    }

    /// The network as it is now.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The outputs for the last mini-batch, `(n_outputs, n_samples)`, from before the step was taken.
    pub fn outputs(&self) -> &DMatrix<f32> {
        self.workspace.outputs()
    }

    /// Ends the training.
    pub fn into_network(self) -> Network {
        self.network
    }
}
