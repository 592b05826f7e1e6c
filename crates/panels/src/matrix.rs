//! A layer as a matrix, a bias vector and an activation function.

pub mod formula;
pub mod geometry;
mod msg;
pub mod scene;
mod state;
mod update;

pub use msg::{Msg, Step};
pub use state::Matrix;
