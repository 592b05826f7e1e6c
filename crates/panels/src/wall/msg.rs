//! What can happen to the wall, in units of the wall.

use app::network_layout::Direction;

use crate::knobs::Nudge;
use crate::wall::layout::Level;

/// What can happen to the wall. Points are in units of the wall ([`layout::WIDTH`](super::layout::WIDTH)).
#[derive(Clone, Debug)]
pub enum Msg {
    /// The pointer is over this point, or has left.
    PointAt(Option<(f32, f32)>),
    /// A click or tap: one step nearer to what is there.
    ZoomAt(f32, f32),
    /// One step nearer to the cursor.
    ZoomIn,
    /// One step back.
    ZoomOut,
    /// To this level, at the cursor.
    ZoomTo(Level),
    /// The cursor moves; true: over the rest of its neuron.
    Move(Direction, bool),
    /// The cursor's knob is set.
    Set(f32),
    /// The cursor's knob is turned by a key or the wheel; true: a tenth as far.
    Turn(Nudge, bool),
    /// A number was typed for the cursor's knob.
    Typed(String),
    /// The cursor's knob is to have its trained value again.
    Reset,
}
