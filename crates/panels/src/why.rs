//! Why this answer: which pixels spoke for it and against it, and what a neuron would rather see.

pub mod dream;
pub mod explanation;
mod msg;
mod regions;
pub mod scene;
mod state;
mod update;

pub use msg::Msg;
pub use state::Why;
