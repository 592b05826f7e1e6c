//! A neuron's sum: the values shown in its waterfall, curve and equation.

use nn::ActivationFn;

/// The values of a neuron's sum and activation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Addends<'a> {
    /// The activation function.
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
    /// Weight times input, for each input.
    pub fn contributions(&self) -> impl Iterator<Item = f32> {
        self.weights.iter().zip(self.inputs).map(|(weight, input)| weight * input)
    }
}
