//! The sweep's scene: small charts on the same axes, and their numbers.

use app::number;
use learning::{Diagnosis, End};

use super::state::{Outcome, Run, Sweep};
use super::values;
use crate::training::chart::{Point, curve};
use crate::training::explain::explanation;
use crate::training::field::{n_samples, setting, tenths};
use crate::training::state::Training;

/// The content of the view.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepScene {
    /// The name of the field of the setting that is chosen.
    pub chosen: &'static str,
    /// What that setting does.
    pub explanation: &'static str,
    /// Whether a sweep is under way.
    pub is_under_way: bool,
    /// How far it is, or what came of it.
    pub status: String,
    /// The runs.
    pub tiles: Vec<TileScene>,
    /// The same as rows of a table: the value, the accuracy on unseen and on training drawings, the loss on unseen ones, and
    /// what came of it.
    pub table: Vec<[String; 5]>,
}

/// A run.
#[derive(Clone, Debug, PartialEq)]
pub struct TileScene {
    /// Its place among the runs.
    pub idx: usize,
    /// The value.
    pub label: String,
    /// Accuracy on unseen drawings, as the `d` attribute of a path in a box of 100 by 40.
    pub held_out: String,
    /// That on the drawings it learns from.
    pub training: String,
    /// The accuracy that it has reached, or empty.
    pub result: String,
    /// A word on what came of it, or empty.
    pub verdict: &'static str,
    /// Whether something has gone wrong.
    pub is_wrong: bool,
    /// Whether it is the best.
    pub is_best: bool,
    /// Whether its experiment is the one that is set.
    pub is_set: bool,
    /// All of it in full.
    pub spoken: String,
}

/// The view's scene.
pub(crate) fn sweep_scene(training: &Training) -> SweepScene {
    let sweep = &training.sweep;
    let best = sweep.best();
    let end = sweep.runs.iter().map(|run| n_samples(&run.experiment)).max().unwrap_or_default();
    let tile = |(idx, run): (usize, &Run)| {
        let is_best = best == Some(idx);
        let result = run.points.last().map_or_else(String::new, |point| tenths(point.held_out.accuracy));
        TileScene {
            idx,
            label: run.label.clone(),
            held_out: curve(&run.points, end, |point| point.held_out.accuracy),
            training: curve(&run.points, end, |point| point.training.accuracy),
            verdict: if is_best { "best" } else { verdict(run) },
            is_wrong: is_wrong(run),
            is_best,
            is_set: run.experiment == training.experiment,
            spoken: spoken(run, &result, is_best),
            result,
        }
    };
    SweepScene {
        chosen: sweep.chosen,
        explanation: explanation(sweep.chosen),
        is_under_way: sweep.is_under_way(),
        status: status(training, best),
        tiles: sweep.runs.iter().enumerate().map(tile).collect(),
        table: sweep.runs.iter().map(row).collect(),
    }
}

fn status(training: &Training, best: Option<usize>) -> String {
    let sweep = &training.sweep;
    let n = sweep.runs.len();
    let n_done = sweep.runs.iter().filter(|run| matches!(run.outcome, Outcome::Ended(..))).count();
    let mut status = if n == 0 {
        return "Trains once for each of several values of one setting. Click a chart to use its value and see its film.".to_owned();
    } else if sweep.is_under_way() {
        return format!("{n_done} of {n} runs done");
    } else if sweep.runs.iter().any(|run| run.outcome == Outcome::Stopped) {
        format!("Stopped after {n_done} of {n} runs.")
    } else if let Some(run) = best.map(|best| &sweep.runs[best]) {
        best_of(sweep, run)
    } else {
        "None of them learned to read.".to_owned()
    };
    if is_outdated(training) {
        status.push_str(" Other settings have changed since.");
    }
    status
}

fn best_of(sweep: &Sweep, best: &Run) -> String {
    let accuracies = |run: &Run| run.points.last().map(|point| point.held_out.accuracy);
    let least = sweep.runs.iter().filter_map(accuracies).fold(1.0, f32::min);
    let most = accuracies(best).unwrap_or_default();
    if sweep.swept == "seed" {
        return format!("By luck alone: {} to {}.", tenths(least), tenths(most));
    }
    format!("Best: {}, with {} correct.", best.label, tenths(most))
}

/// Whether the runs would be others today.
fn is_outdated(training: &Training) -> bool {
    let sweep = &training.sweep;
    let Some(run) = sweep.runs.first() else { return false };
    let mut now = training.experiment.clone();
    let value = values::field_value(sweep.swept, &run.experiment);
    let Some(setting) = setting(sweep.swept, &value) else { return false };
    setting.apply(&mut now);
    now != run.experiment
}

/// A word on what came of a run.
fn verdict(run: &Run) -> &'static str {
    match &run.outcome {
        Outcome::Open if run.points.is_empty() => "waiting",
        Outcome::Open | Outcome::Ended(End::Complete, None) => "",
        Outcome::Stopped => "stopped",
        Outcome::Failed(_) => "failed",
        Outcome::Ended(_, Some(diagnosis)) => word(*diagnosis),
        Outcome::Ended(End::Diverged, None) => "diverged",
    }
}

/// As short as a small chart is narrow.
fn word(diagnosis: Diagnosis) -> &'static str {
    match diagnosis {
        Diagnosis::Diverged => "diverged",
        Diagnosis::Overshoots => "too fast",
        Diagnosis::Dead(_) => "dead",
        Diagnosis::Saturated(_) => "stuck",
        Diagnosis::SameStart => "alike",
        Diagnosis::WrongLabels => "misled",
        Diagnosis::VanishingGradient => "vanished",
        Diagnosis::Decayed => "decayed",
        Diagnosis::TooSlow => "too slow",
        Diagnosis::OneDigit => "1 digit",
    }
}

fn is_wrong(run: &Run) -> bool {
    matches!(
        run.outcome,
        Outcome::Failed(_) | Outcome::Ended(_, Some(_)) | Outcome::Ended(End::Diverged, None)
    )
}

/// What came of a run, in full.
fn outcome(run: &Run) -> String {
    match &run.outcome {
        Outcome::Failed(reason) => ["This cannot be trained: ", reason, "."].concat(),
        Outcome::Ended(_, Some(diagnosis)) => diagnosis.to_string(),
        _ if run.has_restarted => "restarted after a crash".to_owned(),
        _ => verdict(run).to_owned(),
    }
}

fn spoken(run: &Run, result: &str, is_best: bool) -> String {
    let mut text = run.label.clone();
    if !result.is_empty() {
        text = [&text, ": ", result, " of the unseen digits correct"].concat();
    }
    for more in [if is_best { "the best" } else { "" }, &outcome(run)] {
        if !more.is_empty() {
            text = [&text, ", ", more].concat();
        }
    }
    text
}

fn row(run: &Run) -> [String; 5] {
    let number = |number: &dyn Fn(&Point) -> String| run.points.last().map(number).unwrap_or_default();
    [
        run.label.clone(),
        number(&|point| tenths(point.held_out.accuracy)),
        number(&|point| tenths(point.training.accuracy)),
        number(&|point| number::fixed(point.held_out.loss, 2)),
        outcome(run),
    ]
}
