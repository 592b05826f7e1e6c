//! Random numbers that are the same on every machine: no logarithm, whose last bits differ between them.

use rand::{Rng, RngExt as _};

/// Approximately standard normal: six uniform numbers from -1 to 1, with variance 1/3 each, summed and divided by √2.
pub fn normal(rng: &mut impl Rng) -> f32 {
    let sum: f32 = (0..6).map(|_| 2.0 * rng.random::<f32>() - 1.0).sum();
    sum / std::f32::consts::SQRT_2
}
