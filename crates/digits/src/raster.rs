//! Draws placed ink: an anti-aliased rasteriser of round-capped strokes of one width. It decides nothing about where the
//! ink lies (`normalise.rs`).
//!
//! A pixel's ink is a function of the distance from its centre to the nearest centre line: full within the pen, none
//! outside, with a linear edge between. So overlapping segments join without a seam, and only the smallest distance of each
//! pixel has to be kept.

use crate::image::{DigitImage, N_PIXELS, SIDE};
use crate::placed::{Place, PlacedInk, SIDE_LENGTH, Segment};

/// The pen that draws ink into the image. It has nothing to do with the brush seen on the pad.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pen {
    /// The width of a stroke in pixels of the image, measured where it is half as dark as in the middle. Positive.
    pub width: f32,
    /// The width in pixels of the edge, over which ink goes from full to none. Positive; 1 is what averaging over each
    /// pixel's square gives an upright edge.
    pub softness: f32,
}

impl Pen {
    /// The pen of every image that a network is shown: the width with which unseen writers are read best. `docs/MODEL.md` has
    /// the measurement.
    pub const STANDARD: Self = Self { width: 1.2, softness: 1.0 };

    /// Beyond this distance from the centre line there is no ink, in pixels.
    pub(crate) fn reach(self) -> f32 {
        0.5 * (self.width + self.softness)
    }

    /// The ink of a pixel whose centre is `distance` away from the centre line, in pixels.
    fn ink_at(self, distance: f32) -> f32 {
        ((self.reach() - distance) / self.softness).clamp(0.0, 1.0)
    }

    /// The length of line, in pixels, that holds as much ink as a dot.
    pub(crate) fn dot_length(self) -> f32 {
        self.width * std::f32::consts::FRAC_PI_4
    }
}

/// Draws `ink` with `pen`; what lies outside the image is cut off.
pub(crate) fn draw(ink: &PlacedInk, pen: Pen) -> DigitImage {
    let reach = pen.reach();
    let mut squared_distances = [f32::INFINITY; N_PIXELS];
    for segment in ink.segments() {
        lower_distances(&mut squared_distances, segment, reach);
    }
    DigitImage::from_pixels(squared_distances.map(|squared| pen.ink_at(squared.sqrt())))
}

/// Lowers the squared distances of the pixels within `reach` of the segment's box.
fn lower_distances(squared_distances: &mut [f32; N_PIXELS], segment: &Segment, reach: f32) {
    let Segment { from, to } = *segment;
    let direction = Place { x: to.x - from.x, y: to.y - from.y };
    let squared_length = direction.x * direction.x + direction.y * direction.y;
    // A dot has no direction: any factor does.
    let inverse = if squared_length > 0.0 { 1.0 / squared_length } else { 0.0 };

    let columns = pixels_between(from.x.min(to.x) - reach, from.x.max(to.x) + reach);
    for row in pixels_between(from.y.min(to.y) - reach, from.y.max(to.y) + reach) {
        let y = row as f32 + 0.5 - from.y;
        let row = &mut squared_distances[row * SIDE..][..SIDE];
        for (column, squared_distance) in row.iter_mut().enumerate().take(columns.end).skip(columns.start) {
            let x = column as f32 + 0.5 - from.x;
            let along = ((x * direction.x + y * direction.y) * inverse).clamp(0.0, 1.0);
            let (dx, dy) = (x - along * direction.x, y - along * direction.y);
            *squared_distance = squared_distance.min(dx * dx + dy * dy);
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
