//! A training set of images, drawings and synthetic digits, shuffled and augmented anew in every epoch.
//!
//! The order and the augmentation depend only on the seed, the epoch and the sample's position in it.

use digits::augment::Augmentation;
use digits::{DigitImage, Ink, N_PIXELS, Pen, Preprocessing, synthetic};
use models::N_DIGITS;
use nn::Inputs;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::{Targets, TrainingData};

/// The random stream of an epoch's order. The samples' streams count from 0 and never reach it.
const ORDER_STREAM: u64 = u64::MAX;

/// What a sample shows.
#[derive(Debug, Clone)]
pub enum Source {
    /// An image in MNIST's format: 0 is paper, 255 is ink.
    Image(Box<[u8; N_PIXELS]>),
    /// A drawing.
    Ink(Ink),
    /// A synthetic drawing of this digit, a different one each time.
    Synthetic(u8),
    /// A synthetic drawing that is not a digit, a different one each time.
    NonDigit,
}

/// A sample to train on.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What it shows.
    pub source: Source,
    /// Its digit, from 0 to 9, or `None` if it is not a digit.
    pub label: Option<u8>,
    /// How many times it occurs in an epoch, on average. A weight of 2.3 means twice in every epoch and a third time in three
    /// epochs out of ten.
    pub weight: f32,
}

/// Samples, and how to turn them into inputs and targets.
#[derive(Debug, Clone)]
pub struct TrainingSet {
    /// All samples, in any order.
    pub samples: Vec<Sample>,
    /// The steps from ink to image.
    pub preprocessing: Preprocessing,
    /// The augmentation of images.
    pub image_augmentation: Augmentation,
    /// The augmentation of drawings.
    pub ink_augmentation: Augmentation,
    /// The pen that drawings are drawn with.
    pub pen: Pen,
    /// The targets.
    pub targets: Targets,
    /// The seed of everything random.
    pub seed: u64,
}

impl TrainingData for TrainingSet {
    fn n_samples_per_epoch(&self) -> f64 {
        self.samples.iter().map(|sample| f64::from(sample.weight)).sum()
    }

    fn epoch_order(&self, epoch: u32) -> Vec<u32> {
        let mut rng = self.rng(epoch);
        rng.set_stream(ORDER_STREAM);
        let mut order = Vec::new();
        for (sample, sample_idx) in self.samples.iter().zip(0..) {
            let n_whole = sample.weight as usize;
            let once_more = rng.random::<f32>() < sample.weight.fract();
            order.extend(std::iter::repeat_n(sample_idx, n_whole + usize::from(once_more)));
        }
        order.shuffle(&mut rng);
        order
    }

    fn add_samples(
        &self,
        epoch: u32,
        start: usize,
        sample_indices: &[u32],
        inputs: &mut Inputs,
        targets: &mut [f32],
    ) {
        let mut passes = self.targets.passes();
        let targets = targets.chunks_exact_mut(N_DIGITS);
        for ((target, &sample_idx), position) in targets.zip(sample_indices).zip(start..) {
            let sample = &self.samples[sample_idx as usize];
            let mut rng = self.rng(epoch);
            rng.set_stream(position as u64);
            let image = self.image(&sample.source, &mut rng);
            inputs.push(image.pixels());
            self.targets.write(sample.label, image.pixels(), &mut passes, target);
        }
    }
}

impl TrainingSet {
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

    /// The random number generator of an epoch, with one stream per sample.
    fn rng(&self, epoch: u32) -> ChaCha8Rng {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&self.seed.to_le_bytes());
        key[8..12].copy_from_slice(&epoch.to_le_bytes());
        ChaCha8Rng::from_seed(key)
    }
}

#[cfg(test)]
mod tests {
    use digits::augment::Augmentation;
    use digits::{Ink, N_PIXELS, Pen, Point, Preprocessing, Stroke};
    use models::N_DIGITS;
    use nn::Inputs;

    use super::{Sample, Source, TrainingSet};
    use crate::{Targets, TrainingData as _};

    /// One sample of each weight: a stroke that is rotated differently each time, with the label 1.
    fn set(weights: &[f32]) -> TrainingSet {
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

    fn written(set: &TrainingSet, start: usize, sample_indices: &[u32]) -> (Inputs, Vec<f32>) {
        let mut inputs = Inputs::new(N_PIXELS);
        let mut targets = vec![f32::NAN; N_DIGITS * sample_indices.len()];
        set.add_samples(0, start, sample_indices, &mut inputs, &mut targets);
        (inputs, targets)
    }

    #[test]
    fn an_epoch_contains_each_sample_as_often_as_its_weight_says() {
        let set = set(&[1.0, 0.0, 2.0]);
        let mut order = set.epoch_order(0);
        order.sort_unstable();
        assert_eq!(order, [0, 2, 2]);
        assert_eq!(set.n_samples_per_epoch(), 3.0);
    }

    #[test]
    fn a_fractional_weight_is_a_probability() {
        let n_seen: usize = (0..1000).map(|epoch| set(&[1.25]).epoch_order(epoch).len()).sum();
        assert!((1200..1300).contains(&n_seen), "{n_seen}");
    }

    #[test]
    fn the_order_depends_on_seed_and_epoch() {
        let set = set(&[1.0; 100]);
        assert_eq!(set.epoch_order(3), set.epoch_order(3));
        assert_ne!(set.epoch_order(3), set.epoch_order(4));
        let other_seed = TrainingSet { seed: 8, ..set.clone() };
        assert_ne!(set.epoch_order(3), other_seed.epoch_order(3));
    }

    #[test]
    fn a_sample_is_the_same_in_every_slice() {
        let set = set(&[1.0; 5]);
        let order = set.epoch_order(0);
        let (whole, _) = written(&set, 0, &order);
        let (rest, _) = written(&set, 2, &order[2..]);
        let (whole, rest) = (whole.as_view(), rest.as_view());
        assert!((0..3).all(|i| whole.sample(2 + i) == rest.sample(i)));
        assert_ne!(rest.sample(0), rest.sample(1), "each sample is augmented differently");
    }

    #[test]
    fn each_column_has_the_target_of_its_label() {
        let (_, targets) = written(&set(&[1.0; 2]), 0, &[0, 1]);
        let one_hot: Vec<f32> = (0..N_DIGITS).map(|digit| if digit == 1 { 1.0 } else { 0.0 }).collect();
        assert_eq!(targets, one_hot.repeat(2));
    }
}
