//! The state of the tally.

use app::panel::Panel;
use app::revision::Revision;
use app::state::Core;

use super::cell::Cell;
use crate::drawings::Shelf;

/// The tally.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub(super) is_open: bool,
    /// Whether the inspector was asked for beside it.
    pub(super) is_aside: bool,
    pub(super) shelf: Shelf,
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

    /// How many drawings it has, and how many of them were read correctly.
    pub(crate) fn score(&self) -> (usize, usize) {
        let drawings = self.shelf.drawings();
        (drawings.len(), drawings.iter().filter(|drawing| Cell::of(drawing).is_right()).count())
    }

    /// Whether something in the inspector is shown beside it.
    pub(super) fn has_neighbour(&self, core: &Core) -> bool {
        self.is_aside || core.open != Panel::None || core.picked.is_some()
    }
}
