//! What a network is trained on: the samples of each epoch, as a network takes them.

use std::ops::Deref;

use nn::Inputs;

/// A source of training samples.
///
/// Everything random depends only on the source itself, the epoch, and the sample's position in that epoch, so that neither
/// threads nor the sizes of slices affect the result.
pub trait TrainingData: Sync {
    /// The average number of samples in an epoch.
    fn n_samples_per_epoch(&self) -> f64;

    /// The indices of an epoch's samples, in the order of training. Epochs count from 0.
    fn epoch_order(&self, epoch: u32) -> Vec<u32>;

    /// Adds consecutive samples of an epoch to `inputs`, and writes their targets; `start` is the position of the first one in
    /// the epoch's order.
    ///
    /// # Shapes
    ///
    /// `targets` is `(n_outputs, sample_indices.len())`, column by column: each column is a sample.
    fn add_samples(
        &self,
        epoch: u32,
        start: usize,
        sample_indices: &[u32],
        inputs: &mut Inputs,
        targets: &mut [f32],
    );
}

/// Through a reference or a shared pointer.
impl<P: Deref<Target: TrainingData> + Sync> TrainingData for P {
    fn n_samples_per_epoch(&self) -> f64 {
        (**self).n_samples_per_epoch()
    }

    fn epoch_order(&self, epoch: u32) -> Vec<u32> {
        (**self).epoch_order(epoch)
    }

    fn add_samples(
        &self,
        epoch: u32,
        start: usize,
        sample_indices: &[u32],
        inputs: &mut Inputs,
        targets: &mut [f32],
    ) {
        (**self).add_samples(epoch, start, sample_indices, inputs, targets);
    }
}
