//! Arithmetic on whole slices, eight numbers at a time. It is written in vectors because the compiler does not find them by
//! itself in a program that is optimised for size at the link, as the page is.
//!
//! Whoever passes a closure marks it `#[inline(always)]`: out of line it would be compiled without the processor's vector
//! instructions, and each of its operations would be a function call.

use fearless_simd::f32x8;
use fearless_simd::prelude::*;

/// The number of lanes of a vector.
const N_LANES: usize = 8;

/// Writes what `function` makes of the numbers of `from` into `to`. The last vector overlaps the one before it, so that nothing
/// needs to be padded unless there are fewer than eight numbers. `function` occurs once, because it may be long.
#[inline(always)]
pub(crate) fn map<S: Simd>(simd: S, from: &[f32], to: &mut [f32], function: impl Fn(f32x8<S>) -> f32x8<S>) {
    let (mut padded, mut results) = ([0.0; N_LANES], [0.0; N_LANES]);
    let is_short = from.len() < N_LANES;
    let (source, target) = if is_short {
        padded[..from.len()].copy_from_slice(from);
        (padded.as_slice(), results.as_mut_slice())
    } else {
        (from, &mut *to)
    };
    let last_start = source.len() - N_LANES;
    for start in (0..source.len()).step_by(N_LANES) {
        let start = start.min(last_start);
        if let (Some(from), Some(to)) = (source[start..].first_chunk(), target[start..].first_chunk_mut()) {
            apply(simd, from, to, &function);
        }
    }
    if is_short {
        to.copy_from_slice(&results[..from.len()]);
    }
}

/// Writes what `function` makes of one vector.
#[inline(always)]
fn apply<S: Simd>(
    simd: S,
    from: &[f32; N_LANES],
    to: &mut [f32; N_LANES],
    function: &impl Fn(f32x8<S>) -> f32x8<S>,
) {
    function(f32x8::from_slice(simd, from)).store_slice(to);
}

/// Replaces the numbers at each index of `slices` by what `function` makes of them and of those of `others` there.
///
/// # Shapes
///
/// All slices have the same length.
#[inline(always)]
pub(crate) fn update<S: Simd, const N: usize, const M: usize>(
    simd: S,
    slices: [&mut [f32]; N],
    others: [&[f32]; M],
    function: impl Fn([f32x8<S>; N], [f32x8<S>; M]) -> [f32x8<S>; N],
) {
    simd.vectorize(
        #[inline(always)]
        || {
            let mut slices = slices;
            for start in (0..slices[0].len()).step_by(N_LANES) {
                let vectors = slices.each_ref().map(|numbers| load(simd, &numbers[start..]));
                let results = function(vectors, others.map(|numbers| load(simd, &numbers[start..])));
                for (numbers, result) in slices.iter_mut().zip(results) {
                    store(result, &mut numbers[start..]);
                }
            }
        },
    );
}

/// Folds the vectors of the slices into `start`, each slice's together. The last ones end in zeros.
///
/// # Shapes
///
/// All slices have the same length.
#[inline(always)]
pub(crate) fn fold<S: Simd, const N: usize, A>(
    simd: S,
    slices: [&[f32]; N],
    start: A,
    function: impl Fn(A, [f32x8<S>; N]) -> A,
) -> A {
    (0..slices[0].len())
        .step_by(N_LANES)
        .fold(start, |folded, i| function(folded, slices.map(|numbers| load(simd, &numbers[i..]))))
}

/// The first numbers as a vector, which ends in zeros if they are too few.
#[inline(always)]
fn load<S: Simd>(simd: S, numbers: &[f32]) -> f32x8<S> {
    if let Some(numbers) = numbers.first_chunk::<N_LANES>() {
        return f32x8::from_slice(simd, numbers);
    }
    let mut padded = [0.0; N_LANES];
    padded[..numbers.len()].copy_from_slice(numbers);
    f32x8::from_slice(simd, &padded)
}

/// Replaces the first numbers by those of a vector, as many as there are.
#[inline(always)]
fn store<S: Simd>(vector: f32x8<S>, numbers: &mut [f32]) {
    if let Some(numbers) = numbers.first_chunk_mut::<N_LANES>() {
        return vector.store_slice(numbers);
    }
    numbers.copy_from_slice(&vector.as_slice()[..numbers.len()]);
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::update;

    #[test]
    fn every_number_is_updated_once_whatever_the_length() {
        for len in 0..40_usize {
            let numbers: Vec<f32> = (0..len).map(|i| i as f32).collect();
            let (mut sums, mut products) = (numbers.clone(), numbers.clone());
            dispatch!(Level::new(), simd => {
                update(simd, [&mut sums, &mut products], [&numbers], |[a, b], [c]| [a + c, b * c]);
            });
            assert!(sums.iter().zip(&numbers).all(|(sum, x)| *sum == 2.0 * x), "{sums:?}");
            assert!(products.iter().zip(&numbers).all(|(product, x)| *product == x * x), "{products:?}");
        }
    }
}
