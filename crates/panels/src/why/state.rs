//! The state of the explanation and the dream.

use crate::why::dream::{Dream, Start};

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
    pub(crate) fn is_moving(&self) -> bool {
        self.dream.as_ref().is_some_and(Dream::is_running)
    }
}
