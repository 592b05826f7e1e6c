//! The forward pass replayed layer by layer and neuron by neuron, with play, step and seek. `timeline` has the timing,
//! `caption` the text, `flow` the drawing over the network.

pub mod caption;
pub mod flow;
mod msg;
mod state;
#[cfg(test)]
mod tests;
pub mod timeline;
mod update;

pub use msg::Msg;
pub use state::{Propagation, SPEEDS};
