//! The training loop, as a value: a run holds everything from one step to the next, and whoever has it advances it in slices.

use std::mem;

use nn::{Network, UnsuitableLoss};
use thiserror::Error;

use crate::mini_batch::Feed;
use crate::{Averaging, Learner, MiniBatch, Parallel, Recipe, TrainingData};

/// A training run.
///
/// It has no thread and no clock: it does nothing between two calls of [`advance`](TrainingRun::advance), so you can look at
/// it, keep a snapshot of its networks, or drop it at any time. The same network, data and recipe give the same run, bit for
/// bit, however many mini-batches each slice has and whatever runs in parallel.
#[derive(Debug, Clone)]
pub struct TrainingRun<D> {
    recipe: Recipe,
    data: D,
    descent: Descent,
    n_epochs: u32,
    /// The epoch in progress, if one has begun.
    epoch: Option<Epoch>,
    slice: Vec<MiniBatch>,
    /// The slice after `slice` if it has been prepared ahead, otherwise a buffer for it.
    next_slice: Vec<MiniBatch>,
    is_next_prepared: bool,
}

/// The end of an epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EpochEnd {
    /// The number of epochs that are complete.
    pub n_epochs: u32,
    /// The mean loss of the epoch's samples, each from before its step.
    pub loss: f32,
}

/// Training diverged: the loss is no longer a finite number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("training diverged in epoch {epoch}: try a smaller learning rate")]
pub struct Diverged {
    /// The epoch, counted from 1.
    pub epoch: u32,
}

/// The network and its way down the loss.
#[derive(Debug, Clone)]
struct Descent {
    learner: Learner,
    /// Without a decay rate the average is the learner's network, and nothing has to be added up.
    averaging: Option<Averaging>,
    n_steps: usize,
    n_planned_steps: usize,
}

#[derive(Debug, Clone)]
struct Epoch {
    order: Vec<u32>,
    n_samples_done: usize,
    sum_of_losses: f32,
}

impl<D: TrainingData> TrainingRun<D> {
    /// Starts a run with the given network; nothing is computed yet.
    ///
    /// # Errors
    ///
    /// [`UnsuitableLoss`] if the recipe's loss function does not suit the network's outputs.
    ///
    /// # Panics
    ///
    /// If the recipe's mini-batches are empty.
    pub fn new(network: Network, data: D, recipe: Recipe) -> Result<Self, UnsuitableLoss> {
        assert!(recipe.mini_batch > 0, "a mini-batch needs at least one sample");
        let n_steps_per_epoch = (data.n_samples_per_epoch() / recipe.mini_batch as f64).ceil() as usize;
        let descent = Descent {
            averaging: (recipe.averaging > 0.0).then(|| Averaging::new(network.clone(), recipe.averaging)),
            learner: Learner::new(network, recipe.loss, recipe.update_rule, recipe.weight_decay)?,
            n_steps: 0,
            n_planned_steps: n_steps_per_epoch * recipe.n_epochs as usize,
        };
        Ok(TrainingRun {
            descent,
            n_epochs: 0,
            epoch: None,
            slice: Vec::new(),
            next_slice: Vec::new(),
            is_next_prepared: false,
            recipe,
            data,
        })
    }

