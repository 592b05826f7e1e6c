//! A layer as what it is: a matrix, a vector of biases, and a function.

pub mod formula;
pub mod geometry;
mod msg;
pub mod scene;
mod state;
mod update;

pub use msg::{Msg, Step};
pub use state::Matrix;
