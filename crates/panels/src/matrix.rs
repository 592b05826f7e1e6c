//! A layer as what it is: a matrix, a vector of biases, and a function.

pub mod formula;
pub mod geometry;
pub mod scene;

use digits::SIDE;

use crate::msg::Effect;
use crate::network_layout::{Direction, Target};
use crate::panels::Panel;
use crate::panels::matrix::geometry::{Geometry, Place, Shape};
use crate::state::{EdgeIdx, State};

/// What it remembers.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// The layer shown; 0 is the first after the input.
    pub layer_idx: usize,
    /// Size of the view in CSS pixels, and of its type.
    pub view: (f32, f32, f32),
    /// How far it is scrolled, in CSS pixels.
    pub scroll: (f32, f32),
    /// Counts the times that the app itself scrolled: the view is to follow then.
    pub n_scrolls: u64,
    /// The cell that the keyboard is on: its row and column.
    pub cell: (usize, usize),
    /// How far it is zoomed in: one of the levels of [`Geometry`]; none where nobody has chosen.
    zoom: Option<usize>,
    seen: Seen,
}

/// What the panel has followed so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Seen {
    n_models: u64,
    is_open: bool,
    attended: Option<Target>,
    picked: Option<Target>,
}

/// What can happen to it.
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

/// Where the layer's cells are in the view; none without a model.
pub fn geometry(state: &State) -> Option<Geometry> {
    let matrix = &state.panels.matrix;
    let layer = state.model.as_ref()?.network.layers().get(matrix.layer_idx)?;
    let shape = Shape { rows: layer.n_outputs(), columns: layer.n_inputs() };
    Some(Geometry::new(shape, matrix.view, matrix.zoom, matrix.scroll))
}

/// The row whose neuron is attended to, and the column whose input is pointed at.
pub fn lit(state: &State) -> (Option<usize>, Option<usize>) {
    let layer_idx = state.panels.matrix.layer_idx;
    let row = |target| match target {
        Target::Neuron { layer_idx: of, neuron_idx } if of == layer_idx => Some(neuron_idx),
        _ => None,
    };
    let column = |target| match (target, layer_idx.checked_sub(1)) {
        (Target::Pixel(pixel_idx), None) => Some(pixel_idx),
        (Target::Neuron { layer_idx: of, neuron_idx }, Some(before)) if of == before => Some(neuron_idx),
        _ => None,
    };
    let (attended, term) = (state.attended(), state.term);
    (attended.and_then(row).or(term.and_then(row)), attended.and_then(column).or(term.and_then(column)))
}

/// Carries out `msg`. Returns whether the picture or the network's numbers have changed.
pub(super) fn update(state: &mut State, msg: Msg, _effects: &mut Vec<Effect>) -> bool {
    match msg {
        Msg::ChooseLayer(layer_idx) => show_layer(state, layer_idx),
        Msg::Zoom(is_closer) => zoom(state, is_closer),
        Msg::Resized(width, height, text_size) => {
            let had_size = state.panels.matrix.view.0 > 0.0;
            state.panels.matrix.view = (width, height, text_size);
            if !had_size {
                centre(state);
            }
        }
        Msg::Scrolled(x, y) => state.panels.matrix.scroll = (x, y),
        Msg::PointAt(point) => {
            let place = point.and_then(|(x, y)| geometry(state)?.place_at(x, y));
            point_at(state, place);
        }
        Msg::PickAt(x, y) => {
            let place = geometry(state).and_then(|geometry| geometry.place_at(x, y));
            if let Some(Place::Cell(row, _) | Place::Row(row)) = place {
                state.picked = Some(neuron(state, row));
            }
            if let Some(Place::Cell(row, column)) = place {
                state.panels.matrix.cell = (row, column);
            }
        }
        Msg::Focus => light_cell(state),
        Msg::Move(step) => {
            move_cell(state, step);
            light_cell(state);
        }
        Msg::PointAtTerm(cell) => point_at(state, cell.map(|(row, column)| Place::Cell(row, column))),
    }
    false
}

fn neuron(state: &State, row: usize) -> Target {
    Target::Neuron { layer_idx: state.panels.matrix.layer_idx, neuron_idx: row }
}

fn source(state: &State, column: usize) -> Target {
    EdgeIdx { layer_idx: state.panels.matrix.layer_idx, from: column, to: 0 }.source()
}

