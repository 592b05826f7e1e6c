//! Recording: a training run that hands out the frames of its film as it goes.

use std::sync::Arc;

use crate::film::{n_frames, next_frame_step};
use crate::measures::Measurer;
use crate::{
    Diagnosis, Experiment, ExperimentError, Frame, ImageSet, Measures, MiniBatch, Sequential, SplitData,
    TrainingRun,
};

/// A run of an experiment that is being recorded. Like the run itself, it does nothing but what its holder asks for.
#[derive(Debug, Clone)]
pub struct Recording {
    experiment: Experiment,
    run: TrainingRun<Training>,
    measurer: Measurer,
    n_samples: u64,
    n_frames_left: usize,
    /// The number of steps after which the next frame is taken.
    next_frame_step: usize,
    first: Option<Measures>,
    last: Option<Measures>,
    end: Option<End>,
}

/// How a recording has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// All steps have been taken.
    Complete,
    /// The loss or a weight is no longer a finite number. The last frame is the last one in which all were.
    Diverged,
}

/// The part of the data that is trained on.
#[derive(Debug, Clone)]
struct Training(Arc<SplitData>);

impl std::ops::Deref for Training {
    type Target = ImageSet;

    fn deref(&self) -> &ImageSet {
        &self.0.training
    }
}

impl Recording {
    /// Starts a run on data that was made by the experiment's recipe.
    ///
    /// # Errors
    ///
    /// [`ExperimentError`] if a setting is out of range.
    pub fn new(experiment: Experiment, data: Arc<SplitData>) -> Result<Self, ExperimentError> {
        let start = experiment.start()?;
        let measurer = Measurer::new(&data, experiment.training.loss, &start);
        Ok(Recording {
            n_frames_left: n_frames(&start),
            run: TrainingRun::new(start, Training(data), experiment.training.clone())?,
            measurer,
            n_samples: 0,
            next_frame_step: 0,
            first: None,
            last: None,
            end: None,
            experiment,
        })
    }

    /// Takes no more than `n_frames` frames, at least 2, for a curve that needs no more.
    #[must_use]
    pub fn with_at_most(mut self, n_frames: usize) -> Self {
        self.n_frames_left = self.n_frames_left.min(n_frames);
        self
    }

    /// Takes the next `n_mini_batches` steps, or fewer where a frame is due; returns that frame. The first call only takes the
    /// first frame.
    pub fn advance(&mut self, n_mini_batches: usize) -> Option<Frame> {
        if self.end.is_some() {
            return None;
        }
        let n_steps_to_frame = self.next_frame_step - self.run.n_steps();
        if n_steps_to_frame > 0 {
            let result = self.run.advance(n_mini_batches.min(n_steps_to_frame), &Sequential);
            let n_samples: usize = self.run.mini_batches().iter().map(MiniBatch::n_samples).sum();
            self.n_samples += n_samples as u64;
            if result.is_err() {
                self.end = Some(End::Diverged);
                return None;
            }
        }
        let is_due = self.run.n_steps() == self.next_frame_step;
        if is_due { self.take_frame() } else { None }
    }
    fn take_frame(&mut self) -> Option<Frame> {
        let network = self.run.network();
        let measures = self.measurer.measure(network);
        if !network.is_finite() || !measures.training.loss.is_finite() || !measures.held_out.loss.is_finite()
        {
            self.end = Some(End::Diverged);
            return None;
        }
        let frame = Frame::new(self.n_samples, network, measures.clone());
        self.n_frames_left -= 1;
        if self.run.is_complete() {
            self.end = Some(End::Complete);
        } else {
            let n_planned_steps = self.run.n_planned_steps();
            self.next_frame_step = next_frame_step(self.next_frame_step, n_planned_steps, self.n_frames_left);
        }
        self.first.get_or_insert_with(|| measures.clone());
        self.last = Some(measures);
        Some(frame)
    }

    /// The experiment.
    #[must_use]
    pub const fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// How the recording has ended, if it has.
    #[must_use]
    pub const fn end(&self) -> Option<End> {
        self.end
    }

    /// Why the network has not learned, if the recording has ended and it has not.
    #[must_use]
    pub fn diagnosis(&self) -> Option<Diagnosis> {
        let (first, last) = (self.first.as_ref()?, self.last.as_ref()?);
        match self.end? {
            End::Diverged => Some(Diagnosis::Diverged),
            End::Complete => Diagnosis::of(&self.experiment, first, last),
        }
    }

