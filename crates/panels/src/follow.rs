//! One number followed through the network: from a pixel along one edge after the other to an output, with the equation
//! that grows on the way.

mod msg;
pub mod path;
pub mod scene;
mod state;
mod update;

pub use msg::{Effect, Msg};
pub use state::{Follow, Stage};
