//! The inputs of a mini-batch, which know where they are zero.
//!
//! In an image of a digit, four fifths of the inputs are zero. Only the others are stored, each with its index.

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch};
use nalgebra::DMatrixView;

/// Products take the inputs of a sample so many at a time. The stored ones are filled up with zeros, which change no sum.
pub(crate) const AT_A_TIME: usize = 4;

/// The inputs of a mini-batch, sample after sample. Only what differs from zero is stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inputs {
    n_inputs: usize,
    /// For each sample in turn, the indices of its inputs that differ from zero, in order.
    indices: Vec<u16>,
    /// The numbers of these inputs.
    numbers: Vec<f32>,
    /// Where each sample's inputs end.
    ends: Vec<usize>,
}

/// Some or all samples of [`Inputs`].
#[derive(Debug, Clone, Copy)]
pub struct InputsView<'a> {
    n_inputs: usize,
    n_samples: usize,
    storage: Storage<'a>,
}

/// Where the numbers of the samples are.
#[derive(Debug, Clone, Copy)]
enum Storage<'a> {
    /// All of them, sample after sample.
    Dense { numbers: &'a [f32] },
    /// As in [`Inputs`], from the input at `start` on.
    Sparse { indices: &'a [u16], numbers: &'a [f32], start: usize, ends: &'a [usize] },
}

/// The inputs of a sample that may differ from zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample<'a> {
    /// The numbers' indices, as many; without them, the numbers are those of all inputs.
    pub(crate) indices: Option<&'a [u16]>,
    pub(crate) numbers: &'a [f32],
}

impl Inputs {
    /// No samples yet; each will have `n_inputs` numbers, at most 65,536.
    pub fn new(n_inputs: usize) -> Self {
        Inputs { n_inputs, ..Self::default() }
    }

    /// The columns of a matrix, `(n_inputs, n_samples)`.
    pub fn from_columns(columns: DMatrixView<'_, f32>) -> Self {
        let mut inputs = Inputs::new(columns.nrows());
        columns.column_iter().for_each(|sample| inputs.push(sample.as_slice()));
        inputs
    }

    /// Removes all samples; the next ones will have `n_inputs` numbers.
    pub fn clear(&mut self, n_inputs: usize) {
        self.n_inputs = n_inputs;
        self.indices.clear();
        self.numbers.clear();
        self.ends.clear();
    }

    /// Adds a sample.
    ///
    /// # Panics
    ///
    /// If it does not have `n_inputs` numbers, or has more than 65,536.
    pub fn push(&mut self, sample: &[f32]) {
        assert_eq!(sample.len(), self.n_inputs, "a sample must have a number for each input");
        assert!(sample.len() <= 1 << u16::BITS, "a sample must have at most 65,536 numbers");
        for (index, &number) in (0..=u16::MAX).zip(sample) {
            if number != 0.0 {
                self.indices.push(index);
                self.numbers.push(number);
            }
        }
        self.end_sample();
    }

    /// Adds an image, given the indices of those of its pixels that are not zero, in order, and their shades from 0 to 255, which
    /// become numbers from 0 to 1. This is faster than [`push`](Self::push) where they are known.
    ///
    /// # Panics
    ///
    /// If there is no input with the last index, or not a shade for each index.
    pub fn push_shades(&mut self, indices: &[u16], shades: &[u8]) {
        assert!(indices.len() == shades.len(), "there must be a shade for each index");
        let is_input = |&index: &u16| usize::from(index) < self.n_inputs;
        assert!(indices.last().is_none_or(is_input), "there must be such an input");
        self.indices.extend_from_slice(indices);
        dispatch!(Level::new(), simd => extend(simd, &mut self.numbers, shades));
        self.end_sample();
    }

    /// Fills up the sample that was added last.
    fn end_sample(&mut self) {
        let end = self.indices.len().next_multiple_of(AT_A_TIME);
        self.indices.resize(end, self.indices.last().copied().unwrap_or(0));
        self.numbers.resize(end, 0.0);
        self.ends.push(end);
    }

