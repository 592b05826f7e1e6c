//! The state of the prediction.

use app::playback::Playback;
use app::state::Core;

/// What the network will read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prediction {
    /// This digit.
    Digit(usize),
    /// That it will not be sure.
    NotSure,
}

impl Prediction {
    /// The prediction with this name: `0` to `9`, or `?`.
    pub fn from_name(name: &str) -> Option<Prediction> {
        match name.as_bytes() {
            [digit @ b'0'..=b'9'] => Some(Prediction::Digit(usize::from(digit - b'0'))),
            b"?" => Some(Prediction::NotSure),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(self) -> String {
        match self {
            Prediction::Digit(digit) => digit.to_string(),
            Prediction::NotSure => "?".to_owned(),
        }
    }
}

/// How many predictions were right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Those that were right.
    pub n_right: usize,
    /// All of them.
    pub n_predictions: usize,
}

/// Where the present drawing stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// There is nothing to predict: it has been seen before, or there is none.
    #[default]
    Waiting,
    /// The answer is covered until it has been predicted.
    Covered,
    /// It was predicted, rightly or not.
    Told { said: Prediction, is_right: bool },
}

/// Predictions of what the network will read.
#[derive(Clone, Debug, Default)]
pub struct Predict {
    /// Whether new drawings are covered.
    pub is_on: bool,
    /// The score since it was last started.
    pub score: Score,
    pub(super) phase: Phase,
}

impl Predict {
    /// Whether the answer is covered.
    pub fn is_covering(&self) -> bool {
        self.phase == Phase::Covered
    }

    /// What was said of the present drawing; `None` if nothing was.
    pub(crate) fn said(&self) -> Option<Prediction> {
        match self.phase {
            Phase::Told { said, .. } => Some(said),
            Phase::Waiting | Phase::Covered => None,
        }
    }

    /// Where the pass waits while the answer is covered: before the first output.
    pub(crate) fn held(&self, core: &Core) -> Option<Playback> {
        let last = core.n_layers().checked_sub(1).filter(|_| self.is_covering())?;
        Some(Playback { layer_idx: last, neuron_idx: 0, light: 0.0, is_at_work: false, unroll: 0.0 })
    }
}
