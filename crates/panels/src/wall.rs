//! The wall: every weight and bias of the network as a cell, from all of them down to a single knob that can be set.

pub mod layout;
pub mod scene;
mod state;
#[cfg(test)]
mod tests;
mod update;

pub use state::Wall;
pub use update::Msg;
