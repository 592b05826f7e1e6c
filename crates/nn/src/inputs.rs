//! The inputs of a mini-batch, which know where they are zero.
//!
//! In an image of a digit, four fifths of the inputs are zero, and the others are next to each other. So inputs are kept or
//! skipped in groups of four neighbours.

use std::ops::Range;

use fearless_simd::{Level, dispatch};
use nalgebra::DMatrixView;

use crate::columns::{GROUP, find_nonzero};

/// The inputs of a mini-batch, sample after sample.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inputs {
    n_inputs: usize,
    numbers: Vec<f32>,
    /// For each sample in turn, the groups of its inputs that are not all zero.
    groups: Vec<u32>,
    /// Where each sample's groups end.
    ends: Vec<usize>,
}

/// Some or all samples of [`Inputs`].
#[derive(Debug, Clone, Copy)]
pub struct InputsView<'a> {
    n_inputs: usize,
    numbers: &'a [f32],
    groups: Groups<'a>,
}

/// Which groups of their inputs samples have.
#[derive(Debug, Clone, Copy)]
enum Groups<'a> {
    /// All of them.
    All(&'a [u32]),
    /// For each sample in turn, from `start` on.
    Some { groups: &'a [u32], start: usize, ends: &'a [usize] },
}

impl Inputs {
    /// The number of neighbouring inputs that are kept or skipped together.
    pub const GROUP: usize = GROUP;

    /// No samples yet; each will have `n_inputs` numbers.
    pub const fn new(n_inputs: usize) -> Self {
        Inputs { n_inputs, numbers: Vec::new(), groups: Vec::new(), ends: Vec::new() }
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
        self.numbers.clear();
        self.groups.clear();
        self.ends.clear();
    }

    /// Adds a sample.
    ///
    /// # Panics
    ///
    /// If it does not have `n_inputs` numbers.
    pub fn push(&mut self, sample: &[f32]) {
        assert_eq!(sample.len(), self.n_inputs, "a sample must have a number for each input");
        self.numbers.extend_from_slice(sample);
        let start = self.groups.len();
        self.groups.resize(start + sample.len() / GROUP, 0);
        let n_found = dispatch!(Level::new(), simd => find_nonzero(simd, sample, &mut self.groups[start..]));
        self.end_sample(start + n_found);
    }

    /// Adds a sample, given those of its groups that are not all zero, in order: the index of the group, and its numbers. This is
    /// faster than [`push`](Self::push) where they are known.
    ///
    /// # Panics
    ///
    /// If there is no such group.
    pub fn push_groups(&mut self, groups: impl IntoIterator<Item = (usize, [f32; GROUP])>) {
        let start = self.numbers.len();
        self.numbers.resize(start + self.n_inputs, 0.0);
        let sample = self.numbers[start..].as_chunks_mut().0;
        for (group, numbers) in groups {
            sample[group] = numbers;
            self.groups.push(group as u32);
        }
        self.end_sample(self.groups.len());
    }

    fn end_sample(&mut self, end: usize) {
        self.groups.truncate(end);
        self.ends.push(end);
    }

    /// The number of samples.
    pub fn n_samples(&self) -> usize {
        self.ends.len()
    }

    /// All samples.
    pub fn as_view(&self) -> InputsView<'_> {
        let groups = Groups::Some { groups: &self.groups, start: 0, ends: &self.ends };
        InputsView { n_inputs: self.n_inputs, numbers: &self.numbers, groups }
    }
}

impl<'a> InputsView<'a> {
    /// Samples of which no zeros are known; `all_groups` counts up from 0 to the last whole group.
    pub(crate) fn dense(n_inputs: usize, numbers: &'a [f32], all_groups: &'a [u32]) -> Self {
        InputsView { n_inputs, numbers, groups: Groups::All(all_groups) }
    }

    /// The number of inputs.
    pub fn n_inputs(&self) -> usize {
        self.n_inputs
    }

    /// The number of samples.
    pub fn n_samples(&self) -> usize {
        self.numbers.len().checked_div(self.n_inputs).unwrap_or(0)
    }

    /// The inputs of a sample.
    ///
    /// # Panics
    ///
    /// If there is no such sample.
    pub fn sample(&self, sample_idx: usize) -> &'a [f32] {
        &self.numbers[self.n_inputs * sample_idx..][..self.n_inputs]
    }

    /// Some of the samples.
    ///
    /// # Panics
    ///
    /// If there are fewer.
    #[must_use]
    pub fn samples(&self, range: Range<usize>) -> Self {
        let groups = match self.groups {
            Groups::All(groups) => Groups::All(groups),
            Groups::Some { groups, start, ends } => Groups::Some {
                groups,
                start: if range.start == 0 { start } else { ends[range.start - 1] },
                ends: &ends[range.clone()],
            },
        };
        let numbers = &self.numbers[self.n_inputs * range.start..self.n_inputs * range.end];
        InputsView { n_inputs: self.n_inputs, numbers, groups }
    }

    /// The groups of a sample's inputs that may differ from zero, in order.
    #[inline(always)]
    pub(crate) fn groups(&self, sample_idx: usize) -> &'a [u32] {
        match self.groups {
            Groups::All(groups) => groups,
            Groups::Some { groups, start, ends } => {
                let start = if sample_idx == 0 { start } else { ends[sample_idx - 1] };
                &groups[start..ends[sample_idx]]
            }
        }
    }

    /// The groups that may differ from zero in any sample, each one at least once.
    pub(crate) fn all_groups(&self) -> &'a [u32] {
        match self.groups {
            Groups::All(groups) => groups,
            Groups::Some { groups, start, ends } => &groups[start..ends.last().copied().unwrap_or(start)],
        }
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
            let groups = || (0..).zip(sample.as_chunks().0.iter().copied()).filter(|(_, group)| *group != [0.0; GROUP]);
            for _ in 0..3 {
                dense.push(&sample);
                sparse.push_groups(groups());
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
                prop_assert_eq!(some.sample(i), &columns.as_slice()[9 * (from + i)..][..9]);
                prop_assert_eq!(some.groups(i), all.groups(from + i));
                prop_assert_eq!(within.groups(i), all.groups(1 + from + i));
            }
            let groups: Vec<u32> = (0..len).flat_map(|i| some.groups(i).to_vec()).collect();
            prop_assert_eq!(some.all_groups(), groups);
        }
    }

    #[test]
    fn inputs_can_be_used_again() {
        let mut inputs = Inputs::new(8);
        inputs.push(&sample(8, 0..8));
        inputs.clear(9);
        inputs.push(&sample(9, 4..6));
        let all = inputs.as_view();
        assert_eq!((all.n_samples(), all.groups(0)), (1, &[1][..]));
    }
}
