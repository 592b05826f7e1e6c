//! Draws placed ink: an anti-aliased rasteriser for round-capped strokes of constant width. Where the ink lies is decided in
//! `normalise.rs`.
//!
//! A pixel's ink is a function of the distance from its centre to the nearest centre line: full inside the pen, none
//! outside, with a linear edge in between. Overlapping segments therefore join without a seam, and each pixel only needs its
//! smallest distance.

use crate::image::{DigitImage, N_PIXELS, PIXEL_CENTRES, SIDE};
use crate::placed::{Place, PlacedInk, SIDE_LENGTH, Segment};

/// The pen that draws ink into the image. It is independent of the brush on the pad.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pen {
    /// The width of a stroke in image pixels, measured at half the darkness of its centre. Positive.
    pub width: f32,
    /// The width in pixels of the edge, over which ink falls from full to none. Positive. Averaging over each pixel's
    /// square would give a vertical edge a softness of 1.
    pub softness: f32,
}

impl Pen {
    /// The pen for every image that a network sees, at the width that reads unseen writers best. `docs/MODEL.md` has the
    /// measurements.
    pub const STANDARD: Self = Self { width: 1.2, softness: 1.0 };

    /// The distance in pixels from the centre line beyond which there is no ink.
    pub(crate) fn reach(self) -> f32 {
        0.5 * (self.width + self.softness)
    }

    /// The ink of a pixel whose centre is `distance` pixels from the centre line.
    fn ink_at(self, distance: f32) -> f32 {
        ((self.reach() - distance) / self.softness).clamp(0.0, 1.0)
    }

    /// The length in pixels of a line with as much ink as a dot.
    pub(crate) fn dot_length(self) -> f32 {
        self.width * std::f32::consts::FRAC_PI_4
    }
}

/// Draws `ink` with `pen`, clipped to the image.
pub(crate) fn draw(ink: &PlacedInk, pen: Pen) -> DigitImage {
    let reach = pen.reach();
    let mut squared_distances = [f32::INFINITY; N_PIXELS];
    for segment in ink.segments() {
        lower_distances(&mut squared_distances, segment, reach);
    }
    DigitImage::from_pixels(squared_distances.map(|squared| pen.ink_at(squared.sqrt())))
}

/// The number of pixels of a row that are handled together. A row has a multiple of it.
const LANES: usize = 4;

/// Lowers the squared distances of the pixels within `reach` of the segment's box, and of some beside them, which changes nothing:
/// they are too far away for ink.
fn lower_distances(squared_distances: &mut [f32; N_PIXELS], segment: &Segment, reach: f32) {
    let Segment { from, to } = *segment;
    let direction = Place { x: to.x - from.x, y: to.y - from.y };
    let squared_length = direction.x * direction.x + direction.y * direction.y;
    // A dot has no direction, so any factor will do.
    let inverse = if squared_length > 0.0 { 1.0 / squared_length } else { 0.0 };

    let columns = pixels_between(from.x.min(to.x) - reach, from.x.max(to.x) + reach);
    let n_columns = columns.len().next_multiple_of(LANES);
    let first = columns.start.min(SIDE - n_columns);
    let (centres, _) = PIXEL_CENTRES[first..][..n_columns].as_chunks::<LANES>();
    for row in pixels_between(from.y.min(to.y) - reach, from.y.max(to.y) + reach) {
        let y = PIXEL_CENTRES[row] - from.y;
        let (groups, _) = squared_distances[row * SIDE + first..][..n_columns].as_chunks_mut::<LANES>();
        for (centres, group) in centres.iter().zip(groups) {
            for (centre, squared_distance) in centres.iter().zip(group) {
                let x = centre - from.x;
                let along = ((x * direction.x + y * direction.y) * inverse).clamp(0.0, 1.0);
                let (dx, dy) = (x - along * direction.x, y - along * direction.y);
                let squared = dx * dx + dy * dy;
                // Not `min`: WebAssembly has no instruction that treats NaN as Rust does. And not `if` around the store: the
                // compiler would not vectorise it.
                *squared_distance = if squared < *squared_distance { squared } else { *squared_distance };
            }
        }
    }
}