    /// The number of samples that the network has learned from, counting each once per epoch.
    #[must_use]
    pub const fn n_samples(&self) -> u64 {
        self.n_samples
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use nn::{Loss, Network, UpdateRule};
    use proptest::prelude::*;

    use super::{End, Recording};
    use crate::test_support::{experiment, small_data};
    use crate::{Experiment, Film, Sequential, TrainingRun};

    /// The whole film of an experiment, in slices of the given sizes, which repeat.
    fn film(experiment: Experiment, slices: &[usize]) -> (Film, Recording) {
        let mut film = Film::new(experiment.start().unwrap());
        let mut recording = Recording::new(experiment, Arc::new(small_data())).unwrap();
        for &n_mini_batches in slices.iter().cycle() {
            if recording.end().is_some() {
                break;
            }
            if let Some(frame) = recording.advance(n_mini_batches) {
                film.push(frame).unwrap();
            }
        }
        (film, recording)
    }

    /// The network after a run that is not recorded.
    fn trained(experiment: Experiment) -> Network {
        let start = experiment.start().unwrap();
        let mut run = TrainingRun::new(start, small_data().training, experiment.training).unwrap();
        while !run.is_complete() {
            run.advance(7, &Sequential).unwrap();
        }
        run.network().clone()
    }

    #[test]
    fn the_film_begins_with_the_start_and_ends_with_the_result_of_the_run() {
        let (film, recording) = film(experiment(), &[5]);
        assert_eq!(recording.end(), Some(End::Complete));
        assert_eq!(film.network(0), experiment().start().unwrap());
        let last_idx = film.frames().len() - 1;
        assert_eq!(film.network(last_idx), trained(experiment()), "recording does not disturb the run");
        assert_eq!(film.frames()[0].n_samples, 0);
        assert_eq!(film.frames()[last_idx].n_samples, recording.n_samples());
        assert!(film.frames().is_sorted_by(|before, after| before.n_samples < after.n_samples));
    }

    #[test]
    fn with_fewer_frames_it_is_the_same_run() {
        let (film, _) = film(experiment(), &[5]);
        let mut recording = Recording::new(experiment(), Arc::new(small_data())).unwrap().with_at_most(8);
        let mut frames = Vec::new();
        while recording.end().is_none() {
            frames.extend(recording.advance(5));
        }
        assert_eq!(frames.len(), 8);
        let whole = film.frames();
        assert_eq!((&frames[0], &frames[7]), (&whole[0], &whole[whole.len() - 1]));
    }

    #[test]
    fn averaged_weights_are_filmed_as_such() {
        let mut averaged = experiment();
        averaged.training.averaging = 0.9;
        let (film, _) = film(averaged.clone(), &[5]);
        assert_eq!(film.network(film.frames().len() - 1), trained(averaged));
    }

    #[test]
    fn a_film_of_the_usual_network_has_over_200_frames_and_fits() {
        let mut long = experiment();
        long.network.hidden = vec![16, 16];
        long.training.n_epochs = 32;
        let (film, _) = film(long, &[100]);
        assert!(film.frames().len() >= 200, "{}", film.frames().len());
        assert!(film.n_bytes() <= 12_000_000, "{}", film.n_bytes());
    }

    #[test]
    fn the_measures_show_that_it_learns() {
        let (film, recording) = film(experiment(), &[20]);
        let (first, last) = (&film.frames()[0].measures, &film.frames()[film.frames().len() - 1].measures);
        assert!(last.held_out.accuracy > first.held_out.accuracy + 0.2, "{first:?} {last:?}");
        assert!(last.training.loss < 0.8 * first.training.loss);
        assert_eq!(recording.diagnosis(), None);
    }

    #[test]
    fn a_run_that_diverges_ends_with_its_last_finite_network() {
        let mut diverging = experiment();
        diverging.training.loss = Loss::Quadratic;
        diverging.training.update_rule = UpdateRule::SGD;
        diverging.training.learning_rate = 1e30;
        diverging.network.hidden_fn = nn::ActivationFn::Relu;
        diverging.network.output_fn = nn::ActivationFn::Identity;
        let (film, recording) = film(diverging, &[5]);
        assert_eq!(recording.end(), Some(End::Diverged));
        assert!(film.network(film.frames().len() - 1).is_finite());
        assert_eq!(recording.diagnosis(), Some(crate::Diagnosis::Diverged));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4))]

        #[test]
        fn slices_do_not_change_the_film(slices in proptest::collection::vec(1_usize..30, 1..4)) {
            prop_assert_eq!(film(experiment(), &slices).0, film(experiment(), &[1]).0);
        }
    }
}
