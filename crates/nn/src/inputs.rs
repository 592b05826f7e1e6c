//! The inputs of a mini-batch, which know where they are zero.
//!
//! In an image of a digit, four fifths of the inputs are zero, and the others are next to each other. So inputs are kept or
//! skipped in groups of four neighbours.

use std::ops::Range;

use fearless_simd::{Level, dispatch};
use nalgebra::DMatrixView;

use crate::columns::{GROUP, find_nonzero};

/// The inputs of a mini-batch, sample after sample. Only what differs from zero is stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inputs {
    n_inputs: usize,
    /// For each sample in turn, the groups of its inputs that are not all zero, in order.
    groups: Vec<u32>,
    /// The numbers of each of these groups.
    numbers: Vec<[f32; GROUP]>,
    /// Where each sample's groups end.
    ends: Vec<usize>,
    /// For each sample in turn, its last inputs, which do not fill a group.
    rest: Vec<f32>,
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
    /// All of them, sample after sample, and all groups.
    Dense { numbers: &'a [f32], groups: &'a [u32] },
    /// As in [`Inputs`], from the group at `start` on.
    Sparse {
        groups: &'a [u32],
        numbers: &'a [[f32; GROUP]],
        start: usize,
        ends: &'a [usize],
        rest: &'a [f32],
    },
}

/// The inputs of a sample that may differ from zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample<'a> {
    groups: &'a [u32],
    numbers: &'a [[f32; GROUP]],
    rest: &'a [f32],
    /// The index of the first number of `rest`.
    rest_start: usize,
}

impl Inputs {
    /// The number of neighbouring inputs that are kept or skipped together.
    pub const GROUP: usize = GROUP;

    /// No samples yet; each will have `n_inputs` numbers.
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
        self.groups.clear();
        self.numbers.clear();
        self.ends.clear();
        self.rest.clear();
    }

    /// Adds a sample.
    ///
    /// # Panics
    ///
    /// If it does not have `n_inputs` numbers.
    pub fn push(&mut self, sample: &[f32]) {
        assert_eq!(sample.len(), self.n_inputs, "a sample must have a number for each input");
        let (numbers, rest) = sample.as_chunks::<GROUP>();
        let start = self.groups.len();
        self.groups.resize(start + numbers.len(), 0);
        let n_found = dispatch!(Level::new(), simd => find_nonzero(simd, sample, &mut self.groups[start..]));
        self.groups.truncate(start + n_found);
        self.numbers.extend(self.groups[start..].iter().map(|&group| numbers[group as usize]));
        self.ends.push(self.groups.len());
        self.rest.extend_from_slice(rest);
    }

    /// Adds a sample, given the indices of those of its groups that are not all zero, in order, and each one's numbers. This is
    /// faster than [`push`](Self::push) where they are known. Its last inputs, if they do not fill a group, are zero.
    ///
    /// # Panics
    ///
    /// If there is no such group.
    pub fn push_groups(
        &mut self,
        groups: impl Iterator<Item = u32> + Clone,
        numbers: impl Fn(u32) -> [f32; GROUP],
    ) {
        let n_groups = self.n_inputs / GROUP;
        assert!(groups.clone().all(|group| (group as usize) < n_groups), "there must be such a group");
        self.groups.extend(groups.clone());
        self.numbers.extend(groups.map(numbers));
        self.ends.push(self.groups.len());
        self.rest.resize(self.rest.len() + self.n_inputs % GROUP, 0.0);
    }

    /// The number of samples.
    pub fn n_samples(&self) -> usize {
        self.ends.len()
    }

    /// All samples.
    pub fn as_view(&self) -> InputsView<'_> {
        let Inputs { n_inputs, groups, numbers, ends, rest } = self;
        let storage = Storage::Sparse { groups, numbers, start: 0, ends, rest };
        InputsView { n_inputs: *n_inputs, n_samples: ends.len(), storage }
    }
}

