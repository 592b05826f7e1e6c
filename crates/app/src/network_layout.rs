//! Layout and hit testing of the network view. Positions are in CSS pixels from the view's top left corner. Depends on
//! layer sizes only, not on values or colours.

mod blocks;

pub use blocks::Block;

use digits::{N_PIXELS, SIDE};

use crate::target::Target;

/// The direction of an arrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the first neuron of the layer, or up one row.
    Up,
    /// Towards the last neuron of the layer, or down one row.
    Down,
    /// Towards the input.
    Left,
    /// Towards the output.
    Right,
}

impl Direction {
    /// The neighbouring pixel in this direction, or the same pixel at the image's edge.
    pub fn from_pixel(self, pixel_idx: usize) -> usize {
        let (row, column) = (pixel_idx.min(N_PIXELS - 1) / SIDE, pixel_idx % SIDE);
        let (row, column) = match self {
            Direction::Up => (row.saturating_sub(1), column),
            Direction::Down => ((row + 1).min(SIDE - 1), column),
            Direction::Left => (row, column.saturating_sub(1)),
            Direction::Right => (row, (column + 1).min(SIDE - 1)),
        };
        row * SIDE + column
    }
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
    /// Top edge.
    pub y: f32,
    /// Side length.
    pub side: f32,
}

impl Grid {
    /// The centre of a pixel's cell.
    pub fn centre(&self, pixel_idx: usize) -> (f32, f32) {
        let cell = self.side / SIDE as f32;
        let (row, column) = (pixel_idx / SIDE, pixel_idx % SIDE);
        (self.x + (column as f32 + 0.5) * cell, self.y + (row as f32 + 0.5) * cell)
    }

    /// Clips a line that starts inside the grid to the part outside it.
    pub fn from_rim(&self, [x0, y0, x1, y1]: [f32; 4]) -> [f32; 4] {
        // Where the line crosses the grid's edge ahead of it, as a fraction of its length.
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

/// The side length that the input has at least where the view is wide enough, in CSS pixels.
const GOOD_SIDE: f32 = 8.0 * SIDE as f32;

/// Size of the network view, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ViewSize {
    /// Width of the view.
    pub width: f32,
    /// Height of the view.
    pub height: f32,
    /// Font size of the numbers, before they are scaled to fit.
    pub text_size: f32,
}

/// Positions of everything in the network view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkLayout {
    /// The view that it was computed for.
    pub view: ViewSize,
    /// The input.
    pub grid: Grid,
    /// The neurons, layer by layer.
    pub layers: Vec<Block>,
    /// Height of the header line with the layers' sizes and scales.
    pub header: f32,
    /// Font size of small text.
    pub text_size: f32,
}

impl NetworkLayout {
    /// Lays out a network with these layer `sizes` (input first).
    pub fn new(view: ViewSize, sizes: &[usize]) -> NetworkLayout {
        let ViewSize { width, height, text_size } = view;
        let header = 1.7 * text_size;
        // A hidden view has size zero; its layout must still be valid.
        let (top, bottom) = (header, (height - 0.3 * text_size).max(header + 1.0));
        let room = bottom - top;

        // Cells have a whole number of CSS pixels where possible, so that all look alike, and are large enough to point at
        // where there is room.
        let least = if GOOD_SIDE <= 0.5 * width { GOOD_SIDE } else { SIDE as f32 };
        let side = (0.42 * width).max(least).min(0.66 * room).max(SIDE as f32);
        let side = if side > 4.0 * SIDE as f32 { (side / SIDE as f32).floor() * SIDE as f32 } else { side };
        let grid = Grid { x: 1.0, y: (top + (room - side) / 2.0).round(), side };

        // Leave room for the digits to the right of the outputs.
        let (left, right) = (grid.x + side, width - 1.9 * text_size - 6.0);
        let layers =
            blocks::lay_out(sizes.get(1..).unwrap_or_default(), (left, right), (top, bottom), text_size);
        NetworkLayout { view, grid, layers, header, text_size }
    }

    /// Width of a normal line in CSS pixels; it grows with the text.
    pub fn line_width(&self) -> f32 {
        (self.text_size / 13.0).max(0.8)
    }

    /// The circle of a neuron, if it exists.
    pub fn neuron(&self, layer_idx: usize, neuron_idx: usize) -> Option<Circle> {
        self.layers.get(layer_idx)?.neurons.get(neuron_idx).copied()
    }

    /// The free width to the left of a layer's neurons; 0 for a layer of several columns.
    pub fn gap_before(&self, layer_idx: usize) -> f32 {
        match self.layers.get(layer_idx) {
            Some(block) if block.n_columns == 1 => block.left - self.right_before(layer_idx),
            _ => 0.0,
        }
    }

    /// The right edge of the previous layer, or of the grid.
    pub fn right_before(&self, layer_idx: usize) -> f32 {
        let before = layer_idx.checked_sub(1).and_then(|before| self.layers.get(before));
        before.map_or(self.grid.x + self.grid.side, |block| block.right)
    }

    /// The centre of a part of the network.
    pub fn centre(&self, target: Target) -> Option<(f32, f32)> {
        match target {
            Target::Pixel(pixel_idx) => Some(self.grid.centre(pixel_idx)),
            Target::Neuron { layer_idx, neuron_idx } => {
                self.neuron(layer_idx, neuron_idx).map(|circle| (circle.x, circle.y))
            }
        }
    }

