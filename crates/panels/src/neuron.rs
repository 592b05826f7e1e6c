//! The numbers of one neuron or pixel: pictures, waterfall, curve, equation and terms. The inspector shows them of whatever is
//! inspected.

pub mod addends;
pub mod curve;
pub mod equation;
pub mod patterns;
pub mod scene;
pub mod waterfall;

/// How a neuron is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Neuron {
    /// Whether the curve has its tangent.
    pub shows_tangent: bool,
}

/// What can happen to it.
#[derive(Clone, Copy, Debug)]
pub enum Msg {
    /// Whether the curve has its tangent.
    ShowTangent(bool),
}

impl Neuron {
    /// Carries out `msg`.
    pub fn update(&mut self, msg: Msg) {
        match msg {
            Msg::ShowTangent(is_wanted) => self.shows_tangent = is_wanted,
        }
    }
}