impl<'a> InputsView<'a> {
    /// Samples of which no zeros are known; `groups` counts up from 0 to the last whole group.
    pub(crate) fn dense(n_inputs: usize, numbers: &'a [f32], groups: &'a [u32]) -> Self {
        let n_samples = numbers.len().checked_div(n_inputs).unwrap_or(0);
        InputsView { n_inputs, n_samples, storage: Storage::Dense { numbers, groups } }
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
        let n_rest = self.n_inputs % GROUP;
        let rest_start = self.n_inputs - n_rest;
        match self.storage {
            Storage::Dense { numbers, groups } => {
                let numbers = &numbers[self.n_inputs * sample_idx..][..self.n_inputs];
                let (numbers, rest) = numbers.as_chunks();
                Sample { groups, numbers, rest, rest_start }
            }
            Storage::Sparse { groups, numbers, start, ends, rest } => {
                let start = if sample_idx == 0 { start } else { ends[sample_idx - 1] };
                let range = start..ends[sample_idx];
                let rest = &rest[n_rest * sample_idx..][..n_rest];
                Sample { groups: &groups[range.clone()], numbers: &numbers[range], rest, rest_start }
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
            Storage::Dense { numbers, groups } => Storage::Dense {
                numbers: &numbers[self.n_inputs * range.start..self.n_inputs * range.end],
                groups,
            },
            Storage::Sparse { groups, numbers, start, ends, rest } => {
                let n_rest = self.n_inputs % GROUP;
                Storage::Sparse {
                    groups,
                    numbers,
                    start: if range.start == 0 { start } else { ends[range.start - 1] },
                    ends: &ends[range.clone()],
                    rest: &rest[n_rest * range.start..n_rest * range.end],
                }
            }
        };
        InputsView { n_inputs: self.n_inputs, n_samples: range.len(), storage }
    }

    /// The groups that may differ from zero in any sample, each one at least once.
    pub(crate) fn all_groups(&self) -> &'a [u32] {
        match self.storage {
            Storage::Dense { groups, .. } => groups,
            Storage::Sparse { groups, start, ends, .. } => {
                &groups[start..ends.last().copied().unwrap_or(start)]
            }
        }
    }
}

impl<'a> Sample<'a> {
    /// The inputs that may differ from zero: their indices, and their numbers.
    pub fn inputs(self) -> impl Iterator<Item = (usize, f32)> + use<'a> {
        let in_group = |(group, numbers): (u32, [f32; GROUP])| (GROUP * group as usize..).zip(numbers);
        self.groups().flat_map(in_group).chain((self.rest_start..).zip(self.rest.iter().copied()))
    }

    /// The groups that may differ from zero, in order: their indices, and their numbers.
    #[inline(always)]
    pub(crate) fn groups(self) -> impl Iterator<Item = (u32, [f32; GROUP])> + use<'a> {
        self.groups.iter().copied().zip(self.numbers.iter().copied())
    }

    /// The last inputs, which do not fill a group.
    #[inline(always)]
    pub(crate) fn rest(self) -> &'a [f32] {
        self.rest
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::DMatrix;
    use proptest::prelude::*;

    use super::{GROUP, Inputs};

    /// Numbers of which those with an index in the range are not zero.
    fn sample(n: usize, nonzero: std::ops::Range<usize>) -> Vec<f32> {
        (0..n).map(|i| if nonzero.contains(&i) { 0.5 + i as f32 } else { 0.0 }).collect()
    }

    proptest! {
        #[test]
        fn both_ways_to_add_a_sample_are_the_same(n_groups in 1_usize..12, start in 0_usize..48, len in 0_usize..48) {
            let sample = sample(GROUP * n_groups, start..start + len);
            let (mut dense, mut sparse) = (Inputs::new(sample.len()), Inputs::new(sample.len()));
            let numbers = |group: u32| sample.as_chunks().0[group as usize];
            let groups = (0..n_groups as u32).filter(|&group| numbers(group) != [0.0; GROUP]);
            for _ in 0..3 {
                dense.push(&sample);
                sparse.push_groups(groups.clone(), numbers);
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
                some.sample(i).inputs().for_each(|(input, number)| numbers[input] = number);
                prop_assert_eq!(&numbers, &columns.as_slice()[9 * (from + i)..][..9]);
                prop_assert_eq!(some.sample(i), all.sample(from + i));
                prop_assert_eq!(within.sample(i), all.sample(1 + from + i));
            }
            let groups: Vec<u32> = (0..len).flat_map(|i| some.sample(i).groups().map(|(group, _)| group)).collect();
            prop_assert_eq!(some.all_groups(), groups);
        }
    }

    #[test]
    #[should_panic(expected = "there must be such a group")]
    fn a_group_that_does_not_exist_is_refused() {
        Inputs::new(9).push_groups([2].into_iter(), |_| [1.0; GROUP]);
    }

    #[test]
    fn inputs_can_be_used_again() {
        let mut inputs = Inputs::new(8);
        inputs.push(&sample(8, 0..8));
        inputs.clear(9);
        inputs.push(&sample(9, 4..6));
        let all = inputs.as_view();
        assert_eq!(all.n_samples(), 1);
        assert_eq!(all.sample(0).groups().collect::<Vec<_>>(), [(1, [4.5, 5.5, 0.0, 0.0])]);
        assert_eq!(all.sample(0).rest(), [0.0]);
    }
}
