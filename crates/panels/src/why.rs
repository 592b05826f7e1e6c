//! Explanation of the answer: which pixels contribute for and against it, what would change it, and what image a neuron
//! responds to most.

pub mod dream;
pub mod explanation;
pub mod flip;
mod msg;
pub mod parts;
mod places;
mod regions;
pub mod scene;
mod sentence;
mod state;
mod update;

pub use msg::Msg;
pub use state::Why;
