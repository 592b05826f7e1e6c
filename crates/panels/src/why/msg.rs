//! Messages to the explanation and the dream.

use app::network_layout::Direction;

use crate::why::dream::Start;
use crate::why::flip::edit::Kind;

/// A message to the explanation and the dream.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Explain this output or, if it is explained already, the answer.
    Explain(usize),
    /// Whether to compare an output with its strongest rival.
    Compare(bool),
    /// The contributions image received the keyboard focus.
    FocusPicture,
    /// Move the cursor in that image.
    MoveCursor(Direction),
    /// Make the edit of this kind that flips the answer, if one has been found.
    Flip(Kind),
    /// Set where the next dream starts from.
    SetStart(Start),
    /// Start a dream for the neuron with this layer and index.
    Dream(usize, usize),
    /// Stop the dream.
    StopDream,
}
