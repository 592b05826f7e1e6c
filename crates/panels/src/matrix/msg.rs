//! Messages to the matrix, and its effect.

use app::network_layout::Direction;

use crate::matrix::speed::Lap;

/// A message to the matrix. Positions and sizes are in CSS pixels.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Show a layer.
    ChooseLayer(usize),
    /// Zoom in (`true`) or out by one level.
    Zoom(bool),
    /// The view was resized: width, height and font size.
    Resized(f32, f32, f32),
    /// The view was scrolled to this position.
    Scrolled(f32, f32),
    /// Scroll to a point of the whole matrix, given as fractions of its width and height.
    Reach(f32, f32),
    /// The pointer moved to this point of the view, or left it.
    PointAt(Option<(f32, f32)>),
    /// A click or tap at this point of the view: pick the row's neuron.
    PickAt(f32, f32),
    /// The view received the keyboard focus.
    Focus,
    /// Move the keyboard's cursor.
    Move(Step),
    /// A term of a row's formula, given by row and column, was hovered or focused, or none is any more.
    PointAtTerm(Option<(usize, usize)>),
    /// Measure how long a forward pass takes here, as a matrix product and as a plain loop.
    Measure,
    /// The lap asked for has taken this many milliseconds.
    Timed(f64),
}

/// A side effect for the browser to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Run this lap in the next animation frame and reply with [`Msg::Timed`].
    Time(Lap),
}

/// A movement of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To a neighbouring cell.
    To(Direction),
    /// To the first cell of the row.
    RowStart,
    /// To the last cell of the row.
    RowEnd,
}
