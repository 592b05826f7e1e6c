//! Skeletons: the control points of a drawing's strokes, and the smooth lines through them.

use crate::ink::{Ink, Point, Stroke};
use crate::placed::Place;

/// A control point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Knot {
    pub(super) at: Place,
    /// Whether the line turns sharply here.
    pub(super) is_corner: bool,
}

/// Strokes as control points, in hundredths of the writing square, with y pointing down.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Skeleton {
    pub(super) strokes: Vec<Vec<Knot>>,
}

impl Skeleton {
    /// Parses `x,y x,y! x,y | x,y x,y`: points of integers in writing order, with `!` after a corner and `|` between strokes.
    pub(super) fn parse(text: &str) -> Self {
        // The tables are ASCII, and splitting bytes takes a kilobyte less than splitting text. Parsing integers keeps the tables for
        // parsing fractions, ten kilobytes, out of the page.
        let coordinate =
            |digits: &[u8]| digits.iter().fold(0.0, |number, digit| 10.0 * number + f32::from(digit - b'0'));
        let knot = |word: &[u8]| {
            let (word, is_corner) = match word {
                [word @ .., b'!'] => (word, true),
                word => (word, false),
            };
            let comma = word.iter().position(|byte| *byte == b',')?;
            let at = Place { x: coordinate(&word[..comma]), y: coordinate(&word[comma + 1..]) };
            Some(Knot { at, is_corner })
        };
        let stroke = |text: &[u8]| text.split(|byte| *byte == b' ').filter_map(knot).collect();
        Self { strokes: text.as_bytes().split(|byte| *byte == b'|').map(stroke).collect() }
    }

    /// The lines through the control points, on the whole pad.
    pub(super) fn to_ink(&self) -> Ink {
        let point = |place: Place| Point::new(place.x / 100.0, place.y / 100.0);
        let stroke = |knots: &Vec<Knot>| Stroke { points: spline(knots, 6).into_iter().map(point).collect() };
        Ink { strokes: self.strokes.iter().map(stroke).collect() }
    }
}

/// A line through the knots, with `n_steps` pieces between each pair: a Catmull-Rom spline (E. Catmull, R. Rom, A class
/// of local interpolating splines, 1974) that restarts at each corner.
pub(super) fn spline(knots: &[Knot], n_steps: usize) -> Vec<Place> {
    let Some(first) = knots.first() else { return Vec::new() };
    let mut line = vec![first.at];
    for from in 0..knots.len() - 1 {
        let (start, end) = (knots[from], knots[from + 1]);
        let before = if from == 0 || start.is_corner { start.at } else { knots[from - 1].at };
        let after = match knots.get(from + 2) {
            Some(after) if !end.is_corner => after.at,
            _ => end.at,
        };
        for step in 1..=n_steps {
            let t = step as f32 / n_steps as f32;
            let on_axis = |axis: fn(Place) -> f32| {
                catmull_rom(axis(before), axis(start.at), axis(end.at), axis(after), t)
            };
            line.push(Place { x: on_axis(|place| place.x), y: on_axis(|place| place.y) });
        }
    }
    line
}

/// From `p1` at t = 0 to `p2` at t = 1.
fn catmull_rom(p0: f32, p1: f32, p2: f32, p3: f32, t: f32) -> f32 {
    let (a, b, c) = (p2 - p0, 2.0 * p0 - 5.0 * p1 + 4.0 * p2 - p3, 3.0 * (p1 - p2) + p3 - p0);
    p1 + 0.5 * t * (a + t * (b + t * c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skeleton_is_strokes_of_knots() {
        let skeleton = Skeleton::parse("10,20 30,40! | 5,6");
        let n_knots: Vec<usize> = skeleton.strokes.iter().map(Vec::len).collect();
        assert_eq!(n_knots, [2, 1]);
        assert_eq!(skeleton.strokes[0][1], Knot { at: Place { x: 30.0, y: 40.0 }, is_corner: true });
    }

    #[test]
    fn the_line_goes_through_its_knots() {
        let knots = &Skeleton::parse("0,0 10,5 20,40! 0,60").strokes[0];
        let line = spline(knots, 4);
        assert_eq!(line.len(), 13);
        for (knot, place) in knots.iter().zip(line.iter().step_by(4)) {
            assert_eq!(knot.at, *place);
        }
    }

    #[test]
    fn a_line_between_corners_is_straight() {
        let line = spline(&Skeleton::parse("0,0 10,10! 40,10! 90,70").strokes[0], 5);
        assert!(line[5..=10].iter().all(|place| (place.y - 10.0).abs() < 1e-4), "{line:?}");
    }
}
