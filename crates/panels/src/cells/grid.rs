//! A grid layout of neurons' knobs, with a mapping between knobs and cells. Depends on shapes only, not on values or
//! colours.

use std::ops::Range;

use app::geometry::Rect;

use crate::knobs::parameter::Parameter;

/// Empty cells between neurons.
const GAP: usize = 2;

/// The arrangement of a neuron's knobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// All weights and then the bias in one row, as in the layer's matrix.
    Row,
    /// The weights in rows of this length, with the bias as a bar below them: the first layer's 28x28 images.
    Picture(usize),
}

/// Neurons of one layer with all of their knobs, arranged in a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct CellGrid {
    /// Index of the layer.
    pub layer_idx: usize,
    /// The neurons, in row-major order.
    pub neurons: Range<usize>,
    /// Number of weights per neuron.
    pub n_inputs: usize,
    /// The arrangement of each neuron.
    pub arrangement: Arrangement,
    /// Number of neurons per row.
    pub across: usize,
    /// Left edge on the wall.
    pub x: f32,
    /// Top edge on the wall.
    pub y: f32,
    /// Side length of a cell on the wall.
    pub cell: f32,
}

impl CellGrid {
    /// Width and height in cells.
    pub fn size(&self) -> (usize, usize) {
        let (width, height) = self.tile();
        let gap = self.gap();
        (self.across * (width + gap) - gap, self.neurons.len().div_ceil(self.across) * (height + gap) - gap)
    }

    /// Its area on the wall.
    pub fn area(&self) -> Rect {
        let (columns, rows) = self.size();
        Rect { x: self.x, y: self.y, width: columns as f32 * self.cell, height: rows as f32 * self.cell }
    }

    /// Makes the cells as large as fit in `room` and moves the grid to the room's top left corner.
    pub fn fitted(mut self, room: Rect) -> CellGrid {
        let most = match self.arrangement {
            Arrangement::Row => 1,
            Arrangement::Picture(_) => self.neurons.len(),
        };
        self.cell = 0.0;
        let mut best = self.clone();
        for across in 1..=most {
            self.across = across;
            let (columns, rows) = self.size();
            self.cell = (room.width / columns as f32).min(room.height / rows as f32);
            if self.cell > best.cell {
                best = self.clone();
            }
        }
        CellGrid { x: room.x, y: room.y, ..best }
    }

    /// The cells of a knob as [column, row, width, height]; `None` if it is not in this grid.
    pub fn cells(&self, parameter: &Parameter) -> Option<[usize; 4]> {
        if parameter.layer_idx != self.layer_idx || !self.neurons.contains(&parameter.to) {
            return None;
        }
        let [x, y, ..] = self.tile_cells(parameter.to);
        let [column, row, width, height] = match (self.arrangement, parameter.from) {
            (_, Some(from)) if from >= self.n_inputs => return None,
            (Arrangement::Row, Some(from)) => [from, 0, 1, 1],
            (Arrangement::Row, None) => [self.n_inputs + 1, 0, 1, 1],
            (Arrangement::Picture(columns), Some(from)) => [from % columns, from / columns, 1, 1],
            (Arrangement::Picture(columns), None) => {
                let rows = self.n_inputs.div_ceil(columns);
                [0, rows + 1, columns, bias_height(rows)]
            }
        };
        Some([x + column, y + row, width, height])
    }

    /// The cells of all knobs of a neuron, as [column, row, width, height].
    pub fn tile_cells(&self, neuron_idx: usize) -> [usize; 4] {
        let (width, height) = self.tile();
        let place = neuron_idx.saturating_sub(self.neurons.start);
        let gap = self.gap();
        [place % self.across * (width + gap), place / self.across * (height + gap), width, height]
    }

    /// The knob at a point of the wall.
    pub fn parameter_at(&self, x: f32, y: f32) -> Option<Parameter> {
        let (column, row) = ((x - self.x) / self.cell, (y - self.y) / self.cell);
        if column < 0.0 || row < 0.0 {
            return None;
        }
        let (column, row) = (column as usize, row as usize);
        let (width, height) = self.tile();
        let gap = self.gap();
        let (tile_column, tile_row) = (column / (width + gap), row / (height + gap));
        let to = self.neurons.start + tile_row * self.across + tile_column;
        if tile_column >= self.across || !self.neurons.contains(&to) {
            return None;
        }
        let (column, row) = (column % (width + gap), row % (height + gap));
        let from = match self.arrangement {
            _ if column >= width || row >= height => return None,
            Arrangement::Row if column < self.n_inputs => Some(column),
            Arrangement::Row => (column == self.n_inputs + 1).then_some(None)?,
            Arrangement::Picture(columns) => {
                let rows = self.n_inputs.div_ceil(columns);
                if row < rows {
                    Some(row * columns + column).filter(|from| *from < self.n_inputs).map(Some)?
                } else {
                    (row > rows).then_some(None)?
                }
            }
        };
        Some(Parameter { layer_idx: self.layer_idx, to, from })
    }

