//! Which layer is shown, and which part of it is in view.

use app::state::Core;
use app::target::Target;

use crate::matrix::geometry::{Geometry, Shape};

/// The layer shown, and how it is looked at.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// The layer shown; 0 is the first after the input.
    pub layer_idx: usize,
    /// Size of the view in CSS pixels, and of its type.
    pub view: (f32, f32, f32),
    /// How far it is scrolled, in CSS pixels. What differs from what the view itself told, it is to follow.
    pub scroll: (f32, f32),
    /// The cell that the keyboard is on: its row and column.
    pub cell: (usize, usize),
    /// How far it is zoomed in: one of the levels of [`Geometry`]; none where nobody has chosen.
    pub(super) zoom: Option<usize>,
    /// Whether what is inspected now is what the pointer is on here, and so in view.
    pub(super) is_pointed_here: bool,
}

impl Matrix {
    /// Where the layer's cells are in the view; none without a model.
    pub fn geometry(&self, core: &Core) -> Option<Geometry> {
        let layer = core.layers().get(self.layer_idx)?;
        let shape = Shape { rows: layer.n_outputs(), columns: layer.n_inputs() };
        Some(Geometry::new(shape, self.view, self.zoom, self.scroll))
    }

    /// The row whose neuron is inspected, and the column whose input is pointed at.
    pub fn lit(&self, core: &Core) -> (Option<usize>, Option<usize>) {
        let row = |target| match target {
            Target::Neuron { layer_idx: of, neuron_idx } if of == self.layer_idx => Some(neuron_idx),
            _ => None,
        };
        let column = |target| match (target, self.layer_idx.checked_sub(1)) {
            (Target::Pixel(pixel_idx), None) => Some(pixel_idx),
            (Target::Neuron { layer_idx: of, neuron_idx }, Some(before)) if of == before => Some(neuron_idx),
            _ => None,
        };
        let (inspected, term) = (core.inspected(), core.term);
        (inspected.and_then(row).or(term.and_then(row)), inspected.and_then(column).or(term.and_then(column)))
    }

    /// The neuron that a row is.
    pub(super) fn neuron(&self, row: usize) -> Target {
        Target::neuron(self.layer_idx, row)
    }

    /// The input that a column weighs.
    pub(super) fn source(&self, column: usize) -> Target {
        Target::input_of(self.layer_idx, column)
    }
}
