//! The edits that are tried: what the pad's own eraser rubs out along a stroke, and short straight strokes.

use app::erase::erase;
use app::named::Named;
use digits::{Ink, Point, Stroke};

/// The lengths of the eraser's way that are tried, in pad units, shortest first. 0 is a dab.
pub(super) const RUBS: [f32; 9] = [0.0, 0.04, 0.08, 0.12, 0.16, 0.22, 0.28, 0.36, 0.44];
/// The lengths of the strokes that are tried, in pad units, shortest first. 0 is a dot.
pub(super) const STROKES: [f32; 9] = [0.0, 0.06, 0.1, 0.14, 0.18, 0.24, 0.3, 0.38, 0.46];
/// The directions of these strokes, in half a turn.
pub(super) const N_DIRECTIONS: usize = 8;
/// The greatest distance between the places along the strokes from which the eraser starts, in pad units.
const SPACING: f32 = 0.03;
/// The greatest number of such places.
const MAX_STARTS: usize = 80;
/// Dots are tried at the crossings of a grid with this many lines either way.
const N_LINES: usize = 9;
/// How far that grid reaches beyond the ink, in pad units.
const MARGIN: f32 = 0.08;
/// At least so much of the ink must stay, as a fraction of its length.
const LEAST_LEFT: f32 = 0.4;

/// What an edit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Rubs out ink.
    RubOut,
    /// Adds a stroke.
    Add,
}

impl Kind {
    /// Both, in the order in which they are tried and shown.
    pub const ALL: [Kind; 2] = [Kind::RubOut, Kind::Add];
}

impl Named for Kind {
    const NAMES: &'static [(&'static str, Self)] = &[("rub-out", Kind::RubOut), ("add", Kind::Add)];
}

/// An edit of a drawing: the way of the eraser or of the pen.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// What it does.
    pub kind: Kind,
    /// The way; a single point is a dab or a dot.
    pub way: Vec<Point>,
}

impl Edit {
    /// A stroke through `middle` that is as long as `length`; `direction` counts eighths of half a turn. `None` if it leaves
    /// the pad.
    pub(super) fn stroke(middle: Point, direction: usize, length: f32) -> Option<Edit> {
        let angle = std::f32::consts::PI * direction as f32 / N_DIRECTIONS as f32;
        let (dx, dy) = (0.5 * length * angle.cos(), 0.5 * length * angle.sin());
        let from = Point::new(middle.x - dx, middle.y - dy);
        let to = Point::new(middle.x + dx, middle.y + dy);
        let way = if length > 0.0 { vec![from, to] } else { vec![middle] };
        let is_on_pad = |point: &Point| (0.0..=1.0).contains(&point.x) && (0.0..=1.0).contains(&point.y);
        way.iter().all(is_on_pad).then_some(Edit { kind: Kind::Add, way })
    }

    /// The drawing after the edit; `None` if that would leave too little of it, or change nothing.
    pub fn applied(&self, ink: &Ink) -> Option<Ink> {
        if self.kind == Kind::Add {
            let mut after = ink.clone();
            after.strokes.push(Stroke { points: self.way.clone() });
            return Some(after);
        }
        let starts = self.way.iter().take(1);
        let after = starts.chain(&self.way).zip(&self.way).fold(None, |after: Option<Ink>, (from, to)| {
            erase(after.as_ref().unwrap_or(ink), *from, *to).or(after)
        })?;
        (!after.is_empty() && length(&after) >= LEAST_LEFT * length(ink)).then_some(after)
    }
}

/// The length of all strokes, in pad units.
pub(super) fn length(ink: &Ink) -> f32 {
    let pairs = ink.strokes.iter().flat_map(|stroke| stroke.points.windows(2));
    pairs.map(|pair| distance(pair[0], pair[1])).sum()
}

/// The places along the strokes from which the eraser starts, as stroke and distance from its beginning.
pub(super) fn starts(ink: &Ink) -> Vec<(usize, f32)> {
    let spacing = SPACING.max(length(ink) / MAX_STARTS as f32);
    let along = |(idx, stroke): (usize, &Stroke)| {
        let whole: f32 = stroke.points.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
        (0..=(whole / spacing) as usize).map(move |step| (idx, step as f32 * spacing))
    };
    ink.strokes.iter().enumerate().filter(|(_, stroke)| !stroke.points.is_empty()).flat_map(along).collect()
}

/// The eraser's way along a stroke, from a place on it, as long as `length`; `None` if the stroke ends before.
pub(super) fn rub(ink: &Ink, (stroke_idx, start): (usize, f32), length: f32) -> Option<Edit> {
    let points = &ink.strokes.get(stroke_idx)?.points;
    let end = start + length;
    let ends = if length > 0.0 { vec![start, end] } else { vec![start] };
    let mut way = Vec::new();
    let mut passed = 0.0;
    for pair in points.windows(2) {
        let piece = distance(pair[0], pair[1]);
        let here = ends.iter().filter(|place| (passed..passed + piece).contains(place));
        way.extend(here.map(|place| between(pair[0], pair[1], (place - passed) / piece)));
        passed += piece;
        if passed > start && passed < end {
            way.push(Point::new(pair[1].x, pair[1].y));
        }
    }
    if passed == 0.0 {
        // A dot.
        way.extend(points.first().filter(|_| length == 0.0).map(|point| Point::new(point.x, point.y)));
    }
    (!way.is_empty() && end <= passed).then_some(Edit { kind: Kind::RubOut, way })
}

