//! The training loop: epochs of mini-batches, with the rate scheduled and the weights averaged, watched and stopped from
//! outside. It reads no file and prints nothing.

use anyhow::{Result, bail};
use nn::{DMatrixView, Loss, Network, Optimiser, Workspace, backpropagate};
use rayon::prelude::*;

use crate::cli::ScheduleArg;
use crate::train::averaging::Averaging;
use crate::train::pixel_usage::PixelUsage;
use crate::train::samples::TrainingSet;
use crate::train::schedule;

/// Mini-batches that are prepared at once, on all threads, before they are learned from.
const MINI_BATCHES_AT_ONCE: usize = 64;
/// So many samples of a mini-batch are handled by one thread: enough that there is more to compute than to hand out.
const SHARD: usize = 64;

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
    /// In how many images each pixel had ink.
    pub(crate) pixel_usage: PixelUsage,
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
        workspaces: vec![Workspace::for_network(&network); plan.mini_batch.div_ceil(SHARD)],
        network,
        loss: plan.loss,
        optimiser: plan.optimiser,
        weight_decay: plan.weight_decay,
    };
    let mut pixel_usage = PixelUsage::default();
    let mut step = 0;

    for epoch in 0..plan.n_epochs {
        let order = set.epoch_order(epoch);
        let n_at_once = plan.mini_batch * MINI_BATCHES_AT_ONCE;
        let prepare = |piece_idx: usize| {
            let start = piece_idx * n_at_once;
            let indices = order.get(start..)?;
            Some(set.prepare(epoch, start, &indices[..indices.len().min(n_at_once)]))
        };
        let mut sum_of_losses = 0.0;
        let mut prepared = prepare(0);
        let mut piece_idx = 0;
        while let Some(piece) = prepared {
            if is_stopped() {
                return Ok(Learned { network: averaging.network().clone(), n_epochs: epoch, pixel_usage });
            }
            pixel_usage.add(&piece);
            let mut learn_from_piece = || {
                for (inputs, targets) in piece.mini_batches(plan.mini_batch) {
                    let learning_rate = plan.learning_rate * schedule::factor(plan.schedule, step, n_steps);
                    sum_of_losses += learner.step(inputs, targets, learning_rate);
                    averaging.add(&learner.network);
                    step += 1;
                }
            };
            // While one piece is learned from, the next is prepared.
            piece_idx += 1;
            ((), prepared) = rayon::join(&mut learn_from_piece, || prepare(piece_idx));
        }
        let loss = sum_of_losses / order.len().max(1) as f32;
        if !loss.is_finite() {
            bail!("training diverged in epoch {}: try a smaller learning rate", epoch + 1);
        }
        at_epoch_end(EpochEnd { n_epochs: epoch + 1, loss, network: averaging.network() });
    }
    Ok(Learned { network: averaging.network().clone(), n_epochs: plan.n_epochs, pixel_usage })
}

/// A network in training, with all that is needed to take the next step.
struct Learner {
    network: Network,
    loss: Loss,
    optimiser: Optimiser,
    weight_decay: f32,
    /// One for each shard of a mini-batch.
    workspaces: Vec<Workspace>,
}

impl Learner {
    /// Takes one step against the mean gradient of a mini-batch that is not empty; answers the sum of the losses before it.
    ///
    /// The gradients of its shards are found side by side and added in their order, so that the number of threads changes
    /// nothing.
    fn step(
        &mut self,
        inputs: DMatrixView<'_, f32>,
        targets: DMatrixView<'_, f32>,
        learning_rate: f32,
    ) -> f32 {
        let n_samples = inputs.ncols();
        let (network, loss) = (&self.network, self.loss);
        let losses: Vec<f32> = self
            .workspaces
            .par_iter_mut()
            .zip((0..n_samples).into_par_iter().step_by(SHARD))
            .map(|(workspace, start)| {
                let n_columns = SHARD.min(n_samples - start);
                let (inputs, targets) = (inputs.columns(start, n_columns), targets.columns(start, n_columns));
                backpropagate(network, inputs, targets, loss, workspace)
            })
            .collect();
        let (first, others) = self.workspaces.split_at_mut(1);
        let gradients = first[0].gradients_mut();
        for other in &others[..losses.len() - 1] {
            gradients.add(other.gradients());
        }
        gradients.scale(1.0 / n_samples as f32);
        if self.weight_decay > 0.0 {
            self.network.weights_mut(0).scale_mut(1.0 - learning_rate * self.weight_decay);
        }
        self.optimiser.step(&mut self.network, gradients, learning_rate);
        losses.iter().sum()
    }
}
