//! What can happen to the matrix.

use app::network_layout::Direction;

/// What can happen to the matrix.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Another layer is to be shown.
    ChooseLayer(usize),
    /// One level closer (true) or farther.
    Zoom(bool),
    /// The view has this width and height and this size of type, in CSS pixels.
    Resized(f32, f32, f32),
    /// The view was scrolled to this place.
    Scrolled(f32, f32),
    /// The pointer is at this point of the view, or has left it.
    PointAt(Option<(f32, f32)>),
    /// A click or tap at this point of the view: its row's neuron is picked.
    PickAt(f32, f32),
    /// The keyboard came to the view.
    Focus,
    /// A key that leads to another cell.
    Move(Step),
    /// The pointer or the keyboard is on a term of a row's formula, by row and column, or on none.
    PointAtTerm(Option<(usize, usize)>),
}

/// A way from cell to cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To a neighbour.
    To(Direction),
    /// To the first cell of the row.
    RowStart,
    /// To its last.
    RowEnd,
}