/// The crossings of a grid over the ink and a little beyond it.
pub(super) fn crossings(ink: &Ink) -> Vec<Point> {
    let points = || ink.strokes.iter().flat_map(|stroke| &stroke.points);
    let range = |coordinate: fn(&Point) -> f32| {
        let low = points().map(coordinate).fold(f32::INFINITY, f32::min);
        let high = points().map(coordinate).fold(f32::NEG_INFINITY, f32::max);
        ((low - MARGIN).clamp(0.0, 1.0), (high + MARGIN).clamp(0.0, 1.0))
    };
    let (across, down) = (range(|point| point.x), range(|point| point.y));
    let at = |(low, high): (f32, f32), line: usize| low + (high - low) * line as f32 / (N_LINES - 1) as f32;
    let crossing = |idx| Point::new(at(across, idx % N_LINES), at(down, idx / N_LINES));
    (0..N_LINES * N_LINES).map(crossing).collect()
}

fn distance(a: Point, b: Point) -> f32 {
    (b.x - a.x).hypot(b.y - a.y)
}

fn between(a: Point, b: Point, share: f32) -> Point {
    Point::new(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::examples::example;
    use proptest::prelude::*;

    /// A corner: 0.4 to the right, then 0.4 down.
    fn corner() -> Ink {
        let points = [(0.2, 0.2), (0.6, 0.2), (0.6, 0.6)].map(|(x, y)| Point::new(x, y));
        Ink { strokes: vec![Stroke { points: points.to_vec() }] }
    }

    #[test]
    fn the_eraser_follows_the_stroke_around_its_corner() {
        let edit = rub(&corner(), (0, 0.3), 0.2).expect("it is long enough");
        let way: Vec<(f32, f32)> = edit.way.iter().map(|point| (point.x, point.y)).collect();
        for (found, expected) in way.iter().zip([(0.5, 0.2), (0.6, 0.2), (0.6, 0.3)]) {
            assert!((found.0 - expected.0).hypot(found.1 - expected.1) < 1e-5, "{way:?}");
        }
        assert_eq!(way.len(), 3);
        assert_eq!(rub(&corner(), (0, 0.7), 0.2), None, "there the stroke has ended");
        let after = edit.applied(&corner()).expect("enough is left");
        assert_eq!(after.strokes.len(), 2, "what is left is in two pieces");
        assert!(length(&after) < length(&corner()) - 0.2);
    }

    #[test]
    fn most_of_a_drawing_stays() {
        let dot = Ink { strokes: vec![Stroke { points: vec![Point::new(0.5, 0.5)] }] };
        let dab = rub(&dot, (0, 0.0), 0.0).expect("it starts at the dot");
        assert_eq!(dab.applied(&dot), None, "nothing would be left");
        let short =
            Ink { strokes: vec![Stroke { points: vec![Point::new(0.5, 0.5), Point::new(0.6, 0.5)] }] };
        assert_eq!(rub(&short, (0, 0.04), 0.0).and_then(|edit| edit.applied(&short)), None);
    }

    #[test]
    fn strokes_stay_on_the_pad() {
        let middle = Point::new(0.05, 0.5);
        assert_eq!(Edit::stroke(middle, 0, 0.2), None, "it would begin left of it");
        let down = Edit::stroke(middle, N_DIRECTIONS / 2, 0.2).expect("downwards there is room");
        assert!((length(&down.applied(&Ink::default()).expect("it adds one")) - 0.2).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn a_rubbing_out_only_takes_away(digit in 0..10_u8, place in 0.0..1.0_f32, length_idx in 0..RUBS.len()) {
            let ink = example(digit);
            let starts = starts(&ink);
            let start = starts[(place * starts.len() as f32) as usize];
            let Some(edit) = rub(&ink, start, RUBS[length_idx]) else { return Ok(()) };
            let Some(after) = edit.applied(&ink) else { return Ok(()) };
            prop_assert!(length(&after) < length(&ink));
            let is_near = |point: &Point| {
                let ways = ink.strokes.iter().flat_map(|stroke| stroke.points.windows(2));
                ways.map(|pair| {
                    let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
                    let along = ((point.x - pair[0].x) * dx + (point.y - pair[0].y) * dy) / (dx * dx + dy * dy);
                    distance(between(pair[0], pair[1], along.clamp(0.0, 1.0)), *point)
                })
                .fold(f32::INFINITY, f32::min)
            };
            prop_assert!(after.strokes.iter().flat_map(|stroke| &stroke.points).all(|point| is_near(point) < 1e-4));
        }
    }
}
