//! The training loop: epochs of mini-batches, with the rate scheduled and the weights averaged, watched and stopped from
//! outside. It reads no file and prints nothing.

use anyhow::{Result, bail};
use nn::{DMatrixView, Loss, Network, Optimiser, Workspace, backpropagate};

use crate::averaging::Averaging;
use crate::cli::ScheduleArg;
use crate::samples::{InkCount, TrainingSet};
use crate::schedule;

/// Mini-batches that are prepared at once, on all threads, before they are learned from.
const MINI_BATCHES_AT_ONCE: usize = 64;

/// How to learn.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// What is made small.
    pub(crate) loss: Loss,
    /// How the gradient is followed; not yet used.
    pub(crate) optimiser: Optimiser,
    /// Each step takes this, times the learning rate, of the first layer's weights away: decay decoupled from the gradient
    /// (Loshchilov and Hutter, 2019). It keeps the many weights that see pixels from learning single writers by heart. The
    /// few of the later layers must be large to decide, and are left alone.
    pub(crate) weight_decay: f32,
    /// Passes over the data.
    pub(crate) n_epochs: u32,
    /// Samples for each step.
    pub(crate) mini_batch: usize,
    /// The size of a step at its largest.
    pub(crate) learning_rate: f32,
    /// How that changes.
    pub(crate) schedule: ScheduleArg,
    /// How much of the average of the weights each step keeps.
    pub(crate) average: f32,
}

/// Where training is, at the end of an epoch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EpochEnd<'a> {
    /// Epochs done.
    pub(crate) n_epochs: u32,
    /// The mean loss of the epoch, before each step, on the samples as varied.
    pub(crate) loss: f32,
    /// The network so far, averaged.
    pub(crate) network: &'a Network,
}

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) struct Learned {
    /// The network, averaged.
    pub(crate) network: Network,
    /// The epochs done in full.
    pub(crate) n_epochs: u32,
    /// How often each pixel was inked.
    pub(crate) ink_count: InkCount,
}

/// Trains `network` on `set`. `at_epoch_end` is told of each epoch; once `is_stopped` says so, training ends with what it has.
///
/// # Errors
///
/// If the loss does not suit the network's outputs, or training diverges.
pub(crate) fn learn(
    network: Network,
    set: &TrainingSet,
    plan: Plan,
    is_stopped: impl Fn() -> bool,
    mut at_epoch_end: impl FnMut(EpochEnd<'_>),
) -> Result<Learned> {
    let n_steps_per_epoch = (set.n_samples_per_epoch() / plan.mini_batch as f64).ceil() as usize;
    let n_steps = n_steps_per_epoch * plan.n_epochs as usize;
    let mut averaging = Averaging::new(network.clone(), plan.average);
    plan.loss.check(&network)?;
    let mut learner = Learner {
        workspace: Workspace::for_network(&network),
        network,
        loss: plan.loss,
        optimiser: plan.optimiser,
        weight_decay: plan.weight_decay,
    };
    let mut ink_count = InkCount::default();
    let mut step = 0;

    for epoch in 0..plan.n_epochs {
        let order = set.epoch_order(epoch);
        let n_at_once = plan.mini_batch * MINI_BATCHES_AT_ONCE;
        let mut sum_of_losses = 0.0;
        for (piece_idx, indices) in order.chunks(n_at_once).enumerate() {
            if is_stopped() {
                return Ok(Learned { network: averaging.network().clone(), n_epochs: epoch, ink_count });
            }
            let prepared = set.prepare(epoch, piece_idx * n_at_once, indices);
            ink_count.add(&prepared);
            for (inputs, targets) in prepared.mini_batches(plan.mini_batch) {
                let learning_rate = plan.learning_rate * schedule::factor(plan.schedule, step, n_steps);
                sum_of_losses += learner.step(inputs, targets, learning_rate);
                averaging.add(&learner.network);
                step += 1;
            }
        }
        let loss = sum_of_losses / order.len().max(1) as f32;
        if !loss.is_finite() {
            bail!("training diverged in epoch {}: try a smaller learning rate", epoch + 1);
        }
        at_epoch_end(EpochEnd { n_epochs: epoch + 1, loss, network: averaging.network() });
    }
    Ok(Learned { network: averaging.network().clone(), n_epochs: plan.n_epochs, ink_count })
}

/// A network in training, with all that is needed to take the next step.
struct Learner {
    network: Network,
    loss: Loss,
    optimiser: Optimiser,
    weight_decay: f32,
    workspace: Workspace,
}

impl Learner {
    /// Takes one step against the mean gradient of a mini-batch that is not empty; answers the sum of the losses before it.
    fn step(
        &mut self,
        inputs: DMatrixView<'_, f32>,
        targets: DMatrixView<'_, f32>,
        learning_rate: f32,
    ) -> f32 {
        let sum_of_losses = backpropagate(&self.network, inputs, targets, self.loss, &mut self.workspace);
        self.workspace.gradients_mut().scale(1.0 / inputs.ncols() as f32);
        if self.weight_decay > 0.0 {
            self.network.weights_mut(0).scale_mut(1.0 - learning_rate * self.weight_decay);
        }
        self.optimiser.step(&mut self.network, self.workspace.gradients(), learning_rate);
        sum_of_losses
    }
}
