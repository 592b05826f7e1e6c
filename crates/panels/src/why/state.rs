//! How the answer is explained, and what a neuron dreams.

use crate::why::dream::{Dream, Start};

/// How the answer is explained, and what a neuron dreams.
#[derive(Clone, Debug, Default)]
pub struct Why {
    /// Whether an output is compared with its strongest rival: their margin is explained in place of the one.
    pub is_compared: bool,
    /// The pixel of the picture that the keyboard is on.
    pub cursor: usize,
    /// Where the next dream starts from.
    pub start: Start,
    /// What a neuron would rather see, once it was asked for.
    pub dream: Option<Dream>,
    /// What the noise that a dream begins in is made from: each begins in another.
    pub(super) noise_seed: u64,
    /// Whether a dream is shown when it is done, and not on its way.
    pub(super) is_still: bool,
}

impl Why {
    /// The panel as it arrives. `is_motion_reduced`: whether the person asked for less motion.
    pub fn new(is_motion_reduced: bool) -> Why {
        Why { is_still: is_motion_reduced, ..Why::default() }
    }

    /// Whether it needs the next animation frame.
    pub(crate) fn is_moving(&self) -> bool {
        self.dream.as_ref().is_some_and(Dream::is_running)
    }
}
