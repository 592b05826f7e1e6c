//! The names of the panels: which one is open is the core's business, what they show and do is the crate `panels`'.

use crate::named::Named;

/// What the inspector shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// The outputs, or the part of the network that is inspected.
    #[default]
    None,
    /// The same, with a neuron picked from the start; only in the address.
    Neuron,
    /// Which pixels speak for the answer, and what a neuron would rather see.
    Why,
    /// A layer as a matrix.
    Matrix,
    /// All weights and biases, to be changed.
    Knobs,
    /// Models to load, to save, to make, to compare.
    Models,
}

impl Named for Panel {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("none", Panel::None),
        ("neuron", Panel::Neuron),
        ("why", Panel::Why),
        ("matrix", Panel::Matrix),
        ("knobs", Panel::Knobs),
        ("models", Panel::Models),
    ];
}

impl Panel {
    /// The panel that is open while this one is asked for: a neuron is shown by the inspector itself.
    pub fn opened(self) -> Panel {
        if self == Panel::Neuron { Panel::None } else { self }
    }

    /// Whether it stands in the place of what the inspector itself shows.
    pub fn replaces_inspector(self) -> bool {
        self != Panel::None
    }
}
