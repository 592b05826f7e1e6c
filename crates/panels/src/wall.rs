//! The wall: every weight and bias of the network as a cell, with zoom from all of them down to a single knob that can
//! be edited.

pub mod layout;
mod msg;
pub mod scene;
mod state;
#[cfg(test)]
mod tests;
mod update;

pub use msg::Msg;
pub use state::Wall;
