//! Scribbles: meaningless lines.

use rand::{Rng, RngExt as _};

use super::curve::{Knot, spline};
use crate::ink::{Ink, Point, Stroke};
use crate::placed::Place;

/// A wandering line, a zigzag, or hatching.
pub(super) fn scribble(rng: &mut impl Rng) -> Ink {
    let strokes = match rng.random_range(0..3) {
        0 => (0..rng.random_range(1..4)).map(|_| wander(rng)).collect(),
        1 => vec![zigzag(rng)],
        _ => hatching(rng),
    };
    Ink { strokes: strokes.iter().map(|knots| stroke(knots)).collect() }
}

fn stroke(knots: &[Knot]) -> Stroke {
    Stroke { points: spline(knots, 6).iter().map(|place| Point::new(place.x, place.y)).collect() }
}

fn knot(x: f32, y: f32, is_corner: bool) -> Knot {
    Knot { at: Place { x: x.clamp(0.02, 0.98), y: y.clamp(0.02, 0.98) }, is_corner }
}

fn within(low: f32, high: f32, rng: &mut impl Rng) -> f32 {
    low + (high - low) * rng.random::<f32>()
}

/// An aimless line from point to point.
fn wander(rng: &mut impl Rng) -> Vec<Knot> {
    let reach = within(0.1, 0.35, rng);
    let (mut x, mut y) = (within(0.25, 0.75, rng), within(0.25, 0.75, rng));
    let n_knots = rng.random_range(5..16);
    (0..n_knots)
        .map(|_| {
            x = (x + within(-reach, reach, rng)).clamp(0.05, 0.95);
            y = (y + within(-reach, reach, rng)).clamp(0.05, 0.95);
            knot(x, y, rng.random::<f32>() < 0.2)
        })
        .collect()
}

/// A zigzag along a line.
fn zigzag(rng: &mut impl Rng) -> Vec<Knot> {
    // With fewer teeth, it could be a 3 or a 2.
    let n_knots = rng.random_range(8..16);
    let is_sharp = rng.random::<bool>();
    let is_upright = rng.random::<bool>();
    let (start, end) = (within(0.1, 0.3, rng), within(0.7, 0.9, rng));
    let (near, far) = (within(0.15, 0.4, rng), within(0.6, 0.85, rng));
    (0..n_knots)
        .map(|idx| {
            let along = start + (end - start) * idx as f32 / (n_knots - 1) as f32;
            let across = if idx % 2 == 0 { near } else { far } + within(-0.08, 0.08, rng);
            let (x, y) = if is_upright { (across, along) } else { (along, across) };
            knot(x, y, is_sharp)
        })
        .collect()
}

/// Several lines, parallel or in all directions.
fn hatching(rng: &mut impl Rng) -> Vec<Vec<Knot>> {
    let slant = within(-0.4, 0.4, rng);
    let is_wild = rng.random::<bool>();
    let n_lines = rng.random_range(3..9);
    (0..n_lines)
        .map(|idx| {
            if is_wild {
                let mut end = || knot(within(0.1, 0.9, rng), within(0.1, 0.9, rng), true);
                return vec![end(), end()];
            }
            let x = 0.2 + 0.6 * (idx as f32 + 0.5) / n_lines as f32 + within(-0.04, 0.04, rng);
            let (top, bottom) = (within(0.1, 0.3, rng), within(0.7, 0.9, rng));
            vec![knot(x - 0.5 * slant, top, true), knot(x + 0.5 * slant, bottom, true)]
        })
        .collect()
}
