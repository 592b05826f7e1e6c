//! Everything beyond the first answer, independent of the browser: panels that explain, edit and compare networks, the
//! replay of a forward pass, and links that hold the state. Loaded after the core, which does not depend on it.
//!
//! Each panel has a folder with its state, messages, updates and scenes. Its `update` takes whatever else it may change
//! as parameters: the core, and any other panel that it drives. [`Panels`] composes them.

pub mod cells;
mod changes;
pub mod classroom;
mod coding;
pub mod commands;
pub mod derived;
mod dots;
pub mod drawings;
pub mod embed;
pub mod follow;
mod json;
pub mod keys;
pub mod knobs;
pub mod lesson;
pub mod link;
pub mod matrix;
pub mod models;
pub mod msg;
pub mod neuron;
pub mod outputs;
pub mod paint;
mod panels;
pub mod picture;
pub mod predict;
pub mod propagation;
mod rounding;
pub mod state;
pub mod step;
pub mod survey;
mod svg;
pub mod tally;
#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;
pub mod training;
pub mod twin;
pub mod wall;
pub mod why;
pub mod worksheet;

pub use panels::Panels;
