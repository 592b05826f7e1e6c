//! What the edges in the network view represent.

use crate::named::Named;

/// The quantity that an edge shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EdgeMeaning {
    /// Weight times activation, for the current drawing.
    #[default]
    Contribution,
    /// The weight.
    Weight,
}

impl Named for EdgeMeaning {
    const NAMES: &'static [(&'static str, Self)] =
        &[("contribution", EdgeMeaning::Contribution), ("weight", EdgeMeaning::Weight)];
}
