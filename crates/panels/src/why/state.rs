//! The state of the explanation and the dream.

use app::panel::Panel;
use app::revision::Revision;
use app::state::Core;

use crate::why::dream::{Dream, Start};
use crate::why::flip::search::Search;

/// The state of the explanation and the dream.
#[derive(Clone, Debug, Default)]
pub struct Why {
    /// Whether an output is compared with its strongest rival, so that their margin is explained.
    pub is_compared: bool,
    /// The pixel under the keyboard's cursor.
    pub cursor: usize,
    /// Where the next dream starts from.
    pub start: Start,
    /// The last dream, if any.
    pub dream: Option<Dream>,
    /// The search for what would change the network's mind, for the present drawing and network.
    pub(crate) search: Option<Search>,
    /// The revision of the last search.
    pub(super) search_revision: Revision,
    /// Seed of the noise; each dream uses another.
    pub(super) noise_seed: u64,
    /// Whether to show only the finished dream (reduced motion).
    pub(super) is_still: bool,
}

impl Why {
    /// The initial state. `is_motion_reduced`: whether the user prefers reduced motion.
    pub fn new(is_motion_reduced: bool) -> Why {
        Why { is_still: is_motion_reduced, ..Why::default() }
    }

    /// Whether the next animation frame is needed.
    pub(crate) fn is_moving(&self, core: &Core) -> bool {
        self.dream.as_ref().is_some_and(Dream::is_running) || self.is_searching(core)
    }

    /// Whether there is more to try.
    pub(super) fn is_searching(&self, core: &Core) -> bool {
        may_search(core) && self.search.as_ref().is_some_and(|search| !search.is_over())
    }
}

/// Whether somebody sees what would flip the answer. While the pen is down or the network changes, the search waits.
pub(super) fn may_search(core: &Core) -> bool {
    core.open == Panel::Why && !core.is_in_gesture() && !core.is_answer_covered()
}
