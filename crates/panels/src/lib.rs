//! What the page shows beside its first answer, without a browser: panels that explain, change and compare networks, the
//! replay of a forward pass, the state in the link. They arrive after the core, which knows nothing of them.
//!
//! Each panel has a folder of its own with its state, messages, behaviour and scenes. The signature of its `update` says
//! what else it may touch: the core, and another panel by name where it drives that one. [`Panels`] composes them.

pub mod cells;
mod changes;
pub mod derived;
pub mod keys;
pub mod knobs;
pub mod link;
pub mod matrix;
pub mod models;
pub mod msg;
pub mod neuron;
pub mod paint;
mod panels;
pub mod propagation;
pub mod state;
#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;
pub mod wall;
pub mod why;

pub use panels::Panels;
