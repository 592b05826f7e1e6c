//! Layout of the matrix view: inputs above the columns, neuron names to the left of the rows, biases, pre-activations
//! and activations to their right. The cells scroll, the margins do not. Depends on shapes only, not on values or
//! colours.

use std::ops::Range;

/// Cell widths by zoom level, in multiples of the font size; an additional first level shows the full width. Numbers
/// are shown at the last level.
const LEVELS: [f32; 4] = [0.3, 0.6, 1.3, NUMBER_WIDTH];
/// Width of a number with sign, two decimals and spacing.
const NUMBER_WIDTH: f32 = 3.7;
/// Height of a line of numbers.
const LINE: f32 = 1.6;
/// Narrower columns, in CSS pixels, cannot be told apart; such a level is not chosen by default.
const READABLE: f32 = 2.0;
/// Width of the row names.
const NAMES: f32 = 2.4;
/// Less than this fraction of the matrix counts as nothing: lengths are rounded.
const HAIR: f32 = 1e-3;
/// Number of vectors to the right: biases, pre-activations, activations.
pub const N_SIDES: usize = 3;

/// The shape of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Number of neurons.
    pub rows: usize,
    /// Number of inputs.
    pub columns: usize,
}

/// What a point of the view refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A weight, by row and column.
    Cell(usize, usize),
    /// A neuron's name, bias, pre-activation or activation.
    Row(usize),
    /// An input.
    Column(usize),
}

/// The layout, in CSS pixels from the view's top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geometry {
    /// The matrix's shape.
    pub shape: Shape,
    /// Width and height of the view.
    pub size: (f32, f32),
    /// Font size.
    pub text_size: f32,
    /// The zoom level.
    pub level: usize,
    /// Number of zoom levels.
    pub n_levels: usize,
    /// Width and height of a cell.
    pub cell: (f32, f32),
    /// Top left corner of the scrolling area.
    pub corner: (f32, f32),
    /// Width of each vector to the right, including the gap before it.
    pub side_width: f32,
    /// Whether cells are large enough for numbers.
    pub has_numbers: bool,
    /// The scroll position.
    pub scroll: (f32, f32),
}

impl Geometry {
    /// Lays out a matrix in a view given as (width, height, font size). `zoom` is a level, or `None` for the first at
    /// which columns can be told apart.
    pub fn new(shape: Shape, view: (f32, f32, f32), zoom: Option<usize>, scroll: (f32, f32)) -> Geometry {
        let (width, height, text_size) = (view.0.max(1.0), view.1.max(1.0), view.2.max(1.0));
        let corner = (NAMES * text_size, LINE * text_size);
        let narrow = 1.5 * text_size;
        let room = |side_width: f32| {
            ((width - corner.0 - N_SIDES as f32 * side_width).max(1.0), (height - corner.1).max(1.0))
        };
        let fitting = |room: f32, n: usize, most: f32| (room / n as f32).min(most);
        let fit = fitting(room(narrow).0, shape.columns, 2.0 * text_size);
        let levels = LEVELS.map(|width| width * text_size);
        let closer = || levels.iter().copied().filter(|width| *width > 1.2 * fit);
        let n_levels = 1 + closer().count();
        let level = zoom.unwrap_or(usize::from(fit < READABLE)).min(n_levels - 1);
        let cell_width = level.checked_sub(1).and_then(|level| closer().nth(level)).unwrap_or(fit);
        let has_numbers = cell_width >= NUMBER_WIDTH * text_size;
        let fit_height = fitting(room(narrow).1, shape.rows, LINE * text_size);
        let cell_height =
            if level == 0 { fit_height } else { cell_width.min(LINE * text_size).max(fit_height) };
        let side_width = if has_numbers { NUMBER_WIDTH * text_size } else { narrow };
        let mut geometry = Geometry {
            shape,
            size: (width, height),
            text_size,
            level,
            n_levels,
            cell: (cell_width, cell_height),
            corner,
            side_width,
            has_numbers,
            scroll,
        };
        geometry.scroll = geometry.within(scroll);
        geometry
    }

