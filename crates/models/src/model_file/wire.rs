//! The JSON of a model file, field by field, with nothing checked but the kinds of its values.
//!
//! Whole numbers are all `u64`: each kind has its own code to read it, which the page would have to load.

use serde::{Deserialize, Serialize};

/// Read first and alone, so that a file of a later version is named as such, whatever else it holds.
#[derive(Deserialize)]
pub(super) struct Header {
    pub(super) format: String,
    pub(super) version: u64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Model {
    pub(super) format: String,
    pub(super) version: u64,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) input: Input,
    pub(super) layers: Vec<Layer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rejection_threshold: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) training: Option<Training>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) evaluation: Option<Evaluation>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Input {
    pub(super) width: u64,
    pub(super) height: u64,
    pub(super) preprocessing: Vec<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Layer {
    pub(super) activation: Option<String>,
    pub(super) biases: Vec<f32>,
    /// One row for each neuron.
    pub(super) weights: Vec<Vec<f32>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Training {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) epochs: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) command: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Evaluation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mnist_test_accuracy: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pen_validation_accuracy: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) synthetic_accuracy: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mnist_calibration_error: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pen_calibration_error: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) non_digits_refused: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parameters: Option<u64>,
}
