//! The forward pass, slowly: layer by layer and neuron by neuron, played, stepped and scrubbed. What happens when is in
//! `timeline`, what is said about it in `caption`, what is drawn over the network in `flow`.

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
