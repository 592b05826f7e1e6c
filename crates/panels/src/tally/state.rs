//! The state of the tally.

use app::panel::Panel;
use app::revision::Revision;
use app::state::Core;

use super::cell::Cell;
use super::reading::Reading;
use crate::drawings::{Labelled, Shelf};
use crate::predict::{Prediction, Score};

/// The tally.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub(super) is_open: bool,
    /// Whether the inspector was asked for beside it.
    pub(super) is_aside: bool,
    pub(super) shelf: Shelf<Reading>,
    /// What was done last, in a sentence.
    pub(super) says: String,
    /// What is wrong with what is stored, in a sentence; empty if nothing is.
    pub(super) trouble: String,
    /// The cell whose drawings are shown; those misread are shown otherwise.
    pub(super) chosen: Option<Cell>,
    /// The ink's revision when one of the drawings was put on the pad.
    pub(super) put_on_pad: Option<Revision>,
}

impl Tally {
    /// Whether it is open, so that digits label.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether something in the inspector is shown beside it.
    pub(super) fn has_neighbour(&self, core: &Core) -> bool {
        self.is_aside || core.open != Panel::None || core.picked.is_some()
    }

    /// How many of the predictions were right.
    pub(super) fn predicted(&self) -> Score {
        let said = self
            .shelf
            .drawings()
            .iter()
            .filter_map(|Labelled { details, .. }| Some(details.predicted? == details.read));
        said.fold(Score::default(), |score, is_right| Score {
            n_right: score.n_right + usize::from(is_right),
            n_predictions: score.n_predictions + 1,
        })
    }
}

/// Whether a drawing was read as what it was meant to be.
pub(super) fn is_right(drawing: &Labelled<Reading>) -> bool {
    drawing.details.read == Prediction::Digit(usize::from(drawing.label))
}