    /// The number of samples.
    pub fn n_samples(&self) -> usize {
        self.ends.len()
    }

    /// All samples.
    pub fn as_view(&self) -> InputsView<'_> {
        let Inputs { n_inputs, indices, numbers, ends } = self;
        let storage = Storage::Sparse { indices, numbers, start: 0, ends };
        InputsView { n_inputs: *n_inputs, n_samples: ends.len(), storage }
    }
}

/// A shade of grey as an input: `shade / 255`, bit for bit, without a division. `1 / 255 = 1 / 256 + 1 / (255 * 256)`, and the first
/// product is exact.
#[inline(always)]
fn number(shade: u8) -> f32 {
    let shade = f32::from(shade);
    shade * (1.0 / 256.0) + shade * (1.0 / (255.0 * 256.0))
}

/// Adds a number for each shade; compiled once for each SIMD level.
#[inline(always)]
fn extend<S: Simd>(simd: S, numbers: &mut Vec<f32>, shades: &[u8]) {
    simd.vectorize(
        #[inline(always)]
        || {
            numbers.extend(shades.iter().map(
                #[inline(always)]
                |&shade| number(shade),
            ))
        },
    );
}

impl<'a> InputsView<'a> {
    /// Samples of which no zeros are known.
    pub(crate) fn dense(n_inputs: usize, numbers: &'a [f32]) -> Self {
        let n_samples = numbers.len().checked_div(n_inputs).unwrap_or(0);
        InputsView { n_inputs, n_samples, storage: Storage::Dense { numbers } }
    }

    /// The number of inputs.
    pub fn n_inputs(&self) -> usize {
        self.n_inputs
    }

    /// The number of samples.
    pub fn n_samples(&self) -> usize {
        self.n_samples
    }

    /// A sample.
    ///
    /// # Panics
    ///
    /// If there is no such sample.
    #[inline(always)]
    pub fn sample(&self, sample_idx: usize) -> Sample<'a> {
        match self.storage {
            Storage::Dense { numbers } => {
                Sample { indices: None, numbers: &numbers[self.n_inputs * sample_idx..][..self.n_inputs] }
            }
            Storage::Sparse { indices, numbers, start, ends } => {
                let start = if sample_idx == 0 { start } else { ends[sample_idx - 1] };
                let range = start..ends[sample_idx];
                Sample { indices: Some(&indices[range.clone()]), numbers: &numbers[range] }
            }
        }
    }

    /// Some of the samples.
    ///
    /// # Panics
    ///
    /// If there are fewer.
    #[must_use]
    pub fn samples(&self, range: Range<usize>) -> Self {
        let storage = match self.storage {
            Storage::Dense { numbers } => {
                Storage::Dense { numbers: &numbers[self.n_inputs * range.start..self.n_inputs * range.end] }
            }
            Storage::Sparse { indices, numbers, start, ends } => Storage::Sparse {
                indices,
                numbers,
                start: if range.start == 0 { start } else { ends[range.start - 1] },
                ends: &ends[range.clone()],
            },
        };
        InputsView { n_inputs: self.n_inputs, n_samples: range.len(), storage }
    }

    /// The numbers of all inputs, sample after sample, if all are stored.
    pub(crate) fn dense_numbers(&self) -> Option<&'a [f32]> {
        match self.storage {
            Storage::Dense { numbers } => Some(numbers),
            Storage::Sparse { .. } => None,
        }
    }

    /// The indices of the inputs that may differ from zero in any sample: each sample's in order, one sample after the other. None if
    /// all may.
    pub(crate) fn all_indices(&self) -> Option<&'a [u16]> {
        match self.storage {
            Storage::Dense { .. } => None,
            Storage::Sparse { indices, start, ends, .. } => {
                Some(&indices[start..ends.last().copied().unwrap_or(start)])
            }
        }
    }
}

