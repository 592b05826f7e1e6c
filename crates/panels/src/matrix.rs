//! A layer as a matrix, a bias vector and an activation function.

pub mod cuts;
pub mod formula;
pub mod geometry;
mod msg;
pub mod scene;
pub mod speed;
mod state;
mod update;
pub mod worth;

pub use msg::{Effect, Msg, Step};
pub use state::Matrix;
