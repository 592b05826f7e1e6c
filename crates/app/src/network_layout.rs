//! Where the parts of the network are in its view, and which part is at a point. Positions are CSS pixels from the
//! view's top left corner. Knows shapes, not numbers or colours.

use digits::{N_PIXELS, SIDE};

/// A part of the network that can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// One of the 784 inputs, row by row.
    Pixel(usize),
    /// A neuron; `layer_idx` 0 is the first hidden layer.
    Neuron {
        /// Index of the layer among the network's layers.
        layer_idx: usize,
        /// Index within the layer.
        neuron_idx: usize,
    },
}

/// An arrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the first neuron of the layer, or the row above.
    Up,
    /// Towards its last neuron, or the row below.
    Down,
    /// Towards the input.
    Left,
    /// Towards the output.
    Right,
}

/// A circle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    /// Horizontal position of the centre.
    pub x: f32,
    /// Vertical position of the centre.
    pub y: f32,
    /// Radius.
    pub radius: f32,
}

/// The input's square of 28x28 cells.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Grid {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Length of a side.
    pub side: f32,
}

impl Grid {
    /// The centre of a pixel's cell.
    pub fn centre(&self, pixel_idx: usize) -> (f32, f32) {
        let cell = self.side / SIDE as f32;
        let (row, column) = (pixel_idx / SIDE, pixel_idx % SIDE);
        (self.x + (column as f32 + 0.5) * cell, self.y + (row as f32 + 0.5) * cell)
    }

    /// The part outside the grid of a line that begins inside.
    pub fn from_rim(&self, [x0, y0, x1, y1]: [f32; 4]) -> [f32; 4] {
        // How far along the line, as a share of it, each side that it heads for is crossed.
        let crossing = |from: f32, to: f32, low: f32| {
            let side = if to > from { low + self.side } else { low };
            if to == from { 1.0 } else { (side - from) / (to - from) }
        };
        let share = crossing(x0, x1, self.x).min(crossing(y0, y1, self.y)).clamp(0.0, 1.0);
        [x0 + share * (x1 - x0), y0 + share * (y1 - y0), x1, y1]
    }

    fn pixel_at(&self, x: f32, y: f32) -> Option<usize> {
        let cell = |offset: f32| {
            let cell = offset / self.side * SIDE as f32;
            (0.0..SIDE as f32).contains(&cell).then_some(cell as usize)
        };
        Some(cell(y - self.y)? * SIDE + cell(x - self.x)?)
    }
}

/// Neurons closer than this cannot be told apart; a layer that does not fit goes into several columns.
const MIN_SPACING: f32 = 7.0;

/// Places of everything in the network view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkLayout {
    /// The input.
    pub grid: Grid,
    /// The neurons, layer by layer.
    pub layers: Vec<Vec<Circle>>,
    /// Height of the line above the layers for their sizes and scales.
    pub header: f32,
    /// Size of the view's small type.
    pub text_size: f32,
}

impl NetworkLayout {
    /// Lays out a network of these `sizes` (input first) in a view of `width` by `height`.
    pub fn new(width: f32, height: f32, text_size: f32, sizes: &[usize]) -> NetworkLayout {
        let n_layers = sizes.len().saturating_sub(1);
        // Where columns are close, their scales take a line of their own.
        let is_narrow = width < 40.0 * text_size;
        let header = if is_narrow { 3.0 } else { 1.8 } * text_size;
        // A view that is hidden has no size; its layout is as good as any, and never inside out.
        let (top, bottom) = (header, (height - 0.3 * text_size).max(header + 1.0));
        let room = bottom - top;

        // The grid takes what the eye needs to read it; whole CSS pixels a cell keep its cells alike.
        let side = (0.42 * width).min(0.66 * room).max(SIDE as f32);
        let side = if side > 4.0 * SIDE as f32 { (side / SIDE as f32).floor() * SIDE as f32 } else { side };
        let grid = Grid { x: 1.0, y: (top + (room - side) / 2.0).round(), side };

        let label = 1.9 * text_size;
        let radius_limit = 1.5 * text_size;
        let first = grid.x + side + (0.15 * width).max(radius_limit + 4.0);
        let last = (width - label - radius_limit - 4.0).max(first);
        let gap = (last - first) / n_layers.saturating_sub(1).max(1) as f32;
        let layers = sizes
            .iter()
            .skip(1)
            .enumerate()
            .map(|(layer_idx, &n_neurons)| {
                let x = if n_layers == 1 { last } else { first + gap * layer_idx as f32 };
                lay_out_layer(
                    n_neurons,
                    x,
                    (top, bottom),
                    (0.45 * gap.max(30.0), radius_limit, 4.2 * text_size),
                )
            })
            .collect();
        NetworkLayout { grid, layers, header, text_size }
    }

