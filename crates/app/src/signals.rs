//! Signed numbers that a panel shows at the neurons in place of their activations. The network view draws them on the scale
//! of weights and contributions, and hides the edges.

/// A neuron's number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signal {
    /// Its colour on the diverging scale, from -1 to 1.
    pub share: f32,
    /// The number as text; empty while it is on its way.
    pub text: String,
}

/// A layer's numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerSignals {
    /// What the numbers are multiples of, above the layer: `×0.01`.
    pub unit: String,
    /// One for each neuron; empty if the layer shows its activations.
    pub neurons: Vec<Signal>,
}
