//! A fixed set of labelled images to train on or to measure with.

use digits::N_PIXELS;
use models::N_DIGITS;
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use crate::TrainingData;

/// Labelled images in MNIST's format, each once in every epoch, in an order that is shuffled anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageSet {
    images: Vec<[u8; N_PIXELS]>,
    labels: Vec<u8>,
    seed: u64,
}

/// The 256 shades of grey as inputs.
const INPUTS: [f32; 256] = {
    let mut inputs = [0.0; 256];
    let mut byte = 0;
    while byte < 256 {
        inputs[byte] = byte as f32 / 255.0;
        byte += 1;
    }
    inputs
};

impl ImageSet {
    /// No images yet; `seed` determines the order of each epoch.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        ImageSet { images: Vec::new(), labels: Vec::new(), seed }
    }

    /// Adds an image.
    ///
    /// # Panics
    ///
    /// If the label is not a digit.
    pub fn push(&mut self, image: [u8; N_PIXELS], label: u8) {
        assert!(usize::from(label) < N_DIGITS, "a label is a digit from 0 to 9");
        self.images.push(image);
        self.labels.push(label);
    }

    /// The number of images.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.images.len()
    }

    /// Whether there are no images.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.images.is_empty()
    }

    /// The images: 0 is paper, 255 is ink.
    #[must_use]
    pub fn images(&self) -> &[[u8; N_PIXELS]] {
        &self.images
    }

    /// The images' labels, in the same order.
    #[must_use]
    pub fn labels(&self) -> &[u8] {
        &self.labels
    }

    /// Writes an image as a network takes it, and its one-hot target.
    ///
    /// # Shapes
    ///
    /// `input` has 784 numbers, `target` has 10.
    fn write(&self, image_idx: usize, input: &mut [f32], target: &mut [f32]) {
        for (input, &byte) in input.iter_mut().zip(&self.images[image_idx]) {
            *input = INPUTS[usize::from(byte)];
        }
        target.fill(0.0);
        target[usize::from(self.labels[image_idx])] = 1.0;
    }
}

impl TrainingData for ImageSet {
    fn n_samples_per_epoch(&self) -> f64 {
        self.images.len() as f64
    }

    fn epoch_order(&self, epoch: u32) -> Vec<u32> {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(epoch.into());
        let mut order: Vec<u32> = (0..self.images.len() as u32).collect();
        order.shuffle(&mut rng);
        order
    }

    fn write_samples(
        &self,
        _epoch: u32,
        _start: usize,
        sample_indices: &[u32],
        inputs: &mut [f32],
        targets: &mut [f32],
    ) {
        let inputs = inputs.chunks_exact_mut(N_PIXELS);
        let targets = targets.chunks_exact_mut(N_DIGITS);
        for ((input, target), &image_idx) in inputs.zip(targets).zip(sample_indices) {
            self.write(image_idx as usize, input, target);
        }
    }
}

#[cfg(test)]
mod tests {
    use digits::{DigitImage, N_PIXELS};

    use super::ImageSet;
    use crate::TrainingData as _;

    fn set() -> ImageSet {
        let mut set = ImageSet::new(5);
        for label in 0..10 {
            set.push(std::array::from_fn(|pixel| (pixel as u8).wrapping_mul(label)), label);
        }
        set
    }

    #[test]
    fn each_epoch_has_every_image_once_in_an_order_of_its_own() {
        let mut order = set().epoch_order(0);
        assert_ne!(order, set().epoch_order(1));
        assert_eq!(order, set().epoch_order(0));
        order.sort_unstable();
        assert_eq!(order, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn samples_are_the_images_and_one_hot_labels() {
        let (mut inputs, mut targets) = ([f32::NAN; 2 * N_PIXELS], [f32::NAN; 20]);
        set().write_samples(0, 0, &[7, 2], &mut inputs, &mut targets);
        assert_eq!(inputs[..N_PIXELS], DigitImage::from_bytes(&set().images()[7]).pixels()[..]);
        assert_eq!(targets[..10], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        assert_eq!((targets[12], targets[10..].iter().sum::<f32>()), (1.0, 1.0));
    }

    #[test]
    #[should_panic(expected = "a digit from 0 to 9")]
    fn other_labels_are_refused() {
        set().push([0; N_PIXELS], 10);
    }
}
