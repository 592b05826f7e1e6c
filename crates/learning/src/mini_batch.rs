//! Mini-batches, and how slices of an epoch are prepared as such.

use nn::{DMatrixView, Network};

use crate::{Parallel, TrainingData};

/// The samples of one training step.
#[derive(Debug, Clone, Default)]
pub struct MiniBatch {
    n_samples: usize,
    inputs: Vec<f32>,
    targets: Vec<f32>,
}

impl MiniBatch {
    /// The first `n_samples` samples of `data` in the order of their indices, or all of them if there are fewer, for `network`.
    pub(crate) fn of_first(data: &impl TrainingData, n_samples: usize, network: &Network) -> Self {
        let n_samples = n_samples.min(data.n_samples_per_epoch() as usize);
        let sample_indices: Vec<u32> = (0..n_samples as u32).collect();
        let mut inputs = vec![0.0; network.n_inputs() * n_samples];
        let mut targets = vec![0.0; network.n_outputs() * n_samples];
        data.write_samples(0, 0, &sample_indices, &mut inputs, &mut targets);
        MiniBatch { n_samples, inputs, targets }
    }

    /// The number of samples.
    #[must_use]
    pub const fn n_samples(&self) -> usize {
        self.n_samples
    }

    /// The inputs, `(n_inputs, n_samples)`: each column is a sample.
    #[must_use]
    pub fn inputs(&self) -> DMatrixView<'_, f32> {
        columns(&self.inputs, self.n_samples)
    }

    /// The targets, `(n_outputs, n_samples)`: each column is a sample.
    #[must_use]
    pub fn targets(&self) -> DMatrixView<'_, f32> {
        columns(&self.targets, self.n_samples)
    }
}

fn columns(numbers: &[f32], n_columns: usize) -> DMatrixView<'_, f32> {
    DMatrixView::from_slice(numbers, numbers.len().checked_div(n_columns).unwrap_or(0), n_columns)
}

/// Where the mini-batches of an epoch come from.
pub(crate) struct Feed<'a, D> {
    data: &'a D,
    epoch: u32,
    order: &'a [u32],
    mini_batch: usize,
    n_inputs: usize,
    n_outputs: usize,
}

impl<'a, D: TrainingData> Feed<'a, D> {
    /// Feeds `network` with the epoch's samples in the given order, `mini_batch` at a time.
    pub(crate) fn new(
        data: &'a D,
        epoch: u32,
        order: &'a [u32],
        mini_batch: usize,
        network: &Network,
    ) -> Self {
        let (n_inputs, n_outputs) = (network.n_inputs(), network.n_outputs());
        Feed { data, epoch, order, mini_batch, n_inputs, n_outputs }
    }

    /// Replaces the contents of `slice` by the next `n_mini_batches` from position `start` on, or by those that are left.
    pub(crate) fn prepare(
        &self,
        slice: &mut Vec<MiniBatch>,
        start: usize,
        n_mini_batches: usize,
        parallel: &impl Parallel,
    ) {
        let rest = &self.order[start..];
        let sample_indices = &rest[..rest.len().min(n_mini_batches.saturating_mul(self.mini_batch))];
        slice.resize_with(sample_indices.len().div_ceil(self.mini_batch), MiniBatch::default);
        parallel.for_each(slice, |batch_idx, batch| {
            let offset = batch_idx * self.mini_batch;
            let rest = &sample_indices[offset..];
            let sample_indices = &rest[..rest.len().min(self.mini_batch)];
            batch.n_samples = sample_indices.len();
            batch.inputs.resize(self.n_inputs * batch.n_samples, 0.0);
            batch.targets.resize(self.n_outputs * batch.n_samples, 0.0);
            let (inputs, targets) = (&mut batch.inputs, &mut batch.targets);
            self.data.write_samples(self.epoch, start + offset, sample_indices, inputs, targets);
        });
    }
}
