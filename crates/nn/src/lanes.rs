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
            let mut slices = slices.map(<[f32]>::as_chunks_mut::<N_LANES>);
            let others = others.map(<[f32]>::as_chunks::<N_LANES>);
            for i in 0..slices[0].0.len() {
                apply_to_all(
                    simd,
                    &function,
                    slices.each_mut().map(|(vectors, _)| &mut vectors[i]),
                    others.each_ref().map(|(vectors, _)| &vectors[i]),
                );
            }
            let n_rest = slices[0].1.len();
            if n_rest > 0 {
                let mut padded = slices.each_ref().map(|(_, rest)| pad(rest));
                apply_to_all(
                    simd,
                    &function,
                    padded.each_mut(),
                    others.map(|(_, rest)| pad(rest)).each_ref(),
                );
                for ((_, rest), padded) in slices.into_iter().zip(padded) {
                    rest.copy_from_slice(&padded[..n_rest]);
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
    let mut folded = start;
    for i in (0..slices[0].len()).step_by(N_LANES) {
        folded = function(
            folded,
            slices.map(
                #[inline(always)]
                |numbers| load(simd, &numbers[i..]),
            ),
        );
    }
    folded
}

/// The first numbers as a vector, which ends in zeros if they are too few.
#[inline(always)]
fn load<S: Simd>(simd: S, numbers: &[f32]) -> f32x8<S> {
    match numbers.first_chunk::<N_LANES>() {
        Some(numbers) => f32x8::from_slice(simd, numbers),
        None => f32x8::from_slice(simd, &pad(numbers)),
    }
}

/// Replaces one vector of each slice.
#[inline(always)]
fn apply_to_all<S: Simd, const N: usize, const M: usize>(
    simd: S,
    function: &impl Fn([f32x8<S>; N], [f32x8<S>; M]) -> [f32x8<S>; N],
    slices: [&mut [f32; N_LANES]; N],
    others: [&[f32; N_LANES]; M],
) {
    let vectors = std::array::from_fn(|i| f32x8::from_slice(simd, &*slices[i]));
    let results = function(vectors, others.map(|other| f32x8::from_slice(simd, other)));
    for (slice, result) in slices.into_iter().zip(results) {
        result.store_slice(slice);
    }
}

/// A vector that begins with these numbers, fewer than it has, and ends in zeros.
#[inline(always)]
fn pad(numbers: &[f32]) -> [f32; N_LANES] {
    let mut padded = [0.0; N_LANES];
    padded[..numbers.len()].copy_from_slice(numbers);
    padded
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
