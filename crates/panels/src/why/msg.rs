//! What can happen to the explanation and the dream.

use app::network_layout::Direction;

use crate::why::dream::Start;

/// What can happen to the explanation and the dream.
#[derive(Clone, Debug)]
pub enum Msg {
    /// This output is to be explained; the one that is already, no longer, but the answer.
    Explain(usize),
    /// Whether an output is compared with its strongest rival.
    Compare(bool),
    /// The keyboard came to the picture of contributions.
    FocusPicture,
    /// An arrow key in that picture.
    MoveCursor(Direction),
    /// Where the next dream is to start from.
    SetStart(Start),
    /// What the neuron of this index in this layer would rather see is to be shown, beginning now.
    Dream(usize, usize),
    /// It stops where it is.
    StopDream,
}
