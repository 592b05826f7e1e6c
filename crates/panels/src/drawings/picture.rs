//! Small pictures of ink, as paths of SVG.

use digits::{Ink, Point};

use crate::svg;

/// The side of a picture's box.
const SIDE: f32 = 40.0;
/// The room left at each edge.
const MARGIN: f32 = 5.0;

/// The `d` attribute of a path that shows the ink as large as it fits into a box of 40 by 40.
pub(crate) fn path(ink: &Ink) -> String {
    let points = || ink.strokes.iter().flat_map(|stroke| &stroke.points);
    let range = |axis: fn(&Point) -> f32| {
        let numbers = || points().map(axis);
        (numbers().fold(f32::INFINITY, f32::min), numbers().fold(f32::NEG_INFINITY, f32::max))
    };
    let ((left, right), (top, bottom)) = (range(|point| point.x), range(|point| point.y));
    let scale = (SIDE - 2.0 * MARGIN) / (right - left).max(bottom - top).max(1e-3);
    let place = |at: f32, low: f32, high: f32| 0.5 * SIDE + scale * (at - 0.5 * (low + high));
    let mut path = String::new();
    for stroke in &ink.strokes {
        let mut line = svg::line(
            stroke.points.iter().map(|point| (place(point.x, left, right), place(point.y, top, bottom))),
        );
        if stroke.points.len() == 1 {
            // A line of no length is drawn as a dot.
            line.push_str("h0");
        }
        path.push_str(&line);
    }
    path
}

#[cfg(test)]
mod tests {
    use digits::{Ink, Point, Stroke};

    use super::path;

    fn ink(strokes: &[&[(f32, f32)]]) -> Ink {
        let stroke = |points: &&[(f32, f32)]| Stroke {
            points: points.iter().map(|&(x, y)| Point::new(x, y)).collect(),
        };
        Ink { strokes: strokes.iter().map(stroke).collect() }
    }

    #[test]
    fn ink_of_any_size_fills_the_box_in_its_proportions() {
        let small = ink(&[&[(0.5, 0.1), (0.5, 0.3)], &[(0.45, 0.2), (0.55, 0.2)]]);
        assert_eq!(path(&small), "M20.0 5.0L20.0 35.0M12.5 20.0L27.5 20.0");
    }

    #[test]
    fn a_dot_is_in_the_middle_and_a_blank_is_nothing() {
        assert_eq!(path(&ink(&[&[(0.9, 0.1)]])), "M20.0 20.0h0");
        assert_eq!(path(&ink(&[])), "");
    }
}
