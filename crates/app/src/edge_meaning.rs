//! What the edges of the network view stand for.

use crate::named::Named;

/// What an edge shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EdgeMeaning {
    /// Weight times activation: what flows along it for this drawing.
    #[default]
    Contribution,
    /// The weight alone.
    Weight,
}

impl Named for EdgeMeaning {
    const NAMES: &'static [(&'static str, Self)] =
        &[("contribution", EdgeMeaning::Contribution), ("weight", EdgeMeaning::Weight)];
}
