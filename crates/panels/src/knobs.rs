//! Editing of all weights and biases ("knobs"), with undo and comparison with the trained model.

mod action;
mod block;
mod breaking;
mod damage;
mod edit;
mod freeze;
mod history;
mod list;
mod msg;
mod noise;
pub mod parameter;
mod scene;
mod scope;
mod state;
mod take_over;
#[cfg(test)]
mod tests;
mod turn;
mod typed;
mod update;
mod view;

pub use action::Action;
pub use breaking::DamageScene;
pub use damage::Damage;
pub use edit::LARGEST_VALUE;
pub use msg::Msg;
pub use noise::LARGEST_NOISE;
pub use parameter::Parameter;
pub use scene::{KnobRow, KnobsScene, NeuronKnobs, changed_text, knobs_scene};
pub use scope::Scope;
pub use state::Knobs;
pub use turn::Nudge;
pub(crate) use typed::parse;
pub use view::View;
