//! The learning rate in the course of training.

use std::f32::consts::PI;

use crate::cli::ScheduleArg;

/// The share of all steps over which the cosine schedule rises.
const WARM_UP: f32 = 0.01;

/// The factor on the learning rate for a step, both counted from 0.
#[must_use]
pub(crate) fn factor(schedule: ScheduleArg, step: usize, n_steps: usize) -> f32 {
    match schedule {
        ScheduleArg::Constant => 1.0,
        ScheduleArg::Cosine => {
            // From just above 0 to just below 1, so that no step is wasted on a rate of nothing.
            let progress = (step as f32 + 0.5) / n_steps.max(1) as f32;
            let rise = (progress / WARM_UP).min(1.0);
            rise * 0.5 * (1.0 + (PI * progress.min(1.0)).cos())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constant_is_constant() {
        assert_eq!(factor(ScheduleArg::Constant, 0, 10), 1.0);
        assert_eq!(factor(ScheduleArg::Constant, 9, 10), 1.0);
    }

    #[test]
    fn cosine_rises_shortly_and_falls_to_almost_nothing() {
        let factors: Vec<f32> = (0..1000).map(|step| factor(ScheduleArg::Cosine, step, 1000)).collect();
        assert!(factors[..10].is_sorted());
        assert!(factors[11..].is_sorted_by(|a, b| a >= b));
        assert!(factors[11] > 0.99 && factors[999] < 1e-5);
        assert!((factors[500] - 0.5).abs() < 0.01);
        assert!(factors.iter().all(|factor| *factor > 0.0));
    }
}
