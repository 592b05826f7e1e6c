//! The state of the sweep: its runs, and the points of their curves.

use learning::{Diagnosis, End, Experiment, Frame};

use super::values;
use crate::training::chart::Point;
use crate::training::msg::RunId;

/// The setting to sweep, and the runs of the last sweep.
#[derive(Clone, Debug)]
pub(in crate::training) struct Sweep {
    /// The name of the field of the setting that is chosen.
    pub(super) chosen: &'static str,
    /// That of the runs.
    pub(super) swept: &'static str,
    pub(super) runs: Vec<Run>,
}

/// One of the runs.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) number: RunId,
    /// The value as it is told to people.
    pub(super) label: String,
    pub(super) experiment: Experiment,
    pub(super) points: Vec<Point>,
    pub(super) outcome: Outcome,
    /// Whether it has been restarted after a crash.
    pub(super) has_restarted: bool,
}

/// What has become of a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    /// It is under way, or waits its turn.
    Open,
    /// It has ended.
    Ended(End, Option<Diagnosis>),
    /// It was stopped.
    Stopped,
    /// It could not be done, for this reason.
    Failed(String),
}

impl Default for Sweep {
    fn default() -> Sweep {
        Sweep { chosen: values::DEFAULT, swept: values::DEFAULT, runs: Vec::new() }
    }
}

impl Sweep {
    pub(super) fn is_under_way(&self) -> bool {
        self.runs.iter().any(|run| run.outcome == Outcome::Open)
    }

    /// The run with this number, if it is under way.
    fn open_run(&mut self, number: RunId) -> Option<&mut Run> {
        self.runs.iter_mut().find(|run| run.number == number && run.outcome == Outcome::Open)
    }

    /// Adds what was measured to the curve of a run.
    pub(in crate::training) fn record(&mut self, number: RunId, frame: &Frame) {
        if let Some(run) = self.open_run(number) {
            run.points.push(Point::of(frame));
        }
    }

    /// A run has ended.
    pub(in crate::training) fn end(&mut self, number: RunId, end: End, diagnosis: Option<Diagnosis>) {
        if let Some(run) = self.open_run(number) {
            run.outcome = Outcome::Ended(end, diagnosis);
        }
    }

    /// A run is restarted after a crash.
    pub(in crate::training) fn restart(&mut self, number: RunId) {
        if let Some(run) = self.open_run(number) {
            run.points.clear();
            run.has_restarted = true;
        }
    }

    /// A run has failed.
    pub(in crate::training) fn fail(&mut self, number: RunId, reason: String) {
        if let Some(run) = self.open_run(number) {
            run.outcome = Outcome::Failed(reason);
        }
    }

    /// The best of the runs that have learned something, once there is nothing more to come: the one that reads most unseen
    /// drawings, and of equal ones the one with the smallest loss on them.
    pub(super) fn best(&self) -> Option<usize> {
        let score = |run: &Run| match run.outcome {
            Outcome::Ended(End::Complete, None) => run.points.last().map(|point| point.held_out),
            _ => None,
        };
        let is_cut_short = self.runs.iter().any(|run| run.outcome == Outcome::Stopped);
        if self.is_under_way() || is_cut_short && self.runs.iter().filter_map(score).count() < 2 {
            return None;
        }
        let scores = self.runs.iter().enumerate().filter_map(|(idx, run)| Some((idx, score(run)?)));
        let best = scores.max_by(|(_, one), (_, other)| {
            one.accuracy.total_cmp(&other.accuracy).then(other.loss.total_cmp(&one.loss))
        });
        best.map(|(idx, _)| idx)
    }
}
