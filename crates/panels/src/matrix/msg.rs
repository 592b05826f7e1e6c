//! Messages to the matrix.

use app::network_layout::Direction;

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
