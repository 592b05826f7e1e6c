//! Mini-batches, and how slices of an epoch are prepared as such.

use nn::{DMatrixView, Inputs, InputsView, Network};

use crate::{Parallel, TrainingData};

/// The samples of one training step.
#[derive(Debug, Clone, Default)]
pub struct MiniBatch {
    inputs: Inputs,
    targets: Vec<f32>,
}

impl MiniBatch {
    /// The first `n_samples` samples of `data` in the order of their indices, or all of them if there are fewer, for `network`.
    pub(crate) fn of_first(data: &impl TrainingData, n_samples: usize, network: &Network) -> Self {
        let n_samples = n_samples.min(data.n_samples_per_epoch() as usize);
        let sample_indices: Vec<u32> = (0..n_samples as u32).collect();
        let mut inputs = Inputs::new(network.n_inputs());
        let mut targets = vec![0.0; network.n_outputs() * n_samples];
        data.add_samples(0, 0, &sample_indices, &mut inputs, &mut targets);
        MiniBatch { inputs, targets }
    }

    /// The number of samples.
    #[must_use]
    pub fn n_samples(&self) -> usize {
        self.inputs.n_samples()
    }

    /// The inputs.
    #[must_use]
    pub fn inputs(&self) -> InputsView<'_> {
        self.inputs.as_view()
    }

    /// The targets, `(n_outputs, n_samples)`: each column is a sample.
    #[must_use]
    pub fn targets(&self) -> DMatrixView<'_, f32> {
        let n_outputs = self.targets.len().checked_div(self.n_samples()).unwrap_or(0);
        DMatrixView::from_slice(&self.targets, n_outputs, self.n_samples())
    }
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
            let MiniBatch { inputs, targets } = batch;
            inputs.clear(self.n_inputs);
            targets.resize(self.n_outputs * sample_indices.len(), 0.0);
            self.data.add_samples(self.epoch, start + offset, sample_indices, inputs, targets);
        });
    }
}
