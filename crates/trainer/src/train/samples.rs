//! What a network is trained on: MNIST's images, drawings and synthetic ones, in which order, each as varied, and what is to
//! be answered.
//!
//! Order and variation follow from the seed, the epoch and the sample's place in it alone, so that the number of threads
//! changes nothing.

use digits::augment::Augmentation;
use digits::{DigitImage, Ink, N_PIXELS, Pen, Preprocessing, synthetic};
use models::N_DIGITS;
use nn::DMatrixView;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::train::targets::Targets;

/// The random stream of an epoch's order. Its samples' streams count from 0 and never get there.
const ORDER_STREAM: u64 = u64::MAX;

/// What is to be read.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// An image as MNIST has it: 0 for paper, 255 for full ink.
    Image(Box<[u8; N_PIXELS]>),
    /// A drawing.
    Ink(Ink),
    /// A new synthetic drawing of this digit each time.
    Synthetic(u8),
    /// A new synthetic drawing of no digit each time.
    NonDigit,
}

/// Something to learn from, and how often it is seen.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// What is seen.
    pub(crate) source: Source,
    /// The digit meant, 0 to 9, or none.
    pub(crate) label: Option<u8>,
    /// How often it is seen in an epoch, on average.
    pub(crate) weight: f32,
}

/// All that is trained on, and how it is prepared.
#[derive(Clone, Debug)]
pub(crate) struct TrainingSet {
    /// In the order read.
    pub(crate) samples: Vec<Sample>,
    /// From ink to image.
    pub(crate) preprocessing: Preprocessing,
    /// How much images are varied.
    pub(crate) image_augmentation: Augmentation,
    /// How much drawings are varied.
    pub(crate) ink_augmentation: Augmentation,
    /// What strokes are drawn with.
    pub(crate) pen: Pen,
    /// What is to be answered.
    pub(crate) targets: Targets,
    /// Everything random follows from it.
    pub(crate) seed: u64,
}

/// Samples as a network takes them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prepared {
    inputs: Vec<f32>,
    targets: Vec<f32>,
}

impl TrainingSet {
    /// How many samples an epoch has, on average.
    #[must_use]
    pub(crate) fn n_samples_per_epoch(&self) -> f64 {
        self.samples.iter().map(|sample| f64::from(sample.weight)).sum()
    }

    /// The indices of an epoch's samples, in random order. A weight of 2.3 means twice, and once more in three epochs of ten.
    #[must_use]
    pub(crate) fn epoch_order(&self, epoch: u32) -> Vec<u32> {
        let mut rng = self.rng(epoch);
        rng.set_stream(ORDER_STREAM);
        let mut order = Vec::new();
        for (sample, idx) in self.samples.iter().zip(0..) {
            let n_whole = sample.weight as usize;
            let once_more = rng.random::<f32>() < sample.weight.fract();
            order.extend(std::iter::repeat_n(idx, n_whole + usize::from(once_more)));
        }
        order.shuffle(&mut rng);
        order
    }

    /// The samples of these indices, each varied in its own way; `start` is the first one's place in the epoch's order.
    #[must_use]
    pub(crate) fn prepare(&self, epoch: u32, start: usize, indices: &[u32]) -> Prepared {
        let mut inputs = vec![0.0; N_PIXELS * indices.len()];
        let mut targets = vec![0.0; N_DIGITS * indices.len()];
        inputs
            .par_chunks_exact_mut(N_PIXELS)
            .zip(targets.par_chunks_exact_mut(N_DIGITS))
            .zip(indices)
            .enumerate()
            .for_each_init(
                || self.targets.scratch(),
                |scratch, (offset, ((input, target), &idx))| {
                    let sample = &self.samples[idx as usize];
                    let mut rng = self.rng(epoch);
                    rng.set_stream((start + offset) as u64);
                    input.copy_from_slice(self.image(&sample.source, &mut rng).pixels());
                    self.targets.write(sample.label, input, scratch, target);
                },
            );
        Prepared { inputs, targets }
    }

    fn image(&self, source: &Source, rng: &mut ChaCha8Rng) -> DigitImage {
        match source {
            Source::Image(bytes) => {
                self.image_augmentation.image(&DigitImage::from_bytes(bytes), &self.preprocessing, rng)
            }
            Source::Ink(ink) => self.ink_image(ink, rng),
            Source::Synthetic(digit) => self.ink_image(&synthetic::digit(*digit, rng), rng),
            Source::NonDigit => self.ink_image(&synthetic::non_digit(rng), rng),
        }
    }