    /// The part at a point: a cell of the grid, or the nearest neuron within a tolerance suited to fingers.
    pub fn target_at(&self, x: f32, y: f32) -> Option<Target> {
        if let Some(pixel_idx) = self.grid.pixel_at(x, y) {
            return Some(Target::Pixel(pixel_idx));
        }
        let neurons = self.layers.iter().enumerate().flat_map(|(layer_idx, block)| {
            block.neurons.iter().enumerate().map(move |(neuron_idx, circle)| (layer_idx, neuron_idx, circle))
        });
        neurons
            .map(|(layer_idx, neuron_idx, circle)| {
                ((circle.x - x).hypot(circle.y - y) - circle.radius, Target::Neuron { layer_idx, neuron_idx })
            })
            .filter(|(distance, _)| *distance < 0.6 * self.text_size)
            .min_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, target)| target)
    }

    /// The next or previous part of the same layer; `None` at its ends.
    pub fn next(&self, target: Target, is_forward: bool) -> Option<Target> {
        let step = |idx: usize| if is_forward { Some(idx + 1) } else { idx.checked_sub(1) };
        let next = match target {
            Target::Pixel(pixel_idx) => Target::Pixel(step(pixel_idx).filter(|next| *next < N_PIXELS)?),
            Target::Neuron { layer_idx, neuron_idx } => {
                Target::Neuron { layer_idx, neuron_idx: step(neuron_idx)? }
            }
        };
        self.centre(next).map(|_| next)
    }

    /// The part that an arrow key leads to: within the layer or the grid, or the nearest neuron of an adjacent layer.
    pub fn neighbour(&self, target: Target, direction: Direction) -> Target {
        match target {
            Target::Pixel(pixel_idx) => Target::Pixel(direction.from_pixel(pixel_idx)),
            Target::Neuron { layer_idx, neuron_idx } => {
                let Some(block) = self.layers.get(layer_idx) else { return target };
                match (block.neighbour(neuron_idx, direction), direction) {
                    (Some(neuron_idx), _) => Target::Neuron { layer_idx, neuron_idx },
                    (None, Direction::Left) => self.across(target, layer_idx.checked_sub(1)),
                    (None, Direction::Right) => self.across(target, Some(layer_idx + 1)),
                    (None, Direction::Up | Direction::Down) => target,
                }
            }
        }
    }

    /// The neuron of another layer at the nearest height, then the nearest distance; `target` itself if there is no
    /// such layer.
    fn across(&self, target: Target, layer_idx: Option<usize>) -> Target {
        let Some((layer_idx, block)) = layer_idx.and_then(|idx| Some((idx, self.layers.get(idx)?))) else {
            return target;
        };
        let (x, y) = self.centre(target).unwrap_or_default();
        let distance = |circle: &Circle| ((circle.y - y).abs(), (circle.x - x).abs());
        let nearest = block.neurons.iter().enumerate().min_by(|(_, a), (_, b)| {
            let (a, b) = (distance(a), distance(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        nearest.map_or(target, |(neuron_idx, _)| Target::Neuron { layer_idx, neuron_idx })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(width: f32, height: f32) -> NetworkLayout {
        NetworkLayout::new(ViewSize { width, height, text_size: 14.0 }, &[784, 16, 16, 10])
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
                for (neuron_idx, circle) in layer.neurons.iter().enumerate() {
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
            assert!(
                layout.layers.iter().all(|block| block.neurons.iter().all(|circle| circle.radius > 0.0)),
                "{layout:?}"
            );
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

    /// The number of parts reachable from the first neuron.
    fn reached(layout: &NetworkLayout) -> usize {
        let mut found = vec![Target::Neuron { layer_idx: 0, neuron_idx: 0 }];
        let mut next = 0;
        while next < found.len() {
            for direction in [Direction::Up, Direction::Down, Direction::Left, Direction::Right] {
                let target = layout.neighbour(found[next], direction);
                if !found.contains(&target) {
                    found.push(target);
                }
            }
            next += 1;
        }
        found.len()
    }

    #[test]
    fn arrows_reach_every_neuron_of_a_grid_too() {
        for hidden in [[256, 256], [128, 64], [1, 300]] {
            let layout = NetworkLayout::new(
                ViewSize { width: 620.0, height: 580.0, text_size: 13.0 },
                &[784, hidden[0], hidden[1], 10],
            );
            assert_eq!(reached(&layout), hidden[0] + hidden[1] + 10);
        }
    }

    proptest! {
        #[test]
        fn everything_lies_within_the_view_and_apart(
            width in 330.0..2400.0_f32, height in 300.0..2000.0_f32,
            hidden in prop::collection::vec(1..300_usize, 1..7),
        ) {
            let sizes: Vec<usize> = std::iter::once(784).chain(hidden).chain([10]).collect();
            let layout = NetworkLayout::new(ViewSize { width, height, text_size: 14.0 }, &sizes);
            prop_assert!(layout.grid.x + layout.grid.side < width);
            for (layer_idx, block) in layout.layers.iter().enumerate() {
                prop_assert!(block.left > layout.right_before(layer_idx), "edges have room");
                for (neuron_idx, circle) in block.neurons.iter().enumerate() {
                    prop_assert!(circle.radius > 0.0);
                    prop_assert!(circle.y - circle.radius >= layout.header - 1.0 && circle.y + circle.radius <= height + 1.0);
                    prop_assert!(circle.x + circle.radius <= block.right + 0.01 && circle.x - circle.radius >= block.left - 0.01);
                    for neighbour in [neuron_idx + 1, neuron_idx + block.n_columns] {
                        let Some(other) = block.neurons.get(neighbour) else { continue };
                        prop_assert!((circle.x - other.x).hypot(circle.y - other.y) >= 2.0 * circle.radius);
                    }
                }
                prop_assert!(block.right < width);
            }
        }
    }
}
