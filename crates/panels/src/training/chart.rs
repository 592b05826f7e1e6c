//! The curves of a film: accuracy and loss over the number of samples, on a logarithmic axis.

use app::number;
use learning::{Frame, Score};

use crate::svg;
use crate::training::field::short;

/// Width of the chart's box.
const WIDTH: f32 = 100.0;
/// Height of the chart's box.
const HEIGHT: f32 = 40.0;
/// Where a number stands on the horizontal axis beside those at its ends, at about this place.
const MIDDLE: f32 = 45.0;
/// No further from there than this, or it would crowd them.
const REACH: f32 = 20.0;

/// A point of the curves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(super) n_samples: u64,
    pub(super) held_out: Score,
    pub(super) training: Score,
}

impl Point {
    pub(super) fn of(frame: &Frame) -> Point {
        let (held_out, training) = (frame.measures.held_out, frame.measures.training);
        Point { n_samples: frame.n_samples, held_out, training }
    }
}

/// The charts of a film: its curves and those of the film before on the same axes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// The curves.
    pub curves: Curves,
    /// Those of the film before.
    pub ghost: Curves,
    /// The numbers on the horizontal axis with their places, 0 to 100, from left to right.
    pub ticks: Vec<(String, String)>,
    /// The loss at the top.
    pub largest_loss: String,
}

/// Curves in a box of 100 by 40 with y pointing down, as the `d` attributes of SVG paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curves {
    /// The accuracy on the held-out drawings.
    pub accuracy: String,
    /// The accuracy on the drawings that are trained on.
    pub training_accuracy: String,
    /// The loss on the held-out drawings, relative to the largest.
    pub loss: String,
    /// The loss on the drawings that are trained on, relative to the same.
    pub training_loss: String,
}

/// The charts of these points and those of the film before, on an axis that ends at `end` samples.
pub(crate) fn chart(points: &[Point], ghost: &[Point], end: u64) -> Chart {
    let losses = points.iter().chain(ghost).flat_map(|point| [point.held_out.loss, point.training.loss]);
    let largest_loss = losses.fold(f32::MIN_POSITIVE, f32::max);
    Chart {
        curves: curves(points, end, largest_loss),
        ghost: curves(ghost, end, largest_loss),
        ticks: ticks(end),
        largest_loss: number::fixed(largest_loss, if largest_loss < 1.0 { 2 } else { 1 }),
    }
}

fn curves(points: &[Point], end: u64, largest_loss: f32) -> Curves {
    let line = |height: &dyn Fn(&Point) -> f32| curve(points, end, height);
    Curves {
        accuracy: line(&|point| point.held_out.accuracy),
        training_accuracy: line(&|point| point.training.accuracy),
        loss: line(&|point| point.held_out.loss / largest_loss),
        training_loss: line(&|point| point.training.loss / largest_loss),
    }
}

/// The line through these points at heights from 0 to 1.
pub(super) fn curve(points: &[Point], end: u64, height: impl Fn(&Point) -> f32) -> String {
    svg::line(points.iter().map(|point| (x_of(point.n_samples, end), HEIGHT * (1.0 - height(point)))))
}

/// Where a number of samples is on an axis that ends at `end`.
pub(super) fn x_of(n_samples: u64, end: u64) -> f32 {
    let place = |n_samples: u64| ((1 + n_samples) as f32).ln();
    WIDTH * place(n_samples) / place(end).max(f32::MIN_POSITIVE)
}

/// The numbers at the ends of the axis, and a power of ten near its middle, if there is one.
fn ticks(end: u64) -> Vec<(String, String)> {
    let off_middle = |n: &u64| (x_of(*n, end) - MIDDLE).abs();
    let powers = (1..12).map(|exponent| 10_u64.pow(exponent)).filter(|n| off_middle(n) < REACH);
    let middle = powers.min_by(|one, other| off_middle(one).total_cmp(&off_middle(other)));
    let numbers = [Some(0), middle, Some(end)].into_iter().flatten();
    numbers.map(|n| (number::plain(x_of(n, end), 1), short(n))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_numbers_stand_on_the_axis_and_do_not_crowd() {
        let labels = |end| ticks(end).into_iter().map(|(_, label)| label).collect::<Vec<_>>();
        assert_eq!(labels(60_000), ["0", "100", "60k"]);
        assert_eq!(labels(600_000), ["0", "1k", "600k"]);
        assert_eq!(labels(6_000_000), ["0", "1k", "6M"]);
        assert_eq!(labels(300), ["0", "10", "300"]);
        assert_eq!(labels(30), ["0", "30"]);
        assert_eq!(ticks(60_000)[2].0, "100.0");
    }

    #[test]
    fn the_film_before_is_drawn_on_the_same_axes() {
        let point = |n_samples, loss| {
            let score = Score { loss, accuracy: 0.5 };
            Point { n_samples, held_out: score, training: score }
        };
        let chart = chart(&[point(0, 1.0), point(99, 0.5)], &[point(0, 2.0), point(99, 2.0)], 99);
        assert_eq!(chart.curves.loss, "M0.0 20.0L100.0 30.0");
        assert_eq!(chart.ghost.loss, "M0.0 0.0L100.0 0.0");
        assert_eq!(chart.largest_loss, "2.0");
    }
}
