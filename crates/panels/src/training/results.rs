//! What a frame's network makes of the drawings that are held out, and how its layers are doing.

pub mod confusion;
pub mod layers;
pub mod mistakes;
mod readings;
#[cfg(test)]
mod tests;

pub(crate) use readings::Readings;

/// What of the results is looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Results {
    /// The cell of the table that has the keyboard focus, or had it last.
    pub(super) cursor: confusion::Cell,
    /// The cell whose drawings are shown; the worst mistakes are shown otherwise.
    pub(super) chosen: Option<confusion::Cell>,
    /// How often more of these drawings have been asked for.
    pub(super) n_asked_for_more: usize,
}
