//! Explanation of the answer: which pixels contribute for and against it, and what image a neuron responds to most.

pub mod dream;
pub mod explanation;
mod msg;
mod places;
mod regions;
pub mod scene;
mod sentence;
mod state;
mod update;

pub use msg::Msg;
pub use state::Why;
