//! Everything Inkling's page does, without a browser: its state, what can happen to it, what follows from it, and what
//! is to be seen, as plain values. `web` carries events in and scenes out.
//!
//! ```text
//! Msg -> update -> State -> Derived (image, forward pass) -> scene -> (web) canvas and DOM
//! ```
//!
//! There are no browser types here, no clock, no files, no global random numbers.

pub use digits::{Point, PreprocessingStep, SIDE};
pub use nn::ActivationFn;

pub mod answer;
pub mod colour;
pub mod derived;
pub mod erase;
pub mod examples;
pub mod msg;
pub mod network_layout;
pub mod number;
pub mod pad;
pub mod palette;
pub mod panels;
pub mod patterns;
pub mod scene;
pub mod settings;
pub mod state;
#[cfg(test)]
mod test_support;
pub mod update;
