//! The training panel's scene.

use std::rc::Rc;

use app::number;
use learning::End;

use crate::derived::Derived;
use crate::training::chart::{Chart, x};
use crate::training::data::own::OwnScene;
use crate::training::data::ways::WaysScene;
use crate::training::field::{Field, digits, fields};
use crate::training::state::{Phase, Training};

/// The most rows of the table of numbers.
const N_ROWS: usize = 12;

/// The content of the panel.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingScene {
    /// What has become of the run.
    pub status: String,
    /// Whether something has gone wrong with it.
    pub is_wrong: bool,
    /// Whether it is under way.
    pub is_running: bool,
    /// The film; `None` before there is one.
    pub film: Option<FilmScene>,
    /// What was done last, or empty.
    pub says: String,
    /// The fields of the settings.
    pub fields: Vec<Field>,
    /// The digits that occur in the data.
    pub digits: [bool; 10],
    /// The number of weights and biases, in words.
    pub size: String,
    /// The ways of writing a digit.
    pub ways: Rc<WaysScene>,
    /// One's own drawings.
    pub own: OwnScene,
}

/// The film and the frame shown.
#[derive(Clone, Debug, PartialEq)]
pub struct FilmScene {
    /// The number of frames.
    pub n_frames: usize,
    /// The frame shown.
    pub frame_idx: usize,
    /// Whether it plays.
    pub is_playing: bool,
    /// The curves.
    pub chart: Rc<Chart>,
    /// The curves of the film before.
    pub ghost: Chart,
    /// Where the frame is on the chart's horizontal axis, 0 to 100.
    pub x: String,
    /// How far the network has come, in one line.
    pub moment: String,
    /// The same as a sentence, for screen readers.
    pub spoken: String,
    /// Rows of a table: samples, accuracy on held-out and on training drawings, loss on both.
    pub table: Vec<[String; 5]>,
    /// Neurons of hidden layers that have stopped learning, or empty.
    pub stuck: String,
}

/// The panel's scene.
pub fn training_scene(training: &Training, derived: &Derived) -> TrainingScene {
    let experiment = &training.experiment;
    let (status, is_wrong) = status(training);
    TrainingScene {
        status,
        is_wrong,
        is_running: training.is_running(),
        film: film_scene(training, derived),
        says: training.says.clone(),
        fields: fields(experiment),
        digits: digits(experiment.data.ways),
        size: derived.experiment_size(experiment).to_string(),
        ways: derived.ways(training.ways_of, experiment.data.ways),
        own: training.own.scene(),
    }
}

fn status(training: &Training) -> (String, bool) {
    match &training.phase {
        Phase::Idle => ("The network begins with random weights, and knows nothing.".to_owned(), false),
        Phase::Preparing(n_made, n_total) => {
            let [made, total] = [n_made, n_total].map(|n| number::thousands(*n as usize));
            (["Writing digits to learn from: ", &made, " of ", &total].concat(), false)
        }
        Phase::Recording => ("Learning…".to_owned(), false),
        Phase::Stopped => ("Stopped.".to_owned(), false),
        Phase::Ended(_, Some(diagnosis)) => (diagnosis.to_string(), true),
        Phase::Ended(End::Complete, None) => {
            ("Trained. Drag the slider to see how it learned.".to_owned(), false)
        }
        Phase::Ended(End::Diverged, None) => ("The numbers grew beyond all bounds.".to_owned(), true),
        Phase::Failed(reason) => (["This cannot be trained: ", reason, "."].concat(), true),
    }
}

fn film_scene(training: &Training, derived: &Derived) -> Option<FilmScene> {
    let frames = training.film.as_ref()?.frames();
    let frame = frames.get(training.frame_idx)?;
    let row = |frame_idx: usize| {
        let frame = &frames[frame_idx];
        let (held_out, training) = (frame.measures.held_out, frame.measures.training);
        [
            number::thousands(frame.n_samples as usize),
            number::percent(held_out.accuracy),
            number::percent(training.accuracy),
            number::fixed(held_out.loss, 2),
            number::fixed(training.loss, 2),
        ]
    };
    let [samples, held_out, training_accuracy, loss, _] = row(training.frame_idx);
    let step = (frames.len() - 1).div_ceil(N_ROWS - 1).max(1);
    let n_stuck = |layer: &learning::LayerMeasures| layer.stuck.len();
    let stuck: Vec<String> = (1..)
        .zip(&frame.measures.layers)
        .filter(|(_, layer)| n_stuck(layer) > 0)
        .map(|(layer, measures)| format!("{} in hidden layer {layer}", n_stuck(measures)))
        .collect();
    Some(FilmScene {
        n_frames: frames.len(),
        frame_idx: training.frame_idx,
        is_playing: training.playing.is_some(),
        chart: derived.chart(training)?,
        ghost: training.ghost.clone().unwrap_or_default(),
        x: number::plain(x(frames, training.frame_idx), 2),
        moment: format!("{held_out} right after {samples} drawings"),
        spoken: format!(
            "After {samples} drawings it reads {held_out} of the drawings that it has never seen, and {training_accuracy} of those it learns from. Loss {loss}."
        ),
        table: (0..frames.len()).step_by(step).map(row).collect(),
        stuck: if stuck.is_empty() {
            String::new()
        } else {
            format!("Neurons that have stopped learning: {}.", stuck.join(", "))
        },
    })
}
