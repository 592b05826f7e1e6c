//! The brush and the stroke in progress.

use app::state::Core;
use digits::{N_PIXELS, SIDE};

use crate::paint::brush::Brush;

/// The state of the painting.
#[derive(Clone, Debug)]
pub struct Paint {
    pub(super) brush: Brush,
    /// The pixel under the keyboard's cursor.
    pub(super) cursor: usize,
    /// The end of the stroke in progress, in pixels.
    pub(super) at: Option<(f32, f32)>,
}

impl Default for Paint {
    fn default() -> Self {
        Paint { brush: Brush::default(), cursor: N_PIXELS / 2 + SIDE / 2, at: None }
    }
}

impl Paint {
    /// The brush.
    pub fn brush(&self) -> Brush {
        self.brush
    }
}

/// The neuron being painted: the picked one, if it is in the first layer.
pub(super) fn painted_neuron(core: &Core) -> Option<usize> {
    core.picked_neuron().filter(|(layer_idx, _)| *layer_idx == 0).map(|(_, neuron_idx)| neuron_idx)
}
