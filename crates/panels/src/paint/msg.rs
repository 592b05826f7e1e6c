//! Messages to the painting.

use crate::paint::brush::Pattern;

/// A message to the painting. Points are fractions of the image's side, from its top left corner.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Pick the first neuron of the first layer.
    Choose,
    /// A pointer touched the image.
    Down(f32, f32),
    /// The pointer moved through these points, in order.
    Move(Vec<(f32, f32)>),
    /// The pointer was lifted or cancelled.
    Up,
    /// Move the keyboard's cursor by this many columns and rows.
    MoveCursor(i32, i32),
    /// Paint at the keyboard's cursor.
    Dab,
    /// Set the sign of the brush: 1, -1, or 0 to erase.
    SetSign(i8),
    /// Set the size of the brush, in pixels.
    SetSize(usize),
    /// Set the magnitude of the brush.
    SetStrength(f32),
    /// Set the neuron's weights to this pattern and its bias to 0.
    Start(Pattern),
}
