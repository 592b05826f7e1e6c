//! The state of the matrix panel: layer, zoom level, scroll position and cursor.

use app::state::Core;
use app::target::Target;

use crate::matrix::geometry::{Geometry, Shape};
use crate::matrix::speed::Speed;

/// The matrix panel.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// Index of the shown layer; 0 is the first after the input.
    pub layer_idx: usize,
    /// Width and height of the view, and its font size, in CSS pixels.
    pub view: (f32, f32, f32),
    /// Scroll position in CSS pixels. If it differs from what the view last reported, the view should follow it.
    pub scroll: (f32, f32),
    /// The cell under the keyboard's cursor, as (row, column).
    pub cell: (usize, usize),
    /// How fast the network is as a matrix product.
    pub speed: Speed,
    /// The zoom level; `None` until the user chooses one.
    pub(super) zoom: Option<usize>,
    /// Whether the inspected neuron is inspected by hovering here, and so is in view already.
    pub(super) is_pointed_here: bool,
}

impl Matrix {
    /// The layout; `None` without a model.
    pub fn geometry(&self, core: &Core) -> Option<Geometry> {
        let layer = core.layers().get(self.layer_idx)?;
        let shape = Shape { rows: layer.n_outputs(), columns: layer.n_inputs() };
        Some(Geometry::new(shape, self.view, self.zoom, self.scroll))
    }

    /// The row of the inspected neuron, and the column of the highlighted input.
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

    /// The neuron of a row.
    pub(super) fn neuron(&self, row: usize) -> Target {
        Target::neuron(self.layer_idx, row)
    }

    /// The input of a column.
    pub(super) fn source(&self, column: usize) -> Target {
        Target::input_of(self.layer_idx, column)
    }
}
