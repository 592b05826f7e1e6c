//! One step of learning under the microscope: a single drawing goes forward, its error comes back through the network, and
//! every weight moves a little; stepped like the replay of the forward pass. And a check of any gradient, by turning a knob.
//!
//! The formulas BP1 to BP4 are Nielsen's (*Neural Networks and Deep Learning*, chapter 2).

mod backward;
mod check;
mod equation;
mod flow;
mod gradient;
mod msg;
mod scene;
mod signals;
mod stage;
mod state;
#[cfg(test)]
mod tests;
mod update;
mod words;

pub use check::{CheckCurve, CheckScene, check_scene};
pub use flow::flow;
pub use gradient::{GradientRow, GradientScene, all_names, gradient_scene};
pub use msg::{Msg, View};
pub use scene::{Output, StepScene, step_scene};
pub use stage::Stage;
pub(crate) use state::CheckKey;
pub use state::Step;