impl<'a> Sample<'a> {
    /// The inputs that may differ from zero: their indices, and their numbers. An input that is zero may be among them.
    pub fn inputs(self) -> impl Iterator<Item = (usize, f32)> + use<'a> {
        let index = move |i| self.indices.map_or(i, |indices| usize::from(indices[i]));
        self.numbers.iter().enumerate().map(move |(i, &number)| (index(i), number))
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::DMatrix;
    use proptest::prelude::*;

    use super::Inputs;

    /// Shades of which those with an index in the range are not zero.
    fn shades(n: usize, nonzero: std::ops::Range<usize>) -> Vec<u8> {
        (0..n).map(|i| if nonzero.contains(&i) { (1 + i * 37 % 255) as u8 } else { 0 }).collect()
    }

    /// The same shades as numbers.
    fn sample(n: usize, nonzero: std::ops::Range<usize>) -> Vec<f32> {
        shades(n, nonzero).into_iter().map(|shade| f32::from(shade) / 255.0).collect()
    }

    proptest! {
        #[test]
        fn both_ways_to_add_a_sample_are_the_same(n in 1_usize..48, start in 0_usize..48, len in 0_usize..48) {
            let nonzero = start.min(n)..(start + len).min(n);
            let (numbers, shades) = (sample(n, nonzero.clone()), shades(n, nonzero.clone()));
            let (mut dense, mut sparse) = (Inputs::new(n), Inputs::new(n));
            for _ in 0..3 {
                dense.push(&numbers);
                let indices: Vec<u16> = nonzero.clone().map(|index| index as u16).collect();
                sparse.push_shades(&indices, &shades[nonzero.clone()]);
            }
            prop_assert_eq!(dense, sparse);
        }

        #[test]
        fn some_samples_are_those_of_the_whole(from in 0_usize..5, len in 0_usize..5) {
            let columns = DMatrix::from_fn(9, 10, |i, j| sample(9, j..j + 3)[i]);
            let inputs = Inputs::from_columns(columns.as_view());
            let all = inputs.as_view();
            let some = all.samples(from..from + len);
            let all_but_first = all.samples(1..10);
            let within = all_but_first.samples(from..from + len);
            prop_assert_eq!((some.n_samples(), within.n_samples()), (len, len));
            for i in 0..len {
                let mut numbers = [0.0; 9];
                some.sample(i).inputs().for_each(|(input, number)| numbers[input] += number);
                prop_assert_eq!(&numbers, &columns.as_slice()[9 * (from + i)..][..9]);
                prop_assert_eq!(some.sample(i), all.sample(from + i));
                prop_assert_eq!(within.sample(i), all.sample(1 + from + i));
            }
            let indices: Vec<u16> = (0..len).filter_map(|i| some.sample(i).indices).flatten().copied().collect();
            prop_assert_eq!(some.all_indices(), Some(indices.as_slice()));
        }
    }

    #[test]
    #[should_panic(expected = "there must be such an input")]
    fn an_input_that_does_not_exist_is_refused() {
        Inputs::new(9).push_shades(&[9], &[1]);
    }

    #[test]
    #[should_panic(expected = "a shade for each index")]
    fn an_index_without_a_shade_is_refused() {
        Inputs::new(9).push_shades(&[8], &[]);
    }

    #[test]
    fn every_shade_is_divided_by_255() {
        let (indices, shades): (Vec<u16>, Vec<u8>) = (0..256).zip(0..=255).unzip();
        let mut inputs = Inputs::new(256);
        inputs.push_shades(&indices, &shades);
        let all = inputs.as_view();
        assert!(all.sample(0).inputs().all(|(shade, number)| number == shade as f32 / 255.0));
    }

    #[test]
    fn inputs_can_be_used_again() {
        let mut inputs = Inputs::new(8);
        inputs.push(&[0.5; 8]);
        inputs.clear(9);
        inputs.push(&[0.0, 0.0, 0.0, 0.0, 4.5, 5.5, 0.0, 0.0, 0.0]);
        let all = inputs.as_view();
        assert_eq!(all.n_samples(), 1);
        assert_eq!(all.sample(0).inputs().collect::<Vec<_>>(), [(4, 4.5), (5, 5.5), (5, 0.0), (5, 0.0)]);
    }
}