    /// Width and height of the visible scrolling area.
    pub fn window(&self) -> (f32, f32) {
        let (width, height) = self.size;
        let sides = N_SIDES as f32 * self.side_width;
        (
            (width - self.corner.0 - sides).max(1.0).min(self.all().0),
            (height - self.corner.1).max(1.0).min(self.all().1),
        )
    }

    /// Width and height of all cells together.
    fn all(&self) -> (f32, f32) {
        (self.cell.0 * self.shape.columns as f32, self.cell.1 * self.shape.rows as f32)
    }

    /// Width and height of the view's scrollable content, margins included.
    pub fn content(&self) -> (f32, f32) {
        let ((all_width, all_height), (width, height)) = (self.all(), self.window());
        (self.size.0 + all_width - width, self.size.1.min(self.corner.1 + height) + all_height - height)
    }

    /// The part of the matrix in the window, as fractions of all: left, top, width, height.
    pub fn seen(&self) -> [f32; 4] {
        let ((width, height), (all_width, all_height)) = (self.window(), self.all());
        [self.scroll.0 / all_width, self.scroll.1 / all_height, width / all_width, height / all_height]
    }

    /// The edges of the window at which the matrix is cut off: left, right, top, bottom.
    pub fn cuts(&self) -> [bool; 4] {
        let [left, top, width, height] = self.seen();
        [left > HAIR, left + width < 1.0 - HAIR, top > HAIR, top + height < 1.0 - HAIR]
    }

    /// Left edge of a vector to the right of the matrix; index 0 is the biases.
    pub fn side(&self, idx: usize) -> f32 {
        let gap = 0.4 * self.text_size;
        self.corner.0 + self.window().0 + idx as f32 * self.side_width + gap
    }

    /// Left edge of a column.
    pub fn x(&self, column: usize) -> f32 {
        self.corner.0 + column as f32 * self.cell.0 - self.scroll.0
    }

    /// Top edge of a row.
    pub fn y(&self, row: usize) -> f32 {
        self.corner.1 + row as f32 * self.cell.1 - self.scroll.1
    }

    /// The columns at least partly in view.
    pub fn columns(&self) -> Range<usize> {
        visible(self.scroll.0, self.window().0, self.cell.0, self.shape.columns)
    }

    /// The rows at least partly in view.
    pub fn rows(&self) -> Range<usize> {
        visible(self.scroll.1, self.window().1, self.cell.1, self.shape.rows)
    }

    /// What a point of the view refers to.
    pub fn place_at(&self, x: f32, y: f32) -> Option<Place> {
        let along = |position: f32, start: f32, (window, cell, scroll): (f32, f32, f32), n: usize| {
            let offset = position - start;
            (0.0..window)
                .contains(&offset)
                .then(|| ((offset + scroll) / cell) as usize)
                .filter(|idx| *idx < n)
        };
        let (window, cell, scroll) = (self.window(), self.cell, self.scroll);
        let column = along(x, self.corner.0, (window.0, cell.0, scroll.0), self.shape.columns);
        let row = along(y, self.corner.1, (window.1, cell.1, scroll.1), self.shape.rows);
        match (row, column) {
            (Some(row), Some(column)) => Some(Place::Cell(row, column)),
            (Some(row), None) if x >= 0.0 && x < self.size.0 => Some(Place::Row(row)),
            (None, Some(column)) if (0.0..self.corner.1).contains(&y) => Some(Place::Column(column)),
            _ => None,
        }
    }

    /// Clamps a scroll position to the valid range.
    fn within(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let ((all_width, all_height), (width, height)) = (self.all(), self.window());
        (x.min(all_width - width).max(0.0), y.min(all_height - height).max(0.0))
    }

