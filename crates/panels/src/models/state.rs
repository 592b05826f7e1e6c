//! What is kept of models in and out. The models themselves are the core's.

use crate::models::architecture::Architecture;
use crate::models::comparison::Comparison;

/// The network to be made, the one to compare with, and whether a file is on its way.
#[derive(Clone, Debug, Default)]
pub struct Models {
    /// Whether files are being dragged over the page.
    pub is_dragging: bool,
    /// The network to be made.
    pub architecture: Architecture,
    /// The second model.
    pub comparison: Comparison,
}
