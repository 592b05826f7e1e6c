//! Built-in example digits, each stroke a smooth curve through a few control points.

use digits::{Ink, Point, Stroke};

/// Points sampled per pair of control points.
const POINTS_PER_PIECE: usize = 8;

/// Control points of each digit's strokes, in pad units. A repeated point makes a corner.
#[rustfmt::skip]
const CONTROL_POINTS: [&[&[(f32, f32)]]; 10] = [
    &[&[(0.54, 0.19), (0.40, 0.25), (0.31, 0.48), (0.35, 0.72), (0.49, 0.82), (0.63, 0.74), (0.69, 0.50), (0.64, 0.27), (0.52, 0.19), (0.47, 0.22)]],
    &[&[(0.41, 0.33), (0.48, 0.27), (0.54, 0.18), (0.54, 0.18), (0.53, 0.50), (0.52, 0.83)]],
    &[&[(0.33, 0.33), (0.40, 0.21), (0.54, 0.19), (0.64, 0.30), (0.59, 0.48), (0.45, 0.65), (0.31, 0.79), (0.31, 0.79), (0.46, 0.78), (0.60, 0.80), (0.71, 0.77)]],
    &[&[(0.34, 0.26), (0.46, 0.19), (0.61, 0.24), (0.62, 0.38), (0.46, 0.48), (0.46, 0.48), (0.63, 0.54), (0.67, 0.69), (0.54, 0.82), (0.38, 0.80), (0.30, 0.72)]],
    &[&[(0.45, 0.18), (0.39, 0.36), (0.30, 0.57), (0.30, 0.57), (0.50, 0.57), (0.72, 0.55)], &[(0.62, 0.35), (0.60, 0.58), (0.57, 0.84)]],
    &[&[(0.39, 0.21), (0.37, 0.34), (0.35, 0.47), (0.35, 0.47), (0.50, 0.42), (0.65, 0.50), (0.67, 0.67), (0.54, 0.81), (0.33, 0.78)], &[(0.39, 0.21), (0.53, 0.21), (0.67, 0.19)]],
    &[&[(0.61, 0.18), (0.47, 0.28), (0.37, 0.46), (0.34, 0.66), (0.43, 0.81), (0.58, 0.80), (0.66, 0.67), (0.58, 0.55), (0.45, 0.57), (0.36, 0.67)]],
    &[&[(0.30, 0.23), (0.48, 0.22), (0.69, 0.20), (0.69, 0.20), (0.58, 0.42), (0.50, 0.62), (0.45, 0.83)]],
    &[&[(0.64, 0.25), (0.52, 0.18), (0.38, 0.26), (0.41, 0.41), (0.56, 0.52), (0.65, 0.67), (0.57, 0.81), (0.42, 0.80), (0.34, 0.67), (0.43, 0.53), (0.57, 0.42), (0.64, 0.33), (0.64, 0.27)]],
    &[&[(0.64, 0.29), (0.53, 0.19), (0.39, 0.25), (0.35, 0.40), (0.45, 0.50), (0.59, 0.43), (0.65, 0.28), (0.65, 0.28), (0.64, 0.50), (0.60, 0.68), (0.54, 0.84)]],
];

/// The example of `digit`; values above 9 are treated as 9.
pub fn example(digit: u8) -> Ink {
    let strokes = CONTROL_POINTS[usize::from(digit.min(9))];
    Ink { strokes: strokes.iter().map(|points| Stroke { points: smooth(points) }).collect() }
}

/// Samples the uniform Catmull-Rom spline through the control points (Catmull and Rom 1974).
fn smooth(control: &[(f32, f32)]) -> Vec<Point> {
    let at = |i: usize| control[i.min(control.len() - 1)];
    let mut points = Vec::with_capacity(control.len() * POINTS_PER_PIECE);
    for piece in 0..control.len().saturating_sub(1) {
        let (p0, p1, p2, p3) = (at(piece.saturating_sub(1)), at(piece), at(piece + 1), at(piece + 2));
        if p1 == p2 {
            continue;
        }
        for step in 0..POINTS_PER_PIECE {
            let t = step as f32 / POINTS_PER_PIECE as f32;
            let spline = |a: f32, b: f32, c: f32, d: f32| {
                0.5 * (2.0 * b
                    + (c - a) * t
                    + (2.0 * a - 5.0 * b + 4.0 * c - d) * t * t
                    + (3.0 * b - a - 3.0 * c + d) * t * t * t)
            };
            points.push(Point::new(spline(p0.0, p1.0, p2.0, p3.0), spline(p0.1, p1.1, p2.1, p3.1)));
        }
    }
    points.extend(control.last().map(|&(x, y)| Point::new(x, y)));
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_stay_on_the_pad_and_pass_through_their_ends() {
        for digit in 0..10 {
            let ink = example(digit);
            for (stroke, control) in ink.strokes.iter().zip(CONTROL_POINTS[usize::from(digit)]) {
                assert!(
                    stroke.points.iter().all(|p| (0.1..0.9).contains(&p.x) && (0.1..0.9).contains(&p.y)),
                    "{digit}"
                );
                assert_eq!(stroke.points.first().map(|p| (p.x, p.y)), control.first().copied(), "{digit}");
                assert_eq!(stroke.points.last().map(|p| (p.x, p.y)), control.last().copied(), "{digit}");
            }
        }
    }
}