    /// The width of a plain line in CSS pixels: on a wall, where type is large, lines are too.
    pub fn line_width(&self) -> f32 {
        (self.text_size / 13.0).max(0.8)
    }

    /// The neuron's place, when there is one of that index.
    pub fn neuron(&self, layer_idx: usize, neuron_idx: usize) -> Option<Circle> {
        self.layers.get(layer_idx)?.get(neuron_idx).copied()
    }

    /// The free width to the left of a layer, up to the layer before or the grid; none within a layer of several columns.
    pub fn gap_before(&self, layer_idx: usize) -> f32 {
        let Some([first, rest @ ..]) = self.layers.get(layer_idx).map(Vec::as_slice) else { return 0.0 };
        if rest.first().is_some_and(|second| second.x != first.x) {
            return 0.0;
        }
        let before = match layer_idx.checked_sub(1).and_then(|before| self.layers[before].last()) {
            Some(neuron) => neuron.x + neuron.radius,
            None => self.grid.x + self.grid.side,
        };
        first.x - first.radius - before
    }

    /// The centre of any part of the network.
    pub fn centre(&self, target: Target) -> Option<(f32, f32)> {
        match target {
            Target::Pixel(pixel_idx) => Some(self.grid.centre(pixel_idx)),
            Target::Neuron { layer_idx, neuron_idx } => {
                self.neuron(layer_idx, neuron_idx).map(|circle| (circle.x, circle.y))
            }
        }
    }

    /// What is at a point: the cell of the grid, or the nearest neuron, generously, since a finger is wide.
    pub fn target_at(&self, x: f32, y: f32) -> Option<Target> {
        if let Some(pixel_idx) = self.grid.pixel_at(x, y) {
            return Some(Target::Pixel(pixel_idx));
        }
        let neurons = self.layers.iter().enumerate().flat_map(|(layer_idx, layer)| {
            layer.iter().enumerate().map(move |(neuron_idx, circle)| (layer_idx, neuron_idx, circle))
        });
        neurons
            .map(|(layer_idx, neuron_idx, circle)| {
                ((circle.x - x).hypot(circle.y - y) - circle.radius, Target::Neuron { layer_idx, neuron_idx })
            })
            .filter(|(distance, _)| *distance < 0.6 * self.text_size)
            .min_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, target)| target)
    }

    /// Where an arrow key leads from `target`: within a layer or the grid, or to the nearest neuron of the next layer.
    pub fn neighbour(&self, target: Target, direction: Direction) -> Target {
        match target {
            Target::Pixel(pixel_idx) => {
                let (row, column) = (pixel_idx.min(N_PIXELS - 1) / SIDE, pixel_idx % SIDE);
                let (row, column) = match direction {
                    Direction::Up => (row.saturating_sub(1), column),
                    Direction::Down => ((row + 1).min(SIDE - 1), column),
                    Direction::Left => (row, column.saturating_sub(1)),
                    Direction::Right => (row, (column + 1).min(SIDE - 1)),
                };
                Target::Pixel(row * SIDE + column)
            }
            Target::Neuron { layer_idx, neuron_idx } => {
                let n_neurons = self.layers.get(layer_idx).map_or(1, Vec::len);
                match direction {
                    Direction::Up => Target::Neuron { layer_idx, neuron_idx: neuron_idx.saturating_sub(1) },
                    Direction::Down => Target::Neuron {
                        layer_idx,
                        neuron_idx: (neuron_idx + 1).min(n_neurons.saturating_sub(1)),
                    },
                    Direction::Left => self.across(target, layer_idx.checked_sub(1)),
                    Direction::Right => self.across(target, Some(layer_idx + 1)),
                }
            }
        }
    }

    /// The neuron of another layer that is nearest in height; `target` itself when there is no such layer.
    fn across(&self, target: Target, layer_idx: Option<usize>) -> Target {
        let Some((layer_idx, layer)) = layer_idx.and_then(|idx| Some((idx, self.layers.get(idx)?))) else {
            return target;
        };
        let height = self.centre(target).map_or(0.0, |(_, y)| y);
        let nearest = layer
            .iter()
            .enumerate()
            .min_by(|(_, a), (_, b)| (a.y - height).abs().total_cmp(&(b.y - height).abs()));
        nearest.map_or(target, |(neuron_idx, _)| Target::Neuron { layer_idx, neuron_idx })
    }
}

