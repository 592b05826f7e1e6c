//! What can happen to the painting.

use crate::paint::brush::Pattern;

/// What can happen to the painting. Points are in units of the picture's side, from its upper left corner.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The first neuron of the first layer is picked.
    Choose,
    /// A pointer touched the picture.
    Down(f32, f32),
    /// It moved through these points, in order.
    Move(Vec<(f32, f32)>),
    /// It left, or was taken away.
    Up,
    /// The keyboard's pixel moves by so many columns and rows.
    MoveCursor(i32, i32),
    /// The brush touches the keyboard's pixel.
    Dab,
    /// The brush is to paint weights of this sign: 1, -1, or 0 to take them away.
    SetSign(i8),
    /// The brush is to be so many pixels wide.
    SetSize(usize),
    /// The brush is to paint weights so strong.
    SetStrength(f32),
    /// The neuron is to have this pattern as weights, and no bias.
    Start(Pattern),
}
