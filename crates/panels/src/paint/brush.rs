//! Tools for painting weights: brush, stroke interpolation, initial patterns.

use digits::{N_PIXELS, SIDE};

use app::named::Named;

/// Maximum distance between two dabs of a stroke, in pixels.
const STEP: f32 = 0.5;

/// A square brush.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brush {
    /// 1 paints positive weights, -1 negative ones, 0 erases.
    pub sign: i8,
    /// Side length in pixels.
    pub size: usize,
    /// Magnitude of the weights that it paints.
    pub strength: f32,
}

impl Default for Brush {
    fn default() -> Self {
        Brush { sign: 1, size: 3, strength: 1.0 }
    }
}

impl Brush {
    /// The weight that it paints.
    pub fn weight(&self) -> f32 {
        f32::from(self.sign) * self.strength
    }

    /// The pixels covered by the brush centred on a point, in pixels. Those outside the image are omitted.
    pub fn pixels(&self, (x, y): (f32, f32)) -> impl Iterator<Item = usize> + use<> {
        let size = self.size as i32;
        let reach = (size - 1) / 2;
        let (column, row) = (x.floor() as i32 - reach, y.floor() as i32 - reach);
        let side = SIDE as i32;
        let is_inside =
            move |(column, row): &(i32, i32)| (0..side).contains(column) && (0..side).contains(row);
        (0..size * size)
            .map(move |idx| (column + idx % size, row + idx / size))
            .filter(is_inside)
            .map(move |(column, row)| (row * side + column) as usize)
    }
}

/// Points from `from` (exclusive) to `to` (inclusive), close enough to leave no gaps.
pub fn between(from: (f32, f32), to: (f32, f32)) -> impl Iterator<Item = (f32, f32)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    // Longer jumps come from outside the image and need no more points than this.
    let n_steps = (dx.abs().max(dy.abs()) / STEP).ceil().clamp(1.0, 1000.0);
    (1..=n_steps as usize).map(move |step| {
        let share = step as f32 / n_steps;
        (from.0 + share * dx, from.1 + share * dy)
    })
}

/// An initial pattern of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// All weights 0.
    Blank,
    /// A horizontal edge across the centre: negative weights above, positive weights below.
    Horizontal,
    /// The same transposed: a vertical edge.
    Vertical,
}

impl Named for Pattern {
    const NAMES: &'static [(&'static str, Self)] =
        &[("blank", Pattern::Blank), ("horizontal", Pattern::Horizontal), ("vertical", Pattern::Vertical)];
}

impl Pattern {
    /// The 784 weights: a band of `strength` next to one of `-strength`, each three pixels wide.
    pub fn weights(self, strength: f32) -> Vec<f32> {
        let band = |place: usize| match place {
            11..14 => -strength,
            14..17 => strength,
            _ => 0.0,
        };
        let weight = |pixel_idx: usize| {
            let (column, row) = (pixel_idx % SIDE, pixel_idx / SIDE);
            match self {
                Pattern::Horizontal if (6..22).contains(&column) => band(row),
                Pattern::Vertical if (6..22).contains(&row) => band(column),
                _ => 0.0,
            }
        };
        (0..N_PIXELS).map(weight).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The covered pixels as rows of text, without blank rows.
    fn covered(points: impl Iterator<Item = (f32, f32)>, size: usize) -> Vec<String> {
        let brush = Brush { size, ..Brush::default() };
        let mut picture = [b'.'; N_PIXELS];
        points.flat_map(|point| brush.pixels(point)).for_each(|pixel_idx| picture[pixel_idx] = b'#');
        let rows = picture.chunks(SIDE).map(|row| String::from_utf8_lossy(&row[..8]).into_owned());
        rows.filter(|row| row.contains('#')).collect()
    }

    #[test]
    fn a_dab_covers_as_many_pixels_as_the_brush_has() {
        assert_eq!(covered([(2.9, 5.1)].into_iter(), 1), ["..#....."]);
        assert_eq!(covered([(2.9, 5.1)].into_iter(), 3), [".###....", ".###....", ".###...."]);
        assert_eq!(covered([(2.5, 5.5)].into_iter(), 5), ["#####..."; 5]);
        assert_eq!(covered([(0.0, 0.0)].into_iter(), 3), ["##......"; 2], "cut off at the corner");
        assert_eq!(covered([(-9.0, 0.0)].into_iter(), 5), Vec::<String>::new());
    }

    #[test]
    fn a_quick_stroke_has_no_gaps() {
        // The start point is not included.
        let stroke = between((0.5, 0.5), (6.5, 3.5));
        assert_eq!(covered(stroke, 1), [".#......", ".###....", "...###..", ".....##."]);
        let far = between((-5.0e6, 3.5), (5.0e6, 3.5)).count();
        assert!(far <= 1000, "{far}");
        assert_eq!(between((1.0, 1.0), (1.0, 1.0)).collect::<Vec<_>>(), [(1.0, 1.0)]);
    }

    #[test]
    fn the_edges_are_the_same_turned_and_balanced() {
        let (horizontal, vertical) = (Pattern::Horizontal.weights(0.5), Pattern::Vertical.weights(0.5));
        for pixel_idx in 0..N_PIXELS {
            assert_eq!(horizontal[pixel_idx], vertical[pixel_idx % SIDE * SIDE + pixel_idx / SIDE]);
        }
        assert_eq!(horizontal.iter().sum::<f32>(), 0.0, "ink everywhere is no edge");
        assert_eq!(horizontal.iter().filter(|weight| **weight == 0.5).count(), 48);
        assert_eq!(Pattern::Blank.weights(0.5), [0.0; N_PIXELS]);
    }
}
