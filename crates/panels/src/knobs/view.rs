//! The views of the knobs panel.

use app::named::Named;

/// What the panel shows below its status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The picked neuron's knobs.
    #[default]
    Neuron,
    /// The wall of all knobs.
    Wall,
    /// The ready-made damages.
    Damages,
}

impl Named for View {
    const NAMES: &'static [(&'static str, Self)] =
        &[("neuron", View::Neuron), ("wall", View::Wall), ("damages", View::Damages)];
}
