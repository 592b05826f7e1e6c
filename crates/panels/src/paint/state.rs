//! What is painted with, and how far the stroke has come.

use app::state::Core;
use app::target::Target;
use digits::{N_PIXELS, SIDE};

use crate::paint::brush::Brush;

/// The brush, and where it is.
#[derive(Clone, Debug)]
pub struct Paint {
    pub(super) brush: Brush,
    /// The pixel that the keyboard is on.
    pub(super) cursor: usize,
    /// Where the stroke that is being painted has come to, in pixels.
    pub(super) at: Option<(f32, f32)>,
}

impl Default for Paint {
    fn default() -> Self {
        Paint { brush: Brush::default(), cursor: N_PIXELS / 2 + SIDE / 2, at: None }
    }
}

impl Paint {
    /// What is painted with.
    pub fn brush(&self) -> Brush {
        self.brush
    }
}

/// The neuron that is painted: the one of the first layer that is picked.
pub(super) fn painted_neuron(core: &Core) -> Option<usize> {
    match core.picked.filter(|target| core.has(*target))? {
        Target::Neuron { layer_idx: 0, neuron_idx } => Some(neuron_idx),
        _ => None,
    }
}
