//! From a [`Model`] to JSON: compact, the same bytes for the same model, one row of weights a line.

use std::io;

use digits::SIDE;
use nn::Layer;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::{FORMAT, VERSION, wire};
use crate::{Evaluation, Model, TrainingRecord};

impl Model {
    /// The model file as JSON, every number in the shortest form that reads back as the same `f32`.
    ///
    /// JSON has no word for infinity or "not a number": such a weight is written as `null`, which
    /// [`Model::from_json`] refuses.
    pub fn to_json(&self) -> String {
        let model = wire::Model {
            format: FORMAT.to_owned(),
            version: VERSION,
            name: self.name.clone(),
            title: self.title.clone(),
            input: wire::Input {
                width: SIDE as u64,
                height: SIDE as u64,
                preprocessing: self.preprocessing.names().into_iter().map(str::to_owned).collect(),
            },
            layers: self.network.layers().iter().map(write_layer).collect(),
            rejection_threshold: self.rejection_threshold,
            training: write_training(&self.training),
            evaluation: write_evaluation(&self.evaluation),
        };
        let mut json = Vec::new();
        let written = model.serialize(&mut Serializer::with_formatter(&mut json, LinePerRow::default()));
        // Not `expect`, with which the page would load code to write errors for programmers.
        assert!(written.is_ok(), "plain structs are always written to memory");
        json.push(b'\n');
        String::from_utf8_lossy(&json).into_owned()
    }
}

/// Nothing known is nothing written.
fn write_training(training: &TrainingRecord) -> Option<wire::Training> {
    (*training != TrainingRecord::default()).then(|| wire::Training {
        data: training.data.clone(),
        seed: training.seed,
        epochs: training.epochs.map(u64::from),
        command: training.command.clone(),
    })
}

fn write_evaluation(evaluation: &Evaluation) -> Option<wire::Evaluation> {
    (*evaluation != Evaluation::default()).then(|| wire::Evaluation {
        mnist_test_accuracy: evaluation.mnist_test_accuracy,
        pen_validation_accuracy: evaluation.pen_validation_accuracy,
        synthetic_accuracy: evaluation.synthetic_accuracy,
        mnist_calibration_error: evaluation.mnist_calibration_error,
        pen_calibration_error: evaluation.pen_calibration_error,
        non_digits_refused: evaluation.non_digits_refused,
        parameters: evaluation.parameters.map(|parameters| parameters as u64),
    })
}

fn write_layer(layer: &Layer) -> wire::Layer {
    wire::Layer {
        activation: Some(layer.activation_fn().name().to_owned()),
        biases: layer.biases().iter().copied().collect(),
        weights: layer.weights().row_iter().map(|row| row.iter().copied().collect()).collect(),
    }
}

/// Compact JSON with line breaks where a person or a diff wants them: before each field of the outermost object, and
/// before each array or object that is itself an array's value (a layer, a row of weights).
#[derive(Default)]
struct LinePerRow {
    /// How many objects are open.
    object_depth: usize,
    /// Whether what comes next is an array's value.
    in_array: bool,
}

impl LinePerRow {
    fn break_line_in_array(&mut self, writer: &mut (impl io::Write + ?Sized)) -> io::Result<()> {
        if std::mem::take(&mut self.in_array) { writer.write_all(b"\n") } else { Ok(()) }
    }
}

impl Formatter for LinePerRow {
    fn begin_array<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.break_line_in_array(writer)?;
        writer.write_all(b"[")
    }

    fn begin_array_value<W: io::Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.in_array = true;
        if first { Ok(()) } else { writer.write_all(b",") }
    }

    fn end_array_value<W: io::Write + ?Sized>(&mut self, _writer: &mut W) -> io::Result<()> {
        self.in_array = false;
        Ok(())
    }

    fn begin_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.break_line_in_array(writer)?;
        self.object_depth += 1;
        writer.write_all(b"{")
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.object_depth -= 1;
        writer.write_all(if self.object_depth == 0 { b"\n}" } else { b"}" })
    }

    fn begin_object_key<W: io::Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if self.object_depth == 1 { writer.write_all(b"\n") } else { Ok(()) }
    }
}