/// The pointer lights what it is on, everywhere.
fn point_at(state: &mut State, place: Option<Place>) {
    (state.hovered, state.term) = match place {
        Some(Place::Cell(row, column)) => (Some(neuron(state, row)), Some(source(state, column))),
        Some(Place::Row(row)) => (Some(neuron(state, row)), None),
        Some(Place::Column(column)) => (Some(source(state, column)), None),
        None => (None, None),
    };
    // What the pointer is on is in view; were it moved, the pointer would be on something else.
    state.panels.matrix.seen.attended = state.attended();
}

/// The cell that the keyboard is on, into view; its neuron is picked and its edge lit.
fn light_cell(state: &mut State) {
    let Some(geometry) = geometry(state) else { return };
    let (row, column) = state.panels.matrix.cell;
    let cell = (row.min(geometry.shape.rows - 1), column.min(geometry.shape.columns - 1));
    state.panels.matrix.cell = cell;
    state.picked = Some(neuron(state, cell.0));
    state.hovered = None;
    state.term = Some(source(state, cell.1));
    scroll_to(state, geometry.scroll_to_see(Some(cell.0), Some(cell.1)));
}

fn move_cell(state: &mut State, step: Step) {
    let Some(Shape { rows, columns }) = geometry(state).map(|geometry| geometry.shape) else { return };
    let (row, column) = &mut state.panels.matrix.cell;
    match step {
        Step::To(Direction::Up) => *row = row.saturating_sub(1),
        Step::To(Direction::Down) => *row = (*row + 1).min(rows - 1),
        Step::To(Direction::Left) => *column = column.saturating_sub(1),
        Step::To(Direction::Right) => *column = (*column + 1).min(columns - 1),
        Step::RowStart => *column = 0,
        Step::RowEnd => *column = columns - 1,
    }
}

fn show_layer(state: &mut State, layer_idx: usize) {
    let n_layers = state.model.as_ref().map_or(0, |model| model.network.layers().len());
    if layer_idx < n_layers {
        state.panels.matrix.layer_idx = layer_idx;
        state.panels.matrix.zoom = None;
        centre(state);
    }
}

/// Begins in the middle; where the inputs are pixels, with the one in the middle of the picture, since those at its rim are
/// blank.
fn centre(state: &mut State) {
    if let Some(geometry) = geometry(state) {
        let is_first = state.panels.matrix.layer_idx == 0;
        let middle = if is_first { SIDE * SIDE / 2 + SIDE / 2 } else { geometry.shape.columns / 2 };
        scroll_to(state, geometry.scroll_to_centre(middle));
    }
}

/// Zooms so that the lit cell, or else the middle of the view, stays where it is.
fn zoom(state: &mut State, is_closer: bool) {
    let Some(before) = geometry(state) else { return };
    let level = if is_closer { before.level + 1 } else { before.level.saturating_sub(1) };
    state.panels.matrix.zoom = Some(level.min(before.n_levels - 1));
    let (row, column) = lit(state);
    if let Some(after) = geometry(state) {
        scroll_to(state, after.scroll_to_stay(&before, row, column));
    }
}

fn scroll_to(state: &mut State, scroll: (f32, f32)) {
    if state.panels.matrix.scroll != scroll {
        state.panels.matrix.scroll = scroll;
        state.panels.matrix.n_scrolls += 1;
    }
}

/// Reacts to what has changed elsewhere: shows the layer of a neuron that was picked, and the row of one attended to.
pub(super) fn follow(state: &mut State, _effects: &mut Vec<Effect>) {
    let seen = Seen {
        n_models: state.n_models,
        is_open: state.panels.open == Panel::Matrix,
        attended: state.attended(),
        picked: state.picked,
    };
    let before = std::mem::replace(&mut state.panels.matrix.seen, seen);
    if before.n_models != seen.n_models {
        state.panels.matrix.cell = (0, 0);
        show_layer(state, 0);
    }
    if !seen.is_open {
        return;
    }
    let is_new = !before.is_open || before.picked != seen.picked;
    if let Some(Target::Neuron { layer_idx, .. }) = seen.picked.filter(|_| is_new)
        && layer_idx != state.panels.matrix.layer_idx
    {
        show_layer(state, layer_idx);
    }
    if (is_new || before.attended != seen.attended)
        && let (Some(row), Some(geometry)) = (lit(state).0, geometry(state))
    {
        scroll_to(state, geometry.scroll_to_see(Some(row), None));
    }
}
