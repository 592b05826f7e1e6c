//! The state of the training panel: the experiment, its film, and what of it is shown.

use app::revision::Revision;
use app::state::Core;
use digits::Preprocessing;
use learning::{Diagnosis, End, Experiment, Film};

use crate::training::beside::state::{Before, Nearest};
use crate::training::chart::{Chart, Point, chart, x_of};
use crate::training::data::{Mnist, OwnDrawings};
use crate::training::held_out::HeldOut;
use crate::training::msg::RunId;
use crate::training::results::Results;
use crate::training::sweep::state::Sweep;
use crate::training::view::View;

/// The experiment and its film.
#[derive(Clone, Debug)]
pub struct Training {
    /// Advances whenever any of this may have changed.
    pub(crate) revision: Revision,
    pub(super) experiment: Experiment,
    /// The number of the run that is filmed.
    pub(super) run: RunId,
    /// The number that was given last.
    last_number: RunId,
    pub(super) sweep: Sweep,
    pub(super) phase: Phase,
    /// Advances whenever the film has another frame, or is another one, or is tested on something else.
    pub(crate) film_revision: Revision,
    /// The film of the last run; `None` before its first frame.
    pub(super) film: Option<Film>,
    /// Whether its run has ended or was stopped by the person. If not, another run has cut it short, or is about to.
    pub(super) is_film_whole: bool,
    /// What its networks are tested on; `None` before the trainer has said.
    pub(super) held_out: Option<HeldOut>,
    /// The number of samples at the end of its axis.
    pub(super) axis_end: u64,
    /// The points of the last whole film before, to compare with.
    pub(super) ghost: Vec<Point>,
    /// What read before that film began.
    pub(super) before: Option<Before>,
    pub(super) nearest: Nearest,
    /// The frame shown.
    pub(super) frame_idx: usize,
    /// Whether the page shows each new frame.
    pub(super) is_live: bool,
    /// While the film plays: the time of the last animation frame, if there was one, and the position in frames.
    pub(super) playing: Option<(Option<f64>, f64)>,
    /// What was done last, or empty.
    pub(super) says: String,
    /// What a link asks for.
    pub(super) linked: Asked,
    pub(super) view: View,
    /// The name of the setting that is explained, or empty.
    pub(super) explained: String,
    /// The seed that another one has taken the place of.
    pub(super) seed_before: Option<u64>,
    pub(super) results: Results,
    /// The digit whose ways of writing are shown.
    pub(super) ways_of: u8,
    pub(super) mnist: Mnist,
    pub(super) own: OwnDrawings,
    /// Of which drawings, and by which steps, the trainer has the images.
    pub(super) collected: Option<(Revision, Preprocessing)>,
    /// The experiment before the network was taught your own handwriting.
    pub(super) from_scratch: Option<Box<Experiment>>,
    /// Whether the run has been restarted after a crash.
    pub(super) has_restarted: bool,
    /// The last run before the page was loaded, as long as nothing has been run since.
    pub(super) last_run: Option<Box<Experiment>>,
}

/// What a link asks for, beside its experiment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Asked {
    /// A run, as soon as the model has loaded that the page begins with.
    pub(super) run: bool,
    /// The frame to show when the run has ended, unless that is the last.
    pub(super) frame_idx: Option<usize>,
}

/// What has become of the last run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Phase {
    /// Nothing has been trained yet.
    #[default]
    Idle,
    /// Drawings are being made: how many there are, and how many there will be.
    Preparing(u32, u32),
    /// Frames are being recorded.
    Recording,
    /// It was stopped.
    Stopped,
    /// It has ended.
    Ended(End, Option<Diagnosis>),
    /// It could not be started or has failed.
    Failed(String),
}

impl Default for Training {
    fn default() -> Training {
        Training {
            revision: Revision::default(),
            experiment: Experiment::default(),
            run: 0,
            last_number: 0,
            sweep: Sweep::default(),
            phase: Phase::Idle,
            film_revision: Revision::default(),
            film: None,
            is_film_whole: false,
            held_out: None,
            axis_end: 0,
            ghost: Vec::new(),
            before: None,
            nearest: Nearest::default(),
            frame_idx: 0,
            is_live: true,
            playing: None,
            says: String::new(),
            linked: Asked::default(),
            view: View::default(),
            explained: String::new(),
            seed_before: None,
            results: Results::default(),
            // Sevens have bars or do not, which everybody has an opinion on.
            ways_of: 7,
            mnist: Mnist::default(),
            own: OwnDrawings::default(),
            collected: None,
            from_scratch: None,
            has_restarted: false,
            last_run: None,
        }
    }
}

impl Training {
    /// The experiment as set.
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// What is shown below the film.
    pub fn view(&self) -> View {
        self.view
    }

    /// Whether a digit's key labels the drawing as your own.
    pub(crate) fn takes_labels(&self, core: &Core) -> bool {
        self.own.takes_labels(core)
    }

    /// Whether a run is under way.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.phase, Phase::Preparing(..) | Phase::Recording)
    }

    /// Whether the next animation frame is needed, to play the film or to hand MNIST to the trainer.
    pub(crate) fn is_moving(&self) -> bool {
        self.playing.is_some() || self.mnist.is_moving()
    }

    /// The film of the last run; `None` before its first frame.
    pub(crate) fn film(&self) -> Option<&Film> {
        self.film.as_ref()
    }

    /// The film, the frame shown, and what its network is tested on; `None` while there is one of them missing.
    pub(crate) fn tested(&self) -> Option<(&Film, usize, &HeldOut)> {
        let film = self.film.as_ref().filter(|film| self.frame_idx < film.frames().len())?;
        Some((film, self.frame_idx, self.held_out.as_ref()?))
    }

    /// A number for the next run.
    pub(super) fn next_run(&mut self) -> RunId {
        self.last_number = self.last_number.wrapping_add(1);
        self.last_number
    }

    /// The film's charts.
    pub(crate) fn chart(&self) -> Chart {
        let frames = self.film.iter().flat_map(|film| film.frames());
        chart(&frames.map(Point::of).collect::<Vec<_>>(), &self.ghost, self.axis_end)
    }

    /// The frame at this share of the axis, from 0 to 1.
    pub(super) fn frame_at(&self, share: f32) -> usize {
        let frames = self.film.as_ref().map_or(&[][..], |film| film.frames());
        let distance = |n_samples: u64| (x_of(n_samples, self.axis_end) - 100.0 * share).abs();
        let nearest = frames.iter().map(|frame| distance(frame.n_samples)).enumerate();
        nearest.min_by(|(_, one), (_, other)| one.total_cmp(other)).map_or(0, |(idx, _)| idx)
    }

    /// The number of frames of the film.
    pub(super) fn n_frames(&self) -> usize {
        self.film.as_ref().map_or(0, |film| film.frames().len())
    }
}
