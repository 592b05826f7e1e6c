//! How the learning rate changes over a training run.

use std::f32::consts::PI;
use std::f64::consts::FRAC_PI_2;

/// The share of all steps over which the cosine schedule warms up.
const WARM_UP: f32 = 0.01;

/// A learning-rate schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// The same learning rate throughout.
    Constant,
    /// A short linear warm-up, then half a cosine down to zero (I. Loshchilov, F. Hutter, SGDR: stochastic gradient descent with
    /// warm restarts, 2017).
    Cosine,
}

impl Schedule {
    /// The factor by which to multiply the peak learning rate at step `step` of `n_steps`, counted from 0.
    #[must_use]
    pub fn factor(self, step: usize, n_steps: usize) -> f32 {
        match self {
            Schedule::Constant => 1.0,
            Schedule::Cosine => {
                // In the middle of the step, so that neither the first nor the last one has a learning rate of 0.
                let progress = (step as f32 + 0.5) / n_steps.max(1) as f32;
                let warm_up = (progress / WARM_UP).min(1.0);
                warm_up * 0.5 * (1.0 + cosine(PI * progress.min(1.0)))
            }
        }
    }
}

/// The cosine of an angle from 0 to pi, by the series of the sine around the middle. The platform's own differs between platforms
/// in its last bit, and takes two kilobytes of the program that trains, because it is made for angles of any size.
fn cosine(angle: f32) -> f32 {
    let x = f64::from(angle) - FRAC_PI_2;
    let sum = (1..=9).rev().fold(1.0, |sum, k| 1.0 - sum * x * x / f64::from(2 * k * (2 * k + 1)));
    (-x * sum) as f32
}

#[cfg(test)]
mod tests {
    use super::{PI, Schedule, cosine};

    #[test]
    fn the_cosine_is_exact() {
        for step in 0..=100_000 {
            let angle = PI * step as f32 / 100_000.0;
            assert_eq!(cosine(angle), f64::from(angle).cos() as f32, "{angle}");
        }
    }

    #[test]
    fn constant_is_constant() {
        assert_eq!(Schedule::Constant.factor(0, 10), 1.0);
        assert_eq!(Schedule::Constant.factor(9, 10), 1.0);
    }

    #[test]
    fn cosine_rises_briefly_and_falls_to_almost_nothing() {
        let factors: Vec<f32> = (0..1000).map(|step| Schedule::Cosine.factor(step, 1000)).collect();
        assert!(factors[..10].is_sorted());
        assert!(factors[11..].is_sorted_by(|a, b| a >= b));
        assert!(factors[11] > 0.99 && factors[999] < 1e-5);
        assert!((factors[500] - 0.5).abs() < 0.01);
        assert!(factors.iter().all(|factor| *factor > 0.0));
    }
}
