//! The exponential function in single precision, eight at a time, in plain arithmetic.
//!
//! It is written out instead of taken from the platform so that it gives the same bits everywhere: a network gives exactly the
//! same outputs in the browser as on the machine that trained it. And it is written in vectors because the compiler does not
//! find them by itself in a program that is optimised for size at the link, as the page is.

use fearless_simd::prelude::*;
use fearless_simd::{f32x8, u32x8};

/// The upper limit of [`exp`]'s argument: e^88 is still a finite `f32`.
const MAX_ARGUMENT: f32 = 88.0;
/// The lower limit: e^-87 is still a normal `f32`.
const MIN_ARGUMENT: f32 = -87.0;

/// Adding 1.5 * 2^23 rounds to the nearest integer and leaves that integer in the low bits; subtracting it again gives the
/// integer as a float.
const ROUND: f32 = 12_582_912.0;

/// ln 2 in two parts: the first ends in zero bits, so its product with a small integer is exact.
const LN_2_HIGH: f32 = 355.0 / 512.0;
const LN_2_LOW: f32 = -2.121_944_4e-4;

/// e^x to about one unit in the last place. Arguments outside -87..88 are clamped; NaN stays NaN.
///
/// Range reduction and polynomial of Moshier's Cephes library (`expf`): `x = n ln 2 + r`, `e^x = 2^n e^r`.
#[inline(always)]
pub(crate) fn exp<S: Simd>(simd: S, x: f32x8<S>) -> f32x8<S> {
    // By comparisons, because processors disagree about the minimum of a number and NaN.
    let x = x.simd_gt(MAX_ARGUMENT).select(f32x8::splat(simd, MAX_ARGUMENT), x);
    let x = x.simd_lt(MIN_ARGUMENT).select(f32x8::splat(simd, MIN_ARGUMENT), x);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = x - n * LN_2_HIGH - n * LN_2_LOW;

    let mut polynomial = f32x8::splat(simd, 1.987_569_1e-4);
    for coefficient in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        polynomial = polynomial * r + coefficient;
    }
    let e_r = polynomial * (r * r) + r + 1.0;

    // 2^n: n is in the low bits of `shifted`; shift it into the exponent and add the exponent of 1.0.
    let exponent = (shifted.bitcast::<u32x8<S>>() << 23) + 1.0_f32.to_bits();
    e_r * exponent.bitcast::<f32x8<S>>()
}

#[cfg(test)]
mod tests {
    use fearless_simd::prelude::*;
    use fearless_simd::{Level, dispatch, f32x8};

    /// The exponential of one number, which does not depend on the processor.
    fn exp(x: f32) -> f32 {
        let at = |level| dispatch!(level, simd => super::exp(simd, f32x8::splat(simd, x))[0]);
        let (best, baseline): (f32, f32) = (at(Level::new()), at(Level::baseline()));
        assert_eq!(best.to_bits(), baseline.to_bits(), "e^{x} depends on the processor");
        best
    }

    #[test]
    fn agrees_with_double_precision() {
        let mut worst = 0.0_f64;
        for step in -87_000..=88_000 {
            let x = step as f32 / 1000.0;
            let expected = f64::from(x).exp();
            worst = worst.max(((f64::from(exp(x)) - expected) / expected).abs());
        }
        assert!(worst < 1.5e-7, "relative error {worst:e}");
    }

    #[test]
    fn is_exact_at_zero_and_clamped_at_the_extremes() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(f32::NEG_INFINITY), exp(-87.0));
        assert_eq!(exp(f32::INFINITY), exp(88.0));
        assert!(exp(f32::INFINITY).is_finite());
        assert!(exp(f32::NAN).is_nan());
    }
}
