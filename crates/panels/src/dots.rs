//! Ink that looks like given pixels: what the pad shows of them.

use digits::{DigitImage, Ink, Point, SIDE, Stroke};

/// Pixels with at least this share of the darkest one's ink are shown.
const SHOWN: f32 = 0.4;

/// A dot for each dark pixel; no ink only if no pixel has any.
pub(crate) fn dotted(pixels: &DigitImage) -> Ink {
    let darkest = pixels.pixels().iter().copied().fold(0.0, f32::max);
    let shown =
        pixels.pixels().iter().enumerate().filter(|(_, pixel)| **pixel > 0.0 && **pixel >= SHOWN * darkest);
    let middle = |idx: usize| (idx as f32 + 0.5) / SIDE as f32;
    let dot = |idx: usize| Stroke { points: vec![Point::new(middle(idx % SIDE), middle(idx / SIDE))] };
    Ink { strokes: shown.map(|(idx, _)| dot(idx)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dark_pixel_is_a_dot_in_its_place() {
        let mut pixels = [0.0; SIDE * SIDE];
        (pixels[0], pixels[29], pixels[783]) = (1.0, 0.3, 0.5);
        let ink = dotted(&DigitImage::from_pixels(pixels));
        let places: Vec<_> =
            ink.strokes.iter().map(|dot| (dot.points[0].x * 28.0, dot.points[0].y * 28.0)).collect();
        assert_eq!(places, [(0.5, 0.5), (27.5, 27.5)]);
        assert!(dotted(&DigitImage::blank()).is_empty());
        let faint = DigitImage::from_pixels([0.01; SIDE * SIDE]);
        assert_eq!(dotted(&faint).strokes.len(), SIDE * SIDE, "it is never no ink at all");
    }
}
