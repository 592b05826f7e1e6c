//! The core of Inkling's page, without a browser: its state, what can happen to it, what follows from it, and what
//! is to be seen, as plain values. `web` carries events in and scenes out.
//!
//! ```text
//! Msg -> update -> Core -> Derived (image, forward pass) -> scene -> (web) canvas and DOM
//! ```
//!
//! There are no browser types here, no clock, no files, no global random numbers.

pub use digits::{Point, PreprocessingStep, SIDE};
pub use nn::ActivationFn;

pub mod answer;
pub mod colour;
pub mod derived;
pub mod edge_meaning;
pub mod erase;
pub mod examples;
pub mod geometry;
pub mod keys;
pub mod memo;
pub mod msg;
pub mod named;
pub mod names;
pub mod network_layout;
pub mod number;
pub mod own_models;
pub mod pad;
pub mod palette;
pub mod panel;
pub mod playback;
pub mod revision;
pub mod scene;
pub mod settings;
pub mod state;
pub mod target;
#[cfg(any(test, feature = "test-support"))]
pub mod test_support;
pub mod update;
