//! A layer as what it is: a matrix, a vector of biases, and a function.

pub mod formula;
pub mod geometry;
pub mod scene;
mod state;
mod update;

pub use state::Matrix;
pub use update::{Msg, Step};