/// One layer around `x`: a single column while its neurons can be told apart, else as many as it takes.
fn lay_out_layer(
    n_neurons: usize,
    x: f32,
    (top, bottom): (f32, f32),
    (width_limit, radius_limit, spacing_limit): (f32, f32, f32),
) -> Vec<Circle> {
    let room = bottom - top;
    let rows_that_fit = (room / MIN_SPACING).floor().max(1.0) as usize;
    let n_columns = n_neurons.div_ceil(rows_that_fit).max(1);
    let n_rows = n_neurons.div_ceil(n_columns).max(1);
    let spacing = (room / n_rows as f32).min(spacing_limit);
    let column_spacing =
        if n_columns > 1 { spacing.min(width_limit / n_columns as f32) } else { width_limit };
    let radius = (0.43 * spacing).min(0.43 * column_spacing).min(radius_limit);
    let middle = f32::midpoint(top, bottom);
    (0..n_neurons)
        .map(|neuron_idx| {
            let (row, column) = (neuron_idx / n_columns, neuron_idx % n_columns);
            Circle {
                x: x + (column as f32 - (n_columns - 1) as f32 / 2.0) * column_spacing,
                y: middle + (row as f32 - (n_rows - 1) as f32 / 2.0) * spacing,
                radius,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(width: f32, height: f32) -> NetworkLayout {
        NetworkLayout::new(width, height, 14.0, &[784, 16, 16, 10])
    }

    #[test]
    fn every_neuron_and_pixel_is_found_where_it_is() {
        for (width, height) in [(560.0, 620.0), (370.0, 360.0), (1800.0, 1900.0), (360.0, 330.0)] {
            let layout = plain(width, height);
            for pixel_idx in 0..N_PIXELS {
                let (x, y) = layout.grid.centre(pixel_idx);
                assert_eq!(layout.target_at(x, y), Some(Target::Pixel(pixel_idx)));
            }
            for (layer_idx, layer) in layout.layers.iter().enumerate() {
                for (neuron_idx, circle) in layer.iter().enumerate() {
                    let found = layout.target_at(circle.x, circle.y);
                    assert_eq!(found, Some(Target::Neuron { layer_idx, neuron_idx }), "{width}x{height}");
                }
            }
            assert_eq!(layout.target_at(-5.0, -5.0), None);
        }
    }

    #[test]
    fn lines_from_pixels_can_begin_at_the_rim() {
        let grid = Grid { x: 10.0, y: 20.0, side: 100.0 };
        for (line, start) in [
            ([60.0, 70.0, 210.0, 70.0], (110.0, 70.0)),
            ([60.0, 70.0, 160.0, 270.0], (85.0, 120.0)),
            ([60.0, 70.0, 160.0, -130.0], (85.0, 20.0)),
            ([60.0, 70.0, 61.0, 71.0], (61.0, 71.0)),
        ] {
            assert_eq!(grid.from_rim(line), [start.0, start.1, line[2], line[3]]);
        }
    }

    #[test]
    fn a_view_without_a_size_is_laid_out_all_the_same() {
        for layout in [plain(0.0, 0.0), plain(1.0, 900.0), plain(900.0, 1.0)] {
            assert!(layout.layers.iter().flatten().all(|circle| circle.radius > 0.0), "{layout:?}");
        }
    }

    #[test]
    fn arrows_reach_every_neuron_and_stop_at_the_ends() {
        let layout = plain(560.0, 620.0);
        let mut target = Target::Neuron { layer_idx: 0, neuron_idx: 0 };
        for _ in 0..20 {
            target = layout.neighbour(target, Direction::Down);
        }
        assert_eq!(target, Target::Neuron { layer_idx: 0, neuron_idx: 15 });
        for _ in 0..5 {
            target = layout.neighbour(target, Direction::Right);
        }
        assert_eq!(target, Target::Neuron { layer_idx: 2, neuron_idx: 9 });
        assert_eq!(layout.neighbour(Target::Pixel(27), Direction::Right), Target::Pixel(27));
        assert_eq!(layout.neighbour(Target::Pixel(27), Direction::Down), Target::Pixel(55));
    }

    proptest! {
        #[test]
        fn everything_lies_within_the_view_and_apart(
            width in 330.0..2400.0_f32, height in 300.0..2000.0_f32,
            hidden in prop::collection::vec(1..300_usize, 1..4),
        ) {
            let sizes: Vec<usize> = std::iter::once(784).chain(hidden).chain([10]).collect();
            let layout = NetworkLayout::new(width, height, 14.0, &sizes);
            prop_assert!(layout.grid.x + layout.grid.side < width);
            for layer in &layout.layers {
                for circle in layer {
                    prop_assert!(circle.radius > 0.0);
                    prop_assert!(circle.y - circle.radius >= layout.header - 1.0 && circle.y + circle.radius <= height + 1.0);
                    prop_assert!(circle.x + circle.radius <= width && circle.x - circle.radius > 0.0);
                }
                for pair in layer.windows(2) {
                    let distance = (pair[0].x - pair[1].x).hypot(pair[0].y - pair[1].y);
                    prop_assert!(distance >= 2.0 * pair[0].radius);
                }
            }
        }
    }
}
