//! The eraser: removes ink near its path. Strokes are split where it crosses them; others keep their exact points.

use digits::{Ink, Point, Stroke};

/// Ink closer than this to the eraser's path is removed, in pad units.
pub const ERASER_RADIUS: f32 = 0.05;

/// A touched stroke is resampled to at most this spacing before it is cut, so that the cuts follow the eraser.
const CUT_SPACING: f32 = 0.01;

/// `ink` without the parts within [`ERASER_RADIUS`] of the segment from `from` to `to`; `None` if there are none.
pub fn erase(ink: &Ink, from: Point, to: Point) -> Option<Ink> {
    let mut touched = false;
    let mut strokes = Vec::with_capacity(ink.strokes.len());
    for stroke in &ink.strokes {
        let points = densified(&stroke.points);
        if points.iter().all(|point| !is_near(point, from, to)) {
            strokes.push(stroke.clone());
            continue;
        }
        touched = true;
        strokes.extend(
            points
                .split(|point| is_near(point, from, to))
                .filter(|rest| !rest.is_empty())
                .map(|rest| Stroke { points: rest.to_vec() }),
        );
    }
    touched.then_some(Ink { strokes })
}

/// Resamples a polyline so that points are at most [`CUT_SPACING`] apart.
fn densified(points: &[Point]) -> Vec<Point> {
    let mut dense = Vec::with_capacity(points.len());
    for (i, point) in points.iter().enumerate() {
        if let Some(before) = i.checked_sub(1).map(|i| points[i]) {
            let pieces =
                ((point.x - before.x).hypot(point.y - before.y) / CUT_SPACING).ceil().min(1000.0) as usize;
            dense.extend((1..pieces).map(|piece| {
                let share = piece as f32 / pieces as f32;
                Point {
                    x: before.x + (point.x - before.x) * share,
                    y: before.y + (point.y - before.y) * share,
                    ..before
                }
            }));
        }
        dense.push(*point);
    }
    dense
}

fn is_near(point: &Point, from: Point, to: Point) -> bool {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length_squared = dx * dx + dy * dy;
    let along = if length_squared > 0.0 {
        (((point.x - from.x) * dx + (point.y - from.y) * dy) / length_squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (point.x - from.x - along * dx).hypot(point.y - from.y - along * dy) <= ERASER_RADIUS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(from: (f32, f32), to: (f32, f32)) -> Stroke {
        Stroke { points: vec![Point::new(from.0, from.1), Point::new(to.0, to.1)] }
    }

    #[test]
    fn a_crossed_stroke_falls_in_two_and_the_other_keeps_its_points() {
        let ink = Ink { strokes: vec![line((0.1, 0.5), (0.9, 0.5)), line((0.1, 0.9), (0.9, 0.9))] };
        let erased = erase(&ink, Point::new(0.5, 0.3), Point::new(0.5, 0.6)).expect("it is crossed");
        assert_eq!(erased.strokes.len(), 3);
        assert_eq!(erased.strokes[2], ink.strokes[1]);
        let left_end = erased.strokes[0].points.last().map_or(0.0, |point| point.x);
        assert!((left_end - (0.5 - ERASER_RADIUS)).abs() < 2.0 * CUT_SPACING, "{left_end}");
    }

    #[test]
    fn a_miss_changes_nothing_and_a_dot_can_go() {
        let ink = Ink { strokes: vec![Stroke { points: vec![Point::new(0.5, 0.5)] }] };
        assert_eq!(erase(&ink, Point::new(0.1, 0.1), Point::new(0.3, 0.1)), None);
        let point = Point::new(0.5, 0.49);
        assert_eq!(erase(&ink, point, point), Some(Ink::default()));
    }
}