    fn ink_image(&self, ink: &Ink, rng: &mut ChaCha8Rng) -> DigitImage {
        self.ink_augmentation.ink_to_image_with_pen(ink, &self.preprocessing, self.pen, rng)
    }

    /// The generator of an epoch, whose streams are its samples'.
    fn rng(&self, epoch: u32) -> ChaCha8Rng {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&self.seed.to_le_bytes());
        key[8..12].copy_from_slice(&epoch.to_le_bytes());
        ChaCha8Rng::from_seed(key)
    }
}

impl Prepared {
    /// Pieces of at most `n_samples` samples: inputs `(784, n)` and targets `(10, n)`, a column for each sample.
    pub(crate) fn mini_batches(
        &self,
        n_samples: usize,
    ) -> impl Iterator<Item = (DMatrixView<'_, f32>, DMatrixView<'_, f32>)> {
        let inputs = self.inputs.chunks(N_PIXELS * n_samples);
        let targets = self.targets.chunks(N_DIGITS * n_samples);
        inputs.zip(targets).map(|(inputs, targets)| {
            let n_columns = inputs.len() / N_PIXELS;
            (
                DMatrixView::from_slice(inputs, N_PIXELS, n_columns),
                DMatrixView::from_slice(targets, N_DIGITS, n_columns),
            )
        })
    }

    /// The images one after the other, 784 numbers each.
    pub(crate) fn images(&self) -> impl Iterator<Item = &[f32]> {
        self.inputs.chunks_exact(N_PIXELS)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use digits::{Point, Stroke};
    use nn::DMatrix;

    use super::*;

    pub(crate) fn set(weights: &[f32]) -> TrainingSet {
        let ink = Ink { strokes: vec![Stroke { points: vec![Point::new(0.4, 0.2), Point::new(0.5, 0.9)] }] };
        let sample = |&weight: &f32| Sample { source: Source::Ink(ink.clone()), label: Some(1), weight };
        TrainingSet {
            samples: weights.iter().map(sample).collect(),
            preprocessing: Preprocessing::mnist(),
            image_augmentation: Augmentation::default(),
            ink_augmentation: Augmentation { rotation: 10.0, ..Augmentation::default() },
            pen: Pen::STANDARD,
            targets: Targets::default(),
            seed: 7,
        }
    }

    #[test]
    fn an_epoch_holds_each_sample_as_often_as_its_weight_says() {
        let set = set(&[1.0, 0.0, 2.0]);
        let mut order = set.epoch_order(0);
        order.sort_unstable();
        assert_eq!(order, [0, 2, 2]);
        assert_eq!(set.n_samples_per_epoch(), 3.0);
    }

    #[test]
    fn a_fraction_is_a_probability() {
        let n_seen: usize = (0..1000).map(|epoch| set(&[1.25]).epoch_order(epoch).len()).sum();
        assert!((1200..1300).contains(&n_seen), "{n_seen}");
    }

    #[test]
    fn the_order_follows_from_seed_and_epoch() {
        let set = set(&[1.0; 100]);
        assert_eq!(set.epoch_order(3), set.epoch_order(3));
        assert_ne!(set.epoch_order(3), set.epoch_order(4));
        let other_seed = TrainingSet { seed: 8, ..set.clone() };
        assert_ne!(set.epoch_order(3), other_seed.epoch_order(3));
    }

    #[test]
    fn a_sample_is_the_same_in_whatever_piece_it_is_prepared() {
        let set = set(&[1.0; 5]);
        let order = set.epoch_order(0);
        let whole = set.prepare(0, 0, &order);
        let rest = set.prepare(0, 2, &order[2..]);
        let of_whole: Vec<_> = whole.images().skip(2).collect();
        assert_eq!(of_whole, rest.images().collect::<Vec<_>>());
        assert_ne!(of_whole[0], of_whole[1]);
    }

    #[test]
    fn mini_batches_have_a_column_for_each_sample() {
        let set = set(&[1.0; 5]);
        let prepared = set.prepare(0, 0, &set.epoch_order(0));
        let shapes: Vec<_> =
            prepared.mini_batches(2).map(|(inputs, targets)| (inputs.shape(), targets.shape())).collect();
        assert_eq!(shapes, [((784, 2), (10, 2)), ((784, 2), (10, 2)), ((784, 1), (10, 1))]);
        let expected = DMatrix::from_fn(10, 2, |digit, _| if digit == 1 { 1.0 } else { 0.0 });
        assert_eq!(prepared.mini_batches(2).next().map(|(_, targets)| targets.into_owned()), Some(expected));
    }
}
