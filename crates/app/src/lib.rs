//! The core of Inkling's page, independent of the browser: state, messages, derived values and scenes, all as plain
//! values. `web` feeds in events and draws the scenes.
//!
//! ```text
//! Msg -> update -> Core -> Derived (image, forward pass) -> scene -> (web) canvas and DOM
//! ```
//!
//! No browser types, clock, files or global random numbers are used here.

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
pub mod signals;
pub mod state;
pub mod target;
#[cfg(any(test, feature = "test-support"))]
pub mod test_support;
pub mod update;
