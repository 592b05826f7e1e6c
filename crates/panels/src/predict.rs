//! Predict first: what the network makes of a drawing stays covered until somebody has said what it will read, and a score is
//! kept. The pass waits before the outputs, as in a replay, so that the core hides what it hides then.

mod msg;
pub mod scene;
mod state;
#[cfg(test)]
pub(crate) mod tests;
mod update;

pub use msg::Msg;
pub use state::{Predict, Prediction, Score};
