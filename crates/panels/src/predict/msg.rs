//! Messages to the prediction.

use crate::predict::state::Prediction;

/// A message to the prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Msg {
    /// Switch it on or off.
    Toggle,
    /// What the network will read has been said.
    Say(Prediction),
    /// Start the score again.
    StartAgain,
}