    /// The scroll position that centres this column and the middle row.
    pub fn scroll_to_centre(&self, column: usize) -> (f32, f32) {
        let (width, height) = self.window();
        let x = (column as f32 + 0.5) * self.cell.0 - width / 2.0;
        self.within((x, (self.all().1 - height) / 2.0))
    }

    /// The scroll position whose window is centred at a point of the matrix, given as fractions of its width and height.
    pub fn scroll_to_point(&self, x: f32, y: f32) -> (f32, f32) {
        let ((width, height), (all_width, all_height)) = (self.window(), self.all());
        self.within((x * all_width - width / 2.0, y * all_height - height / 2.0))
    }

    /// The nearest scroll position at which a row and a column are in view.
    pub fn scroll_to_see(&self, row: Option<usize>, column: Option<usize>) -> (f32, f32) {
        let along = |scroll: f32, idx: Option<usize>, cell: f32, window: f32| {
            let Some(start) = idx.map(|idx| idx as f32 * cell) else { return scroll };
            scroll.min(start).max(start + cell - window)
        };
        let window = self.window();
        let x = along(self.scroll.0, column, self.cell.0, window.0);
        self.within((x, along(self.scroll.1, row, self.cell.1, window.1)))
    }

    /// The scroll position after zooming at which a row and a column, or else the centre of the view, keep their place.
    pub fn scroll_to_stay(&self, before: &Geometry, row: Option<usize>, column: Option<usize>) -> (f32, f32) {
        let along = |idx: Option<usize>,
                     (scroll, cell, window): (f32, f32, f32),
                     (new_cell, new_window): (f32, f32)| {
            let seen =
                idx.map(|idx| idx as f32 + 0.5).filter(|at| (0.0..window).contains(&(at * cell - scroll)));
            let at = seen.unwrap_or((scroll + window / 2.0) / cell);
            let scroll = at * new_cell - (at * cell - scroll) / window * new_window;
            // A cell that was fully in view stays so.
            let half = 0.5 * new_cell;
            seen.map_or(scroll, |at| scroll.min(at * new_cell - half).max(at * new_cell + half - new_window))
        };
        let (was, is) = (before.window(), self.window());
        let x = along(column, (before.scroll.0, before.cell.0, was.0), (self.cell.0, is.0));
        let y = along(row, (before.scroll.1, before.cell.1, was.1), (self.cell.1, is.1));
        self.within((x, y))
    }
}