    /// Takes the next `n_mini_batches` steps, or fewer where the epoch or the run ends. Returns the end of the epoch if this
    /// slice has reached it.
    ///
    /// If `parallel` can work ahead, the next slice is prepared in the meantime with the same number of mini-batches; a different
    /// number then takes effect one slice later.
    ///
    /// # Errors
    ///
    /// [`Diverged`] if the mean loss of the epoch is not a finite number.
    pub fn advance(
        &mut self,
        n_mini_batches: usize,
        parallel: &impl Parallel,
    ) -> Result<Option<EpochEnd>, Diverged> {
        if self.is_complete() {
            return Ok(None);
        }
        let epoch_idx = self.n_epochs;
        let epoch = self.epoch.get_or_insert_with(|| Epoch::new(self.data.epoch_order(epoch_idx)));

        let recipe = &self.recipe;
        let feed = Feed::new(&self.data, epoch_idx, &epoch.order, recipe.mini_batch, self.descent.network());
        mem::swap(&mut self.slice, &mut self.next_slice);
        if !self.is_next_prepared {
            feed.prepare(&mut self.slice, epoch.n_samples_done, n_mini_batches, parallel);
        }

        let end = epoch.n_samples_done + self.slice.iter().map(MiniBatch::n_samples).sum::<usize>();
        let (descent, sum_of_losses) = (&mut self.descent, &mut epoch.sum_of_losses);
        let mut learn = || descent.learn(&self.slice, recipe, sum_of_losses, parallel);
        if end == epoch.order.len() {
            learn();
            self.is_next_prepared = false;
            return self.end_epoch().map(Some);
        }
        let prepare_next = || feed.prepare(&mut self.next_slice, end, n_mini_batches, parallel);
        self.is_next_prepared = parallel.overlap(learn, prepare_next);
        epoch.n_samples_done = end;
        Ok(None)
    }

    fn end_epoch(&mut self) -> Result<EpochEnd, Diverged> {
        self.n_epochs += 1;
        let loss = self.epoch.take().map_or(0.0, |epoch| epoch.mean_loss());
        if loss.is_finite() {
            Ok(EpochEnd { n_epochs: self.n_epochs, loss })
        } else {
            Err(Diverged { epoch: self.n_epochs })
        }
    }

    /// Whether all epochs of the recipe are complete.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.n_epochs == self.recipe.n_epochs
    }

    /// The number of epochs that are complete.
    #[must_use]
    pub const fn n_epochs(&self) -> u32 {
        self.n_epochs
    }

    /// The number of steps taken.
    #[must_use]
    pub const fn n_steps(&self) -> usize {
        self.descent.n_steps
    }

    /// The number of steps in the whole run. Where samples have fractional weights it is only about so many.
    #[must_use]
    pub const fn n_planned_steps(&self) -> usize {
        self.descent.n_planned_steps
    }

    /// The result of the run so far: the moving average of the network over its steps.
    #[must_use]
    pub fn network(&self) -> &Network {
        self.descent.network()
    }

    /// The mini-batches that the last [`advance`](Self::advance) learned from.
    #[must_use]
    pub fn mini_batches(&self) -> &[MiniBatch] {
        &self.slice
    }
}

impl Descent {
    /// Takes one step for each mini-batch, and adds the samples' losses to `sum_of_losses`.
    fn learn(
        &mut self,
        slice: &[MiniBatch],
        recipe: &Recipe,
        sum_of_losses: &mut f32,
        parallel: &impl Parallel,
    ) {
        for mini_batch in slice {
            let learning_rate =
                recipe.learning_rate * recipe.schedule.factor(self.n_steps, self.n_planned_steps);
            let (inputs, targets) = (mini_batch.inputs(), mini_batch.targets());
            *sum_of_losses += self.learner.step(inputs, targets, learning_rate, parallel);
            if let Some(averaging) = &mut self.averaging {
                averaging.add(self.learner.network());
            }
            self.n_steps += 1;
        }
    }

    fn network(&self) -> &Network {
        self.averaging.as_ref().map_or(self.learner.network(), Averaging::network)
    }
}

impl Epoch {
    const fn new(order: Vec<u32>) -> Self {
        Epoch { order, n_samples_done: 0, sum_of_losses: 0.0 }
    }

