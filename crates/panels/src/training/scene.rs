//! The training panel's scene.

use std::rc::Rc;

use app::number;
use learning::{End, ImageSource};

use crate::derived::Derived;
use crate::training::chart::{Chart, x_of};
use crate::training::data::mnist::MnistScene;
use crate::training::data::own::OwnScene;
use crate::training::data::ways::WaysScene;
use crate::training::field::{Field, digits, fields, tenths};
use crate::training::recipe::in_words;
use crate::training::state::{Phase, Training};
use crate::training::view::View;

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
    /// Whether the network did not start with random weights.
    pub is_taught: bool,
    /// The last run before the page was loaded, in words, if it is offered.
    pub last_run: Option<String>,
    /// The film; `None` before there is one.
    pub film: Option<FilmScene>,
    /// What the button says that starts a run.
    pub train: &'static str,
    /// The seed of the random weights, in words, or empty.
    pub seed: String,
    /// How to go back to the seed before, or empty.
    pub to_seed_before: String,
    /// The name of the setting that is explained, or empty.
    pub explained: String,
    /// What is shown below the film.
    pub view: View,
    /// The fields of the settings.
    pub fields: Vec<Field>,
    /// The digits that occur in the data.
    pub digits: [bool; 10],
    /// The number of weights and biases, in words.
    pub size: String,
    /// The ways of writing a digit.
    pub ways: Rc<WaysScene>,
    /// MNIST.
    pub mnist: MnistScene,
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
    /// Where the frame is on the chart's horizontal axis, 0 to 100.
    pub x: String,
    /// How far the network has come.
    pub moment: String,
    /// The longest `moment` of the run.
    pub longest_moment: String,
    /// The same, as the value of the slider for screen readers.
    pub position: String,
    /// The same in full sentences, for screen readers.
    pub spoken: String,
    /// Rows of a table: samples, accuracy on held-out and on training drawings, loss on both.
    pub table: Vec<[String; 5]>,
    /// How it reads what each source holds out, where there are several, or empty.
    pub by_source: String,
}

/// The panel's scene.
pub fn training_scene(training: &Training, derived: &Derived) -> TrainingScene {
    let experiment = &training.experiment;
    let (mut status, is_wrong) = status(training);
    if training.has_restarted && !is_wrong {
        status.push_str(" (The training program crashed and was restarted.)");
    }
    let seed = experiment.network.seed;
    let is_taught = experiment.network.parameters.is_some();
    let before = training.seed_before.filter(|before| *before != seed || is_taught);
    TrainingScene {
        status,
        is_wrong,
        is_running: training.is_running(),
        is_taught,
        train: if training.film.is_some() { "Train again" } else { "Train" },
        seed: if is_taught { String::new() } else { format!("seed {seed}") },
        to_seed_before: before.map_or_else(String::new, |seed| format!("Back to seed {seed}")),
        explained: training.explained.clone(),
        last_run: training
            .last_run
            .as_ref()
            .filter(|_| training.phase == Phase::Idle)
            .map(|experiment| ["Last run: ", &in_words(experiment), "."].concat()),
        film: film_scene(training, derived),
        view: training.view,
        fields: fields(experiment),
        digits: digits(experiment.data.ways),
        size: derived.experiment_size(experiment).to_string(),
        ways: derived.ways(training.ways_of, experiment.data.ways),
        mnist: training.mnist.scene(),
        own: training.own.scene(),
    }
}

fn status(training: &Training) -> (String, bool) {
    match &training.phase {
        _ if !training.says.is_empty() => (training.says.clone(), false),
        Phase::Ended(End::Complete, None) if training.experiment.network.parameters.is_some() => {
            ("Taught. “Keep this one” saves it as a model of yours.".to_owned(), false)
        }
        Phase::Idle => ("The network starts with random weights and knows nothing.".to_owned(), false),
        Phase::Preparing(n_made, n_total) => {
            let [made, total] = [n_made, n_total].map(|n| number::thousands(*n as usize));
            (["Generating training digits: ", &made, " of ", &total].concat(), false)
        }
        Phase::Recording => ("Learning…".to_owned(), false),
        Phase::Stopped => ("Stopped.".to_owned(), false),
        Phase::Ended(_, Some(diagnosis)) => (diagnosis.to_string(), true),
        Phase::Ended(End::Complete, None) => ("Trained. Drag the slider to see it learn.".to_owned(), false),
        Phase::Ended(End::Diverged, None) => ("Training diverged.".to_owned(), true),
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
            tenths(held_out.accuracy),
            tenths(training.accuracy),
            number::fixed(held_out.loss, 2),
            number::fixed(training.loss, 2),
        ]
    };
    let [samples, held_out, training_accuracy, loss, _] = row(training.frame_idx);
    let step = (frames.len() - 1).div_ceil(N_ROWS - 1).max(1);
    Some(FilmScene {
        n_frames: frames.len(),
        frame_idx: training.frame_idx,
        is_playing: training.playing.is_some(),
        chart: derived.chart(training)?,
        x: number::plain(x_of(frame.n_samples, training.axis_end), 2),
        moment: moment(frame.measures.held_out.accuracy, &samples),
        longest_moment: moment(1.0, &number::thousands(training.axis_end as usize)),
        position: format!("After {samples} drawings: {held_out} of the unseen digits correct"),
        spoken: format!(
            "After {samples} drawings it reads {held_out} of the unseen drawings and {training_accuracy} of the training drawings. Loss {loss}."
        ),
        // While it is recorded, the table would be remade with each frame.
        table: if training.is_running() {
            Vec::new()
        } else {
            (0..frames.len()).step_by(step).map(row).collect()
        },
        by_source: by_source(training, &frames[0], frame),
    })
}

fn moment(accuracy: f32, samples: &str) -> String {
    [&number::percent(accuracy), " correct after ", samples, " drawings"].concat()
}

/// How it reads what each of several sources holds out, and how it did at the start.
fn by_source(training: &Training, first: &learning::Frame, frame: &learning::Frame) -> String {
    let names = ["the built-in handwriting", "MNIST", "your drawings"];
    let mix = training.experiment.data.mix;
    let of = |source: &ImageSource| {
        mix.contains(*source) && (*source != ImageSource::Own || training.own.n_held_out() > 0)
    };
    let sources: Vec<ImageSource> = ImageSource::ALL.into_iter().filter(of).collect();
    if sources.len() < 2 && sources != [ImageSource::Own] {
        return String::new();
    }
    let source = |source: &ImageSource| {
        let [start, now] = [first, frame].map(|frame| {
            let accuracy = frame.measures.accuracy_by_source[*source as usize];
            match source {
                // Of a few drawings, shares would sound more exact than they are.
                ImageSource::Own => {
                    let n = training.own.n_held_out();
                    format!("{} of the {n}", (accuracy * n as f32).round())
                }
                _ => number::percent(accuracy),
            }
        });
        format!("{} of {} ({start} at the start)", now, names[*source as usize])
    };
    let sources: Vec<String> = sources.iter().map(source).collect();
    format!("Of the drawings held out from training, it reads {}.", sources.join(", "))
}