fn visible(scroll: f32, window: f32, cell: f32, n: usize) -> Range<usize> {
    let first = (scroll / cell) as usize;
    let end = ((scroll + window) / cell).ceil() as usize;
    first.min(n)..end.min(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: (f32, f32, f32) = (370.0, 230.0, 13.0);

    fn of(rows: usize, columns: usize, zoom: Option<usize>) -> Geometry {
        Geometry::new(Shape { rows, columns }, VIEW, zoom, (0.0, 0.0))
    }

    #[test]
    fn every_shape_has_a_level_that_shows_all_and_one_with_numbers() {
        for (rows, columns) in [(16, 784), (16, 16), (10, 16), (256, 256), (256, 784), (1, 784), (10, 1)] {
            let whole = of(rows, columns, Some(0));
            assert_eq!((whole.columns(), whole.rows()), (0..columns, 0..rows));
            assert!(whole.content().0 <= VIEW.0 + 0.01 && whole.content().1 <= VIEW.1 + 0.01, "{whole:?}");
            let closest = of(rows, columns, Some(99));
            assert!(closest.has_numbers && closest.cell.1 >= 13.0, "{closest:?}");
            let shown = of(rows, columns, None);
            assert!(shown.cell.0 >= 1.0, "columns can be told apart: {shown:?}");
            let widths: Vec<f32> =
                (0..shown.n_levels).map(|level| of(rows, columns, Some(level)).cell.0).collect();
            assert!(widths.is_sorted(), "{widths:?}");
        }
    }

    #[test]
    fn what_is_pointed_at_is_what_is_drawn_there() {
        for zoom in 0..5 {
            let geometry = Geometry::new(Shape { rows: 16, columns: 784 }, VIEW, Some(zoom), (90.0, 20.0));
            let (row, column) = (geometry.rows().end - 2, geometry.columns().start + 2);
            let (x, y) =
                (geometry.x(column) + 0.5 * geometry.cell.0, geometry.y(row) + 0.5 * geometry.cell.1);
            assert_eq!(geometry.place_at(x, y), Some(Place::Cell(row, column)));
            assert_eq!(geometry.place_at(x, 3.0), Some(Place::Column(column)));
            assert_eq!(geometry.place_at(3.0, y), Some(Place::Row(row)));
            for side in 0..N_SIDES {
                assert!(geometry.side(side) + geometry.side_width <= VIEW.0 + 0.4 * VIEW.2 + 0.01);
                assert_eq!(geometry.place_at(geometry.side(side) + 2.0, y), Some(Place::Row(row)));
            }
            assert_eq!(geometry.place_at(3.0, 3.0), None);
            assert_eq!(geometry.place_at(x, VIEW.1 + 300.0), None);
        }
    }

    #[test]
    fn scrolling_shows_what_it_is_to_and_stays_within() {
        let geometry = of(256, 784, Some(99));
        let scrolled = |scroll| Geometry::new(geometry.shape, VIEW, Some(99), scroll);
        for (row, column) in [(0, 0), (255, 783), (100, 400)] {
            let seen = scrolled(geometry.scroll_to_see(Some(row), Some(column)));
            assert!(seen.rows().contains(&row) && seen.columns().contains(&column), "{seen:?}");
            assert_eq!(seen.scroll_to_see(Some(row), Some(column)), seen.scroll, "it is in view already");
        }
        assert_eq!(scrolled((1e9, -5.0)).columns().end, 784);
        assert_eq!(scrolled((1e9, -5.0)).scroll.1, 0.0);
    }

    #[test]
    fn cut_edges_are_those_beyond_which_there_is_more() {
        let at = |scroll| Geometry::new(Shape { rows: 16, columns: 784 }, VIEW, Some(1), scroll);
        assert_eq!(at((0.0, 0.0)).cuts(), [false, true, false, false]);
        assert_eq!(at((500.0, 0.0)).cuts(), [true, true, false, false]);
        assert_eq!(at((1e9, 0.0)).cuts(), [true, false, false, false]);
        assert_eq!(of(256, 784, Some(0)).cuts(), [false; 4]);
        assert_eq!(of(256, 784, Some(99)).cuts(), [false, true, false, true]);
    }

    #[test]
    fn a_point_of_the_map_comes_to_the_middle_of_the_window() {
        let geometry = of(256, 784, Some(2));
        let [left, top, width, height] =
            Geometry::new(geometry.shape, VIEW, Some(2), geometry.scroll_to_point(0.3, 0.6)).seen();
        assert!((left + width / 2.0 - 0.3).abs() < 1e-3 && (top + height / 2.0 - 0.6).abs() < 1e-3);
        assert_eq!(geometry.scroll_to_point(-1.0, 0.0), (0.0, 0.0));
    }

    #[test]
    fn zooming_keeps_the_place() {
        let whole = of(256, 784, Some(1));
        let start = Geometry::new(whole.shape, VIEW, Some(1), whole.scroll_to_see(Some(200), Some(500)));
        for level in 2..start.n_levels {
            let closer = of(256, 784, Some(level));
            let scroll = closer.scroll_to_stay(&start, Some(200), Some(500));
            let closer = Geometry::new(start.shape, VIEW, Some(level), scroll);
            assert_eq!(closer.scroll_to_see(Some(200), Some(500)), closer.scroll, "seen whole: {closer:?}");
        }
    }
}
