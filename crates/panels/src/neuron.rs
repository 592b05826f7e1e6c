//! Details of the inspected neuron or pixel: images, waterfall, activation curve, equation and terms.

pub mod addends;
pub mod curve;
pub mod equation;
pub mod fires_for;
pub mod ghost;
pub mod patterns;
pub mod scene;
pub mod sources;
pub mod waterfall;

use app::state::Core;

use crate::neuron::ghost::Ghost;

/// Display options of the details.
#[derive(Clone, Debug, Default)]
pub struct Neuron {
    /// Whether the curve shows its tangent.
    pub shows_tangent: bool,
    ghost: Option<Ghost>,
}

/// A message to the details.
#[derive(Clone, Copy, Debug)]
pub enum Msg {
    /// Show or hide the curve's tangent.
    ShowTangent(bool),
    /// Show or hide what the picked neuron responds to, under the pen.
    ShowGhost(bool),
}

impl Neuron {
    /// Handles `msg`.
    pub fn update(&mut self, core: &mut Core, msg: Msg) {
        match msg {
            Msg::ShowTangent(is_wanted) => self.shows_tangent = is_wanted,
            Msg::ShowGhost(is_wanted) => self.show_ghost(core, is_wanted),
        }
    }
}