/// The pixels, along one axis, whose centres lie between `low` and `high`.
fn pixels_between(low: f32, high: f32) -> std::ops::Range<usize> {
    let first = |edge: f32| (edge - 0.5).ceil().clamp(0.0, SIDE_LENGTH) as usize;
    first(low)..first(high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::{Ink, Point, Stroke};

    const PEN: Pen = Pen { width: 2.0, softness: 1.0 };

    /// Ink through the given places of the image.
    fn ink(strokes: &[&[(f32, f32)]]) -> PlacedInk {
        let point = |&(x, y): &(f32, f32)| Point::new(x / SIDE_LENGTH, y / SIDE_LENGTH);
        let strokes =
            strokes.iter().map(|stroke| Stroke { points: stroke.iter().map(point).collect() }).collect();
        PlacedInk::on_pad(&Ink { strokes })
    }

    fn at(image: &DigitImage, column: usize, row: usize) -> f32 {
        image.pixels()[row * SIDE + column]
    }

    #[test]
    fn no_ink_is_a_blank_image() {
        assert!(draw(&ink(&[]), PEN).is_blank());
        assert!(draw(&ink(&[&[]]), PEN).is_blank());
    }

    #[test]
    fn a_dot_is_a_round_blot() {
        let image = draw(&ink(&[&[(14.0, 14.0)]]), PEN);
        // The four pixels around the middle are within the pen, the next ring only at its edge.
        assert_eq!(at(&image, 13, 13), 0.5_f32.mul_add(-(2.0_f32.sqrt()), 1.5).min(1.0));
        assert_eq!(at(&image, 13, 13), at(&image, 14, 14));
        assert_eq!(at(&image, 12, 13), at(&image, 13, 15));
        assert_eq!(at(&image, 11, 13), 0.0);
        // Its area is about that of a disc of the pen's width.
        let area = std::f32::consts::PI;
        assert!((image.mass() - area).abs() < 0.2 * area, "{}", image.mass());
    }

    #[test]
    fn a_line_has_the_pens_width() {
        for offset in [0.0, 0.25, 0.5] {
            let image = draw(&ink(&[&[(4.0, 14.0 + offset), (24.0, 14.0 + offset)]]), PEN);
            let column: f32 = (0..SIDE).map(|row| at(&image, 14, row)).sum();
            assert!((column - PEN.width).abs() < 1e-5, "{column} at {offset}");
        }
    }

    #[test]
    fn crossing_and_repeated_strokes_are_no_darker_than_one() {
        let once = draw(&ink(&[&[(4.0, 14.0), (24.0, 14.0)]]), PEN);
        let twice = draw(&ink(&[&[(4.0, 14.0), (24.0, 14.0), (4.0, 14.0)], &[(9.0, 14.0)]]), PEN);
        assert_eq!(once, twice);
    }

    #[test]
    fn the_density_of_points_does_not_matter() {
        let sparse = draw(&ink(&[&[(3.0, 5.0), (23.0, 20.0)]]), PEN);
        let dense: Vec<_> =
            (0..=200_u8).map(|i| (3.0 + f32::from(i) * 0.1, 5.0 + f32::from(i) * 0.075)).collect();
        let dense = draw(&ink(&[&dense]), PEN);
        for (a, b) in sparse.pixels().iter().zip(dense.pixels()) {
            assert!((a - b).abs() < 1e-4);
        }
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        assert!(draw(&ink(&[&[(-40.0, -3.0), (90.0, -3.0)], &[(100.0, 14.0)]]), PEN).is_blank());
        let through = draw(&ink(&[&[(-500.0, 14.0), (500.0, 14.0)]]), PEN);
        assert!((through.mass() - 28.0 * PEN.width).abs() < 1e-3);
    }
}
