//! Placement of neurons. A layer is a single column if its numbers stay legible, otherwise a compact grid; all grids of
//! a network share one cell size. Half of the width stays free for edges.

use digits::SIDE;

use super::{Circle, Direction};

/// The neurons of one layer, in row-major order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// Their circles.
    pub neurons: Vec<Circle>,
    /// Number of columns; 1 if the numbers are legible.
    pub n_columns: usize,
    /// Side length of the picture of its weights that each neuron shows, framed by its circle's square; `None` if the
    /// neurons show none.
    pub picture: Option<f32>,
    /// Left edge.
    pub left: f32,
    /// Right edge.
    pub right: f32,
}

/// The fraction of the width available to neurons; the rest is for edges.
const SHARE_OF_NEURONS: f32 = 0.5;

impl Block {
    /// The horizontal centre.
    pub fn middle(&self) -> f32 {
        f32::midpoint(self.left, self.right)
    }

    /// The neuron of the same layer that an arrow key leads to; `None` at the layer's edge.
    pub(super) fn neighbour(&self, neuron_idx: usize, direction: Direction) -> Option<usize> {
        let column = neuron_idx % self.n_columns.max(1);
        let next = match direction {
            Direction::Up => neuron_idx.checked_sub(self.n_columns),
            Direction::Down => Some(neuron_idx + self.n_columns),
            Direction::Left => (column > 0).then(|| neuron_idx - 1),
            Direction::Right => (column + 1 < self.n_columns).then_some(neuron_idx + 1),
        };
        next.filter(|next| *next < self.neurons.len())
    }
}

/// A layer's arrangement.
struct Shape {
    n_columns: usize,
    /// Distance between the centres of adjacent neurons.
    spacing: f32,
    radius: f32,
    picture: Option<f32>,
}

impl Shape {
    fn width(&self) -> f32 {
        (self.n_columns - 1) as f32 * self.spacing + 2.0 * self.radius
    }
}

/// How wide the frame around a picture is at least. Its colour is the activation.
const FRAME: f32 = 1.4;
/// The frame at most, as a fraction of the distance between two neurons.
const WIDEST_FRAME: f32 = 0.09;
/// The space between two pictures.
const BETWEEN: f32 = 0.6;

/// A column of pictures with this distance between the centres, or nothing if a picture would be smaller than its 28 pixels.
fn column_of_pictures(spacing: f32) -> Option<Shape> {
    let largest = spacing - 2.0 * FRAME - BETWEEN;
    // One or two CSS pixels per weight, or else so many that it does not show that some have more than others.
    let smallest = SIDE as f32;
    let side = if largest < 1.5 * smallest { smallest } else { largest.min(2.0 * smallest) };
    let frame = ((spacing - BETWEEN - side) / 2.0).min((WIDEST_FRAME * spacing).max(FRAME));
    let shape = Shape { n_columns: 1, spacing, radius: side / 2.0 + frame, picture: Some(side) };
    (largest >= smallest).then_some(shape)
}

/// Lays out layers of these `sizes` between `left`, the right edge of the input, and `right`.
pub(super) fn lay_out(
    sizes: &[usize],
    (left, right): (f32, f32),
    (top, bottom): (f32, f32),
    text_size: f32,
) -> Vec<Block> {
    let room = bottom - top;
    let width = (right - left).max(1.0);
    let share = SHARE_OF_NEURONS * width / sizes.len().max(1) as f32;
    let radius_limit = (1.5 * text_size).min(share / 2.0);

    let shapes = |cell: f32| -> Vec<Shape> {
        let shape = |(layer_idx, &n_neurons): (usize, &usize)| {
            let in_one_column = (room / n_neurons.max(1) as f32).min(4.2 * text_size);
            if layer_idx == 0
                && let Some(pictures) = column_of_pictures(in_one_column)
            {
                return pictures;
            }
            // The number fits inside the neuron or beside it.
            if in_one_column >= text_size {
                let radius = (0.43 * in_one_column).min(radius_limit);
                return Shape { n_columns: 1, spacing: in_one_column, radius, picture: None };
            }
            let rows_that_fit = ((room / cell).floor() as usize).max(1);
            let n_columns = n_neurons.div_ceil(rows_that_fit);
            Shape { n_columns, spacing: cell.min(room), radius: 0.43 * cell.min(room), picture: None }
        };
        sizes.iter().enumerate().map(shape).collect()
    };
    // Find the largest cells for which all layers keep to their share.
    let mut cell = 2.4 * text_size;
    let mut found = shapes(cell);
    while cell > 0.5 && found.iter().map(Shape::width).sum::<f32>() > SHARE_OF_NEURONS * width {
        cell *= 0.97;
        found = shapes(cell);
    }

    let taken: f32 = found.iter().map(Shape::width).sum();
    let gap = (width - taken).max(0.0) / sizes.len().max(1) as f32;
    let mut at = left;
    let place = |(shape, &n_neurons): (&Shape, &usize)| {
        at += gap;
        let block = place(shape, n_neurons, at, f32::midpoint(top, bottom));
        at = block.right;
        block
    };
    found.iter().zip(sizes).map(place).collect()
}

/// Places one layer with its left edge at `left`, vertically centred on `middle`.
fn place(shape: &Shape, n_neurons: usize, left: f32, middle: f32) -> Block {
    let Shape { n_columns, spacing, radius, picture } = *shape;
    let n_rows = n_neurons.div_ceil(n_columns);
    let circle = |neuron_idx: usize| Circle {
        x: left + radius + (neuron_idx % n_columns) as f32 * spacing,
        y: middle + ((neuron_idx / n_columns) as f32 - (n_rows.max(1) - 1) as f32 / 2.0) * spacing,
        radius,
    };
    let neurons = (0..n_neurons).map(circle).collect();
    Block { neurons, n_columns, picture, left, right: left + shape.width() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(sizes: &[usize], width: f32, height: f32) -> Vec<(usize, f32)> {
        let blocks = lay_out(sizes, (0.0, width), (0.0, height), 13.0);
        blocks.iter().map(|block| (block.n_columns, block.neurons[0].radius)).collect()
    }

    #[test]
    fn layers_wrap_only_where_one_column_could_not_be_read() {
        let laptop = columns(&[16, 30, 10], 340.0, 560.0);
        assert!(laptop.iter().all(|(n_columns, radius)| *n_columns == 1 && *radius > 7.0), "{laptop:?}");
        let [sharp, next, outputs] = columns(&[128, 64, 10], 340.0, 560.0)[..] else {
            panic!("three layers")
        };
        assert!(sharp.0 > 1 && next.0 > 1 && outputs.0 == 1);
        assert_eq!(sharp.1, next.1, "cells of one size");
        assert!(sharp.1 > 4.0, "{sharp:?}");
        let huge = columns(&[256, 256, 10], 340.0, 560.0);
        assert!(huge[0].1 > 3.0, "{huge:?}");
    }
}
