//! Messages to the wall.

use app::network_layout::Direction;

use crate::knobs::Nudge;
use crate::wall::layout::Level;

/// A message to the wall. Points are in wall units ([`layout::WIDTH`](super::layout::WIDTH)).
#[derive(Clone, Debug)]
pub enum Msg {
    /// The pointer moved to this point, or left the wall.
    PointAt(Option<(f32, f32)>),
    /// A click or tap: zoom in by one level on what is there.
    ZoomAt(f32, f32),
    /// Zoom in by one level on the cursor.
    ZoomIn,
    /// Zoom out by one level.
    ZoomOut,
    /// Zoom to a level at the cursor.
    ZoomTo(Level),
    /// Move the cursor; if true, across the rest of its neuron.
    Move(Direction, bool),
    /// Set the cursor's knob.
    Set(f32),
    /// Change the cursor's knob by key or wheel; if true, a tenth as far.
    Turn(Nudge, bool),
    /// A number typed for the cursor's knob.
    Typed(String),
    /// Restore the cursor's knob to its trained value.
    Reset,
}
