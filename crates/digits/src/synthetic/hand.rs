//! A simulated hand, which writes a skeleton more or less steadily, quickly and largely.

use rand::{Rng, RngExt as _};

use super::curve::{Skeleton, spline};
use crate::augment::rotation;
use crate::elastic::Elastic;
use crate::ink::{Ink, Point, Stroke};
use crate::placed::{Place, SIDE_LENGTH};
use crate::random::normal;
use crate::warp::Linear;

/// Pieces of a line between two knots, before sampling.
const N_STEPS: usize = 12;

/// A person's hand at one moment.
#[derive(Clone, Debug)]
pub(super) struct Hand {
    /// The displacement of each knot, in hundredths of the square.
    scatter: f32,
    /// The tremor of the pen, in hundredths of the square.
    tremor: f32,
    /// How far lines overshoot or fall short of their ends, as a fraction of their last piece.
    overshoot: f32,
    /// Where the halves meet. If positive, the upper half is larger.
    balance: f32,
    /// Rotation, slant and proportions.
    linear: Linear,
    /// Bends the whole drawing.
    elastic: Elastic,
    /// The distance between sampled points, in hundredths of the square.
    sampling: f32,
    /// The longest side of the drawing, in units of the pad's side.
    size: f32,
    /// The probability that a corner is rounded.
    roundness: f32,
}

impl Hand {
    /// A random hand, mostly moderate, sometimes wild.
    pub(super) fn random(rng: &mut impl Rng) -> Self {
        let wildness = if rng.random::<f32>() < 0.15 { 1.7 } else { 1.0 } * (0.5 + 0.5 * rng.random::<f32>());
        let mut normal = || normal(rng);
        let slant = 0.1 + 0.2 * wildness * normal();
        let turn = 5.0 * wildness * normal();
        let stretch = (1.0 + 0.16 * wildness * normal()).clamp(0.55, 1.6);
        let linear = rotation(turn.clamp(-25.0, 25.0))
            .after(Linear::unshear(slant.clamp(-0.5, 0.7)))
            .after(Linear { xx: stretch, xy: 0.0, yx: 0.0, yy: 1.0 / stretch });
        Self {
            scatter: 3.0 * wildness,
            tremor: 0.22 * wildness * normal().abs(),
            overshoot: 0.1 * wildness * normal(),
            balance: (0.12 * wildness * normal()).clamp(-0.3, 0.3),
            linear,
            elastic: Elastic::random(1.6 * wildness, rng),
            sampling: 1.5 + 9.0 * rng.random::<f32>() * rng.random::<f32>(),
            size: 0.35 + 0.5 * rng.random::<f32>(),
            roundness: 0.4 * rng.random::<f32>(),
        }
    }

    /// Draws a skeleton with this hand.
    pub(super) fn write(&self, skeleton: &Skeleton, rng: &mut impl Rng) -> Ink {
        let strokes: Vec<Vec<Place>> = skeleton
            .strokes
            .iter()
            .map(|knots| {
                let mut knots = knots.clone();
                for knot in &mut knots {
                    knot.at.x += self.scatter * normal(rng);
                    knot.at.y += self.scatter * normal(rng);
                    knot.is_corner &= rng.random::<f32>() >= self.roundness;
                }
                let mut line = spline(&knots, N_STEPS);
                self.overshoot(&mut line);
                self.tremble(&mut line, rng);
                line.iter_mut().for_each(|at| *at = self.bend(*at));
                sample(&line, self.sampling)
            })
            .collect();
        self.place_on_pad(&strokes, rng)
    }

    /// Extends or shortens the end of the line.
    fn overshoot(&self, line: &mut [Place]) {
        if let [.., before, _, end] = line {
            let share = self.overshoot * N_STEPS as f32 / 2.0;
            *end = Place { x: end.x + share * (end.x - before.x), y: end.y + share * (end.y - before.y) };
        }
    }

    /// A tremor with memory, like a muscle's.
    fn tremble(&self, line: &mut [Place], rng: &mut impl Rng) {
        let mut off = Place { x: 0.0, y: 0.0 };
        for at in line {
            off.x = 0.8 * off.x + self.tremor * normal(rng);
            off.y = 0.8 * off.y + self.tremor * normal(rng);
            *at = Place { x: at.x + off.x, y: at.y + off.y };
        }
    }

    fn bend(&self, at: Place) -> Place {
        // A parabola from -1 to 1 that leaves the ends where they are.
        let y = (at.y - 50.0) / 50.0;
        let y = y + self.balance * (1.0 - (y * y).min(1.0));
        let half = 0.5 * SIDE_LENGTH;
        let to_image = 0.2;
        let turned = self.linear.apply((at.x - 50.0) * to_image, 50.0 * y * to_image);
        self.elastic.bend(Place { x: turned.x + half, y: turned.y + half })
    }

    /// Scales the drawing to this hand's size and puts it anywhere on the pad where it fits.
    fn place_on_pad(&self, strokes: &[Vec<Place>], rng: &mut impl Rng) -> Ink {
        let places = || strokes.iter().flatten();
        let low = |axis: fn(&Place) -> f32| places().map(axis).fold(f32::INFINITY, f32::min);
        let high = |axis: fn(&Place) -> f32| places().map(axis).fold(f32::NEG_INFINITY, f32::max);
        let (left, right) = (low(|at| at.x), high(|at| at.x));
        let (top, bottom) = (low(|at| at.y), high(|at| at.y));
        let scale = self.size / (right - left).max(bottom - top).max(1.0);
        let start =
            |low: f32, high: f32, place: f32| 0.02 + place * (0.96 - scale * (high - low)) - scale * low;
        let middle = |rng: &mut _| 0.5 * (1.0 + 0.5 * normal(rng)).clamp(0.0, 2.0);
        let (x, y) = (start(left, right, middle(rng)), start(top, bottom, middle(rng)));
        let point = |at: &Place| Point::new(x + scale * at.x, y + scale * at.y);
        Ink {
            strokes: strokes.iter().map(|line| Stroke { points: line.iter().map(point).collect() }).collect(),
        }
    }
}

/// The points of the line that are at least this far apart, in hundredths of the square, and its end.
fn sample(line: &[Place], distance: f32) -> Vec<Place> {
    // Hundredths of the square have become fifths of a pixel.
    let distance = 0.2 * distance;
    let mut points: Vec<Place> = Vec::with_capacity(line.len());
    for (idx, &at) in line.iter().enumerate() {
        let is_far = points.last().is_none_or(|last| {
            let (x, y) = (at.x - last.x, at.y - last.y);
            x * x + y * y >= distance * distance
        });
        if is_far || idx + 1 == line.len() {
            points.push(at);
        }
    }
    points
}

/// Scales and moves a drawing so that it lies between two vertical lines, in units of the pad's side.
pub(super) fn fit_between(ink: &mut Ink, left: f32, right: f32) {
    let xs = || ink.strokes.iter().flat_map(|stroke| &stroke.points).map(|point| point.x);
    let (low, high) = (xs().fold(f32::INFINITY, f32::min), xs().fold(f32::NEG_INFINITY, f32::max));
    let scale = ((right - left) / (high - low).max(1e-3)).min(1.0);
    for point in ink.strokes.iter_mut().flat_map(|stroke| &mut stroke.points) {
        point.x = 0.5 * (left + right) + scale * (point.x - 0.5 * (low + high));
    }
}