    fn mean_loss(&self) -> f32 {
        self.sum_of_losses / self.order.len().max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use nn::{Loss, Network, UpdateRule};
    use proptest::prelude::*;

    use super::{Diverged, EpochEnd, TrainingRun};
    use crate::test_support::{Backwards, Bars};
    use crate::{Parallel, Recipe, Schedule, Sequential};

    const N_SAMPLES: u32 = 50;

    fn recipe() -> Recipe {
        Recipe {
            loss: Loss::CrossEntropy,
            update_rule: UpdateRule::ADAM,
            learning_rate: 0.05,
            schedule: Schedule::Cosine,
            mini_batch: 4,
            n_epochs: 3,
            weight_decay: 0.01,
            averaging: 0.9,
        }
    }

    fn run(recipe: Recipe) -> TrainingRun<Bars> {
        TrainingRun::new(Bars::network(), Bars::new(N_SAMPLES), recipe).unwrap()
    }

    /// Advances to the end in slices of the given sizes, which repeat.
    fn advance_to_the_end(
        run: &mut TrainingRun<Bars>,
        slices: &[usize],
        parallel: &impl Parallel,
    ) -> Result<Vec<EpochEnd>, Diverged> {
        let mut epoch_ends = Vec::new();
        for &n_mini_batches in slices.iter().cycle() {
            if run.is_complete() {
                break;
            }
            epoch_ends.extend(run.advance(n_mini_batches, parallel)?);
        }
        Ok(epoch_ends)
    }

    fn trained(slices: &[usize], parallel: &impl Parallel) -> (Network, Vec<EpochEnd>) {
        let mut run = run(recipe());
        let epoch_ends = advance_to_the_end(&mut run, slices, parallel).unwrap();
        (run.network().clone(), epoch_ends)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn neither_slices_nor_threads_change_the_result(slices in proptest::collection::vec(1_usize..30, 1..5)) {
            let expected = trained(&[1], &Sequential);
            prop_assert_eq!(&trained(&slices, &Sequential), &expected);
            prop_assert_eq!(&trained(&slices, &Backwards), &expected);
        }
    }

    #[test]
    fn each_epoch_ends_once_with_its_mean_loss() {
        let (network, epoch_ends) = trained(&[5], &Sequential);
        assert_eq!(epoch_ends.iter().map(|end| end.n_epochs).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(epoch_ends.is_sorted_by(|before, after| before.loss > after.loss), "{epoch_ends:?}");
        assert_ne!(network, Bars::network());
    }

    #[test]
    fn a_slice_ends_with_the_epoch() {
        let mut run = run(recipe());
        let n_samples = |run: &TrainingRun<Bars>| -> usize {
            run.mini_batches().iter().map(super::MiniBatch::n_samples).sum()
        };
        assert_eq!(run.advance(10, &Sequential), Ok(None));
        assert_eq!((run.mini_batches().len(), n_samples(&run)), (10, 40));
        assert!(run.advance(10, &Sequential).unwrap().is_some());
        assert_eq!((run.mini_batches().len(), n_samples(&run)), (3, 10));
        assert_eq!((run.n_epochs(), run.is_complete()), (1, false));
    }

    #[test]
    fn a_complete_run_does_not_go_on() {
        let mut run = run(recipe());
        advance_to_the_end(&mut run, &[100], &Sequential).unwrap();
        let network = run.network().clone();
        assert_eq!(run.advance(100, &Sequential), Ok(None));
        assert_eq!((run.network(), run.n_epochs()), (&network, 3));
    }

    #[test]
    fn without_epochs_the_network_stays_as_it_is() {
        let run = run(Recipe { n_epochs: 0, ..recipe() });
        assert!(run.is_complete());
        assert_eq!(run.network(), &Bars::network());
    }

    #[test]
    fn the_run_learns() {
        let mut run = run(Recipe { n_epochs: 60, ..recipe() });
        let epoch_ends = advance_to_the_end(&mut run, &[20], &Sequential).unwrap();
        assert!(epoch_ends[59].loss < 0.1, "{:?}", epoch_ends[59]);
    }

    #[test]
    fn divergence_is_an_error() {
        let recipe = Recipe {
            loss: Loss::Quadratic,
            update_rule: UpdateRule::SGD,
            learning_rate: f32::MAX,
            schedule: Schedule::Constant,
            ..recipe()
        };
        let diverged = advance_to_the_end(&mut run(recipe), &[20], &Sequential).unwrap_err();
        assert_eq!(
            diverged.to_string(),
            format!("training diverged in epoch {}: try a smaller learning rate", diverged.epoch)
        );
    }

    #[test]
    fn an_epoch_without_samples_ends_at_once() {
        let mut run = TrainingRun::new(Bars::network(), Bars::new(0), recipe()).unwrap();
        assert_eq!(run.advance(5, &Sequential), Ok(Some(EpochEnd { n_epochs: 1, loss: 0.0 })));
    }
}
