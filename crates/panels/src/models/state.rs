//! The state of the models panel. The models themselves are kept by the core.

use crate::models::architecture::Architecture;
use crate::models::comparison::Comparison;

/// The models panel: architecture editor and comparison.
#[derive(Clone, Debug, Default)]
pub struct Models {
    /// Whether files are being dragged over the page.
    pub is_dragging: bool,
    /// The architecture being edited.
    pub architecture: Architecture,
    /// The comparison with a second model.
    pub comparison: Comparison,
}
