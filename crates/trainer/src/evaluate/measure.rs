//! The evaluation that training writes into a model file: accuracy, calibration, rejection. `inkling eval` finds the same.

use anyhow::Result;
use digits::idx::LabelledImages;
use digits::{DigitImage, Ink, Preprocessing};
use models::Evaluation;
use nn::Network;
use rayon::prelude::*;

use crate::data::directory::{DataDir, MnistPart, has_mnist, read_mnist};
use crate::evaluate::prepared::answers;
use crate::evaluate::reading::{Answer, Reading};
use crate::evaluate::rejection::{Rejection, SHARE_KEPT};
use crate::evaluate::reliability::Reliability;
use crate::evaluate::score::Confusion;
use crate::evaluate::test_sets::{self, Digits, HELD_OUT_PENS, MNIST_TEST, Purpose};

/// The data to evaluate a network on. What is missing is left out.
pub(crate) struct MeasuringData {
    /// Digits that were not trained on, to find the rejection threshold with.
    validation: Vec<Digits>,
    mnist_test: Option<Digits>,
    pens: Option<Digits>,
    synthetic: Digits,
    non_digits: Vec<Ink>,
}

/// How much of the data is synthetic or held out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent<'a> {
    /// The number of MNIST's training images, from the end, that were not trained on.
    pub(crate) n_mnist_validation: usize,
    /// The writers of pen digits that were not trained on.
    pub(crate) held_out_writers: &'a [u32],
    /// The number of synthetic digits; half as many others serve to find the threshold.
    pub(crate) n_synthetic: usize,
    /// The number of non-digits.
    pub(crate) n_non_digits: usize,
}

/// The outcome.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Measured {
    /// Rounded to four decimals, which is more than sets of this size can tell.
    pub(crate) evaluation: Evaluation,
    /// Below this confidence the answer is "not sure". It is the highest threshold that keeps 98% of the correctly read
    /// digits; `None` if no digit was read correctly.
    pub(crate) rejection_threshold: Option<f32>,
}

impl MeasuringData {
    /// Reads what there is in the data directory, and generates the synthetic data.
    ///
    /// # Errors
    ///
    /// If a file is there but damaged.
    pub(crate) fn read(data_dir: &DataDir, extent: &Extent<'_>) -> Result<Self> {
        let mnist = data_dir.mnist();
        let mut validation =
            vec![Digits::Drawings(test_sets::synthetic_digits(extent.n_synthetic / 2, Purpose::Validation))];
        if extent.n_mnist_validation > 0 && has_mnist(&mnist, MnistPart::Train) {
            let last = last(read_mnist(&mnist, MnistPart::Train)?, extent.n_mnist_validation);
            validation.push(Digits::Images(last));
        }
        Ok(Self {
            validation,
            mnist_test: test_sets::mnist_test(&mnist)?.map(|set| set.digits),
            pens: test_sets::held_out_pens(data_dir, extent.held_out_writers)?.map(|set| set.digits),
            synthetic: Digits::Drawings(test_sets::synthetic_digits(extent.n_synthetic, Purpose::Test)),
            non_digits: test_sets::non_digits(extent.n_non_digits),
        })
    }

    /// The names of the missing sets.
    pub(crate) fn missing(&self) -> impl Iterator<Item = &'static str> {
        let sets = [(&self.mnist_test, MNIST_TEST), (&self.pens, HELD_OUT_PENS)];
        sets.into_iter().filter(|(digits, _)| digits.is_none()).map(|(_, name)| name)
    }
}

/// The last `n` images.
fn last(mut data: LabelledImages, n: usize) -> LabelledImages {
    let start = data.images.len().saturating_sub(n);
    LabelledImages { images: data.images.split_off(start), labels: data.labels.split_off(start) }
}

