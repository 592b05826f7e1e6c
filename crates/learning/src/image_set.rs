//! A fixed set of labelled images to train on or to measure with.

use std::hint::black_box;
use std::ops::Range;

use digits::N_PIXELS;
use models::N_DIGITS;
use nn::Inputs;
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use crate::TrainingData;

/// Labelled images in MNIST's format, each once in every epoch, in an order that is reshuffled each time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageSet {
    images: Vec<[u8; N_PIXELS]>,
    labels: Vec<u8>,
    /// For each image in turn, the indices of its pixels that have ink. A network is told these alone.
    inked: Vec<u16>,
    /// The shades of these pixels.
    shades: Vec<u8>,
    /// Where each image's inked pixels end.
    ends: Vec<usize>,
    seed: u64,
}

impl ImageSet {
    /// No images yet; `seed` determines the order of each epoch.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        ImageSet {
            images: Vec::new(),
            labels: Vec::new(),
            inked: Vec::new(),
            shades: Vec::new(),
            ends: Vec::new(),
            seed,
        }
    }

    /// Adds an image.
    ///
    /// # Panics
    ///
    /// If the label is not a digit.
    pub fn push(&mut self, image: [u8; N_PIXELS], label: u8) {
        assert!(usize::from(label) < N_DIGITS, "a label is a digit from 0 to 9");
        for (pixel, shade) in (0..).zip(image) {
            if shade > 0 {
                self.inked.push(pixel);
                self.shades.push(shade);
            }
        }
        self.ends.push(self.inked.len());
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

    /// Where the ink of an image is.
    fn ink_of(&self, image_idx: usize) -> Range<usize> {
        let start = if image_idx == 0 { 0 } else { self.ends[image_idx - 1] };
        start..self.ends[image_idx]
    }

    /// The images' labels, in the same order.
    #[must_use]
    pub fn labels(&self) -> &[u8] {
        &self.labels
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

    fn add_samples(
        &self,
        _epoch: u32,
        _start: usize,
        sample_indices: &[u32],
        inputs: &mut Inputs,
        targets: &mut [f32],
    ) {
        let ink: Vec<Range<usize>> = sample_indices.iter().map(|&idx| self.ink_of(idx as usize)).collect();
        // The images are all over the memory. To touch all of them first has the processor fetch many at the same time, instead of
        // waiting for each.
        let touched = ink.iter().map(|range| {
            let pixels = self.inked[range.clone()].chunks(32).fold(0, |touched, pixels| touched | pixels[0]);
            self.shades[range.clone()]
                .chunks(64)
                .fold(pixels, |touched, shades| touched | u16::from(shades[0]))
        });
        black_box(touched.fold(0, u16::wrapping_add));
        for ((target, &image_idx), range) in targets.chunks_exact_mut(N_DIGITS).zip(sample_indices).zip(ink) {
            inputs.push_shades(&self.inked[range.clone()], &self.shades[range]);
            target.fill(0.0);
            target[usize::from(self.labels[image_idx as usize])] = 1.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use digits::{DigitImage, N_PIXELS};
    use nn::Inputs;

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
        let (mut inputs, mut targets) = (Inputs::new(N_PIXELS), [f32::NAN; 20]);
        set().add_samples(0, 0, &[7, 2], &mut inputs, &mut targets);
        let mut expected = Inputs::new(N_PIXELS);
        for image_idx in [7, 2] {
            expected.push(DigitImage::from_bytes(&set().images()[image_idx]).pixels());
        }
        assert_eq!(inputs, expected);
        assert_eq!(targets[..10], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        assert_eq!((targets[12], targets[10..].iter().sum::<f32>()), (1.0, 1.0));
    }

    #[test]
    #[should_panic(expected = "a digit from 0 to 9")]
    fn other_labels_are_refused() {
        set().push([0; N_PIXELS], 10);
    }
}
