//! What a neuron adds up: the numbers from which its waterfall, its curve and its equation are made.

use nn::ActivationFn;

/// What a neuron adds up, and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Addends<'a> {
    /// What is made of the sum.
    pub function: ActivationFn,
    /// The weights, one for each input.
    pub weights: &'a [f32],
    /// The inputs.
    pub inputs: &'a [f32],
    /// The bias.
    pub bias: f32,
    /// The pre-activation.
    pub z: f32,
    /// The activation.
    pub a: f32,
}

impl Addends<'_> {
    /// Weight times input, of each.
    pub fn contributions(&self) -> impl Iterator<Item = f32> {
        self.weights.iter().zip(self.inputs).map(|(weight, input)| weight * input)
    }
}