/// Evaluates a network whose input images are made by the steps of `preprocessing`.
///
/// # Errors
///
/// If an output is not a finite number.
pub(crate) fn measure(
    network: &Network,
    preprocessing: &Preprocessing,
    data: &MeasuringData,
) -> Result<Measured> {
    let read = |digits: &Digits| digits.prepare(preprocessing).readings(network);
    let validation = data.validation.iter().map(read).collect::<Result<Vec<_>>>()?;
    let rejection_threshold = threshold(validation.into_iter().flatten());
    let mnist = data.mnist_test.as_ref().map(read).transpose()?;
    let pens = data.pens.as_ref().map(read).transpose()?;
    let synthetic = read(&data.synthetic)?;
    let non_digits = answers_to_ink(network, preprocessing, &data.non_digits)?;

    let refused = rejection_threshold.and_then(|threshold| {
        let confidences = non_digits.iter().map(|answer| answer.confidence);
        Rejection::of([], confidences).at(threshold).non_digits_refused
    });
    Ok(Measured {
        evaluation: Evaluation {
            mnist_test_accuracy: mnist.as_deref().and_then(accuracy),
            pen_validation_accuracy: pens.as_deref().and_then(accuracy),
            synthetic_accuracy: accuracy(&synthetic),
            mnist_calibration_error: mnist.as_deref().and_then(calibration_error),
            pen_calibration_error: pens.as_deref().and_then(calibration_error),
            non_digits_refused: refused.map(rounded),
            parameters: Some(network.n_parameters()),
        },
        rejection_threshold,
    })
}

/// The network's answer to each drawing.
///
/// # Errors
///
/// If an output is not a finite number.
pub(crate) fn answers_to_ink(
    network: &Network,
    preprocessing: &Preprocessing,
    inks: &[Ink],
) -> Result<Vec<Answer>> {
    let images: Vec<DigitImage> = inks.par_iter().map(|ink| ink.to_image(preprocessing)).collect();
    answers(network, &images)
}

/// Rounded down to four decimals, so that it still keeps its share.
fn threshold(readings: impl Iterator<Item = Reading>) -> Option<f32> {
    let readings = readings.map(|reading| reading.confidence_and_right());
    let threshold = Rejection::of(readings, []).threshold_keeping(SHARE_KEPT)?;
    Some(((f64::from(threshold) * 1e4).floor() / 1e4) as f32)
}

fn accuracy(readings: &[Reading]) -> Option<f64> {
    (!readings.is_empty()).then(|| rounded(Confusion::of(readings).accuracy()))
}

fn calibration_error(readings: &[Reading]) -> Option<f64> {
    let reliability = Reliability::of(readings.iter().map(Reading::confidence_and_right));
    (!readings.is_empty()).then(|| rounded(reliability.expected_calibration_error()))
}

fn rounded(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use nn::{ActivationFn, DMatrix, DVector, Layer};

    use super::*;

    /// A network that always answers 1, with this confidence.
    fn always_one(confidence: f32) -> Network {
        let mut biases = DVector::zeros(10);
        biases[1] = confidence;
        let layer = Layer::new(DMatrix::zeros(10, digits::N_PIXELS), biases, ActivationFn::Identity).unwrap();
        Network::new(vec![layer]).unwrap()
    }

    #[test]
    fn what_is_known_beforehand_is_measured() {
        let data = MeasuringData::read(
            &DataDir::new("no such directory".into()),
            &Extent { n_mnist_validation: 5000, held_out_writers: &[3], n_synthetic: 50, n_non_digits: 20 },
        )
        .unwrap();
        let measured = measure(&always_one(0.70009), &Preprocessing::mnist(), &data).unwrap();
        // Rounded up, the threshold would refuse every digit.
        assert_eq!(measured.rejection_threshold, Some(0.7));
        assert_eq!(
            measured.evaluation,
            Evaluation {
                synthetic_accuracy: Some(0.1),
                non_digits_refused: Some(0.0),
                parameters: Some(7850),
                ..Evaluation::default()
            }
        );
    }

    #[test]
    fn the_last_images_are_held_out() {
        let images = (0..5_u8).map(|n| [n; digits::N_PIXELS]).collect();
        let data = LabelledImages { images, labels: vec![0, 1, 2, 3, 4] };
        assert_eq!(last(data.clone(), 2).labels, [3, 4]);
        assert_eq!(last(data, 9).labels.len(), 5);
    }
}
