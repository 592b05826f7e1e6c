//! Messages about the worksheet, and its effects.

use crate::worksheet::sheet::Worksheet;

/// A message.
#[derive(Clone, Copy, Debug)]
pub enum Msg {
    /// Print a worksheet of the neuron that is picked, or else of the answer.
    Print,
}

/// A side effect for the browser to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Print this.
    Print(Box<Worksheet>),
}
