//! Details of the inspected neuron or pixel: images, waterfall, activation curve, equation and terms.

pub mod addends;
pub mod curve;
pub mod equation;
pub mod patterns;
pub mod scene;
pub mod waterfall;

/// Display options of the details.
#[derive(Clone, Copy, Debug, Default)]
pub struct Neuron {
    /// Whether the curve shows its tangent.
    pub shows_tangent: bool,
}

/// A message to the details.
#[derive(Clone, Copy, Debug)]
pub enum Msg {
    /// Show or hide the curve's tangent.
    ShowTangent(bool),
}

impl Neuron {
    /// Handles `msg`.
    pub fn update(&mut self, msg: Msg) {
        match msg {
            Msg::ShowTangent(is_wanted) => self.shows_tangent = is_wanted,
        }
    }
}