    /// The area of cells on the wall.
    pub fn on_wall(&self, [column, row, width, height]: [usize; 4]) -> Rect {
        Rect {
            x: self.x + column as f32 * self.cell,
            y: self.y + row as f32 * self.cell,
            width: width as f32 * self.cell,
            height: height as f32 * self.cell,
        }
    }

    /// Width and height of a neuron, in cells.
    fn tile(&self) -> (usize, usize) {
        match self.arrangement {
            Arrangement::Row => (self.n_inputs + 2, 1),
            Arrangement::Picture(columns) => {
                let rows = self.n_inputs.div_ceil(columns);
                (columns, rows + 1 + bias_height(rows))
            }
        }
    }

    fn gap(&self) -> usize {
        if self.arrangement == Arrangement::Row { 0 } else { GAP }
    }
}

/// Height in rows of the bias's bar below an image with this many rows.
fn bias_height(rows: usize) -> usize {
    (rows / 14).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(n_inputs: usize, n_neurons: usize, arrangement: Arrangement) -> CellGrid {
        let neurons = 2..2 + n_neurons;
        let grid =
            CellGrid { layer_idx: 1, neurons, n_inputs, arrangement, across: 1, x: 0.0, y: 0.0, cell: 1.0 };
        grid.fitted(Rect { x: 3.0, y: 7.0, width: 90.0, height: 60.0 })
    }

    #[test]
    fn every_knob_is_found_in_the_middle_of_its_cell_and_has_it_alone() {
        for (n_inputs, n_neurons, arrangement) in [
            (784, 16, Arrangement::Picture(28)),
            (784, 1, Arrangement::Picture(28)),
            (16, 10, Arrangement::Row),
            (1, 10, Arrangement::Row),
            (30, 1, Arrangement::Picture(6)),
            (17, 3, Arrangement::Picture(5)),
        ] {
            let grid = grid(n_inputs, n_neurons, arrangement);
            let (columns, rows) = grid.size();
            let mut taken = vec![false; columns * rows];
            for to in grid.neurons.clone() {
                for from in (0..n_inputs).map(Some).chain([None]) {
                    let parameter = Parameter { layer_idx: 1, to, from };
                    let cells = grid.cells(&parameter).expect("it is there");
                    let (x, y) = grid.on_wall(cells).middle();
                    assert_eq!(grid.parameter_at(x, y), Some(parameter), "{arrangement:?}");
                    for row in cells[1]..cells[1] + cells[3] {
                        for column in cells[0]..cells[0] + cells[2] {
                            assert!(!std::mem::replace(&mut taken[row * columns + column], true));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn between_the_cells_and_beyond_them_is_nothing() {
        let pictures = grid(784, 16, Arrangement::Picture(28));
        let [column, row, width, height] = pictures.tile_cells(2);
        for beside in [[column + width, row, 1, 1], [column, row + height, 1, 1], [column, row + 28, 1, 1]] {
            let (x, y) = pictures.on_wall(beside).middle();
            assert_eq!(pictures.parameter_at(x, y), None, "{beside:?}");
        }
        assert_eq!(pictures.parameter_at(2.9, 8.0), None);
        let area = pictures.area();
        assert_eq!(pictures.parameter_at(area.x + area.width + 0.1, 8.0), None);
        assert_eq!(pictures.cells(&Parameter { layer_idx: 1, to: 1, from: None }), None);
        assert_eq!(pictures.cells(&Parameter { layer_idx: 1, to: 2, from: Some(784) }), None);
        let rows = grid(16, 10, Arrangement::Row);
        let (x, y) = rows.on_wall([16, 0, 1, 1]).middle();
        assert_eq!(rows.parameter_at(x, y), None, "the bias stands apart");
    }

    #[test]
    fn neurons_stand_as_large_as_the_room_allows() {
        let pictures = grid(784, 16, Arrangement::Picture(28));
        assert_eq!(pictures.across, 6);
        let area = pictures.area();
        assert!(area.width <= 90.001 && area.height <= 60.001, "{area:?}");
        assert!(area.width > 89.9 || area.height > 59.9, "{area:?}");
    }
}
