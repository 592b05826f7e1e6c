//! From a [`Model`] to a packed model file.

use digits::PreprocessingStep;

use super::{ACTIVATION_FNS, MAGIC, STEPS, VERSION, numbers};
use crate::{Evaluation, Model, TrainingRecord};

impl Model {
    /// The packed model file: the same bytes for the same model, and bit for bit the same numbers when it is read.
    pub fn to_packed(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(VERSION);
        write_text(&self.name, &mut bytes);
        write_text(&self.title, &mut bytes);
        write_steps(self.preprocessing.steps(), &mut bytes);
        write_option(self.rejection_threshold.map(f32::to_le_bytes), &mut bytes);
        write_training(&self.training, &mut bytes);
        write_evaluation(&self.evaluation, &mut bytes);
        let layers = self.network.layers();
        bytes.push(layers.len() as u8);
        for layer in layers {
            bytes.push(code(&ACTIVATION_FNS, layer.activation_fn()));
            bytes.extend((layer.n_outputs() as u16).to_le_bytes());
        }
        // Column by column: a pixel that no neuron heeds is a run of zeros.
        let all: Vec<f32> =
            layers.iter().flat_map(|layer| layer.weights().iter().chain(layer.biases())).copied().collect();
        numbers::write(&all, &mut bytes);
        bytes
    }
}

fn code<T: PartialEq>(codes: &[T], wanted: T) -> u8 {
    let code = codes.iter().position(|known| *known == wanted);
    assert!(code.is_some(), "everything that can be packed has a code");
    code.unwrap_or_default() as u8
}

fn write_steps(steps: &[PreprocessingStep], bytes: &mut Vec<u8>) {
    bytes.push(steps.len() as u8);
    bytes.extend(steps.iter().map(|step| code(&STEPS, *step)));
}

fn write_text(text: &str, bytes: &mut Vec<u8>) {
    bytes.extend((text.len() as u32).to_le_bytes());
    bytes.extend(text.as_bytes());
}

/// Whether there is something, then the thing itself.
fn write_option<const N: usize>(value: Option<[u8; N]>, bytes: &mut Vec<u8>) {
    bytes.push(u8::from(value.is_some()));
    bytes.extend(value.into_iter().flatten());
}

fn write_training(training: &TrainingRecord, bytes: &mut Vec<u8>) {
    for text in [&training.data, &training.command] {
        bytes.push(u8::from(text.is_some()));
        if let Some(text) = text {
            write_text(text, bytes);
        }
    }
    write_option(training.seed.map(u64::to_le_bytes), bytes);
    write_option(training.epochs.map(u32::to_le_bytes), bytes);
}

fn write_evaluation(evaluation: &Evaluation, bytes: &mut Vec<u8>) {
    for share in [
        evaluation.mnist_test_accuracy,
        evaluation.pen_validation_accuracy,
        evaluation.synthetic_accuracy,
        evaluation.mnist_calibration_error,
        evaluation.pen_calibration_error,
        evaluation.non_digits_refused,
    ] {
        write_option(share.map(f64::to_le_bytes), bytes);
    }
    // It can only be the number that there are.
    bytes.push(u8::from(evaluation.parameters.is_some()));
}
