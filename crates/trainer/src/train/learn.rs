//! Carries out a training run: advances it on all threads, reports each epoch, and stops when asked to.

use anyhow::Result;
use learning::{InputUsage, Recipe, TrainingRun, zero_input_weights};
use nn::Network;

use crate::terminal::signals::Signals;
use crate::train::mix::Mix;
use crate::train::reporter::Reporter;
use crate::train::threads::Threads;

/// How many mini-batches are prepared at once, on all threads, while the previous ones are learned from.
const MINI_BATCHES_AT_ONCE: usize = 64;

/// A pixel that has ink in a smaller share of the training images than this gets no weight: training has hardly moved its
/// random initial weights.
const RARE_PIXEL: f64 = 1e-3;

/// The result of a training run.
pub(crate) struct Learned {
    /// The trained network.
    pub(crate) network: Network,
    /// The number of complete epochs.
    pub(crate) n_epochs: u32,
}

/// Trains `network` to the end of the recipe or until a signal requests a stop.
///
/// # Errors
///
/// If the loss function does not suit the network's outputs, or training diverges.
pub(crate) fn learn(network: Network, mix: &Mix, recipe: Recipe, signals: &Signals) -> Result<Learned> {
    let mut usage = InputUsage::new(network.n_inputs());
    let mut reporter = Reporter::new(recipe.n_epochs);
    let mut run = TrainingRun::new(network, &mix.training, recipe)?;
    while !run.is_complete() && !signals.is_stop_requested() {
        let epoch_end = run.advance(MINI_BATCHES_AT_ONCE, &Threads)?;
        for mini_batch in run.mini_batches() {
            usage.add(mini_batch);
        }
        if let Some(epoch_end) = epoch_end {
            reporter.report(epoch_end, run.network(), mix);
        }
    }
    reporter.finish();
    let mut network = run.network().clone();
    zero_input_weights(&mut network, &usage.rarer_than(RARE_PIXEL));
    Ok(Learned { network, n_epochs: run.n_epochs() })
}
