//! Model files: a network with its name, what its inputs are, and how it was made. Version 1 of the format.
//!
//! `wire` holds the JSON as it stands in the file, `read` and `write` convert it by hand; nothing here touches files.

mod error;
mod read;
mod wire;
mod write;

pub use error::ModelFileError;

use crate::Network;

/// A file of more bytes is refused before it is parsed.
pub const MAX_MODEL_BYTES: usize = 64 * 1024 * 1024;
/// The most hidden layers a model file may have.
pub const MAX_HIDDEN_LAYERS: usize = 6;
/// The most neurons a layer of a model file may have.
pub const MAX_NEURONS: usize = 1024;
/// The most weights and biases a model file may have, all layers together.
pub const MAX_PARAMETERS: usize = 4_000_000;

/// What `format` says in a model file.
const FORMAT: &str = "inkling-model";
/// The version of the format that is read and written.
const VERSION: u64 = 1;
/// Images are this wide and high.
pub(crate) const SIDE: usize = 28;
/// One output for each digit.
pub(crate) const N_DIGITS: usize = 10;
/// The most characters of a name, a title, or a step's name.
pub(crate) const MAX_TEXT_CHARS: usize = 200;

/// A model as it stands in a file: a network that reads a 28x28 image into ten outputs, and what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelFile {
    /// A short name, as in a URL: `vanilla`.
    pub name: String,
    /// A name for people: `784-16-16-10, sigmoid`.
    pub title: String,
    /// What the inputs are.
    pub input: InputSpec,
    /// The network itself.
    pub network: Network,
    /// Where the strongest output is below this, from 0 to 1, the answer is "not sure", if the file says (C. K. Chow, On
    /// optimum recognition error and reject tradeoff, 1970).
    pub rejection_threshold: Option<f32>,
    /// How it was trained, if the file says.
    pub training: Option<TrainingRecord>,
    /// How well it does, if the file says.
    pub evaluation: Option<Evaluation>,
}

/// What a network's inputs are: an image, row by row from the top left, and how ink becomes that image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputSpec {
    /// Pixels in a row: 28.
    pub width: usize,
    /// Rows: 28.
    pub height: usize,
    /// The names of the steps from ink to image, in order. This crate gives them no meaning.
    pub preprocessing: Vec<String>,
}

impl InputSpec {
    /// A 28x28 image made by these steps.
    pub fn new(preprocessing: Vec<String>) -> Self {
        InputSpec { width: SIDE, height: SIDE, preprocessing }
    }
}

/// How a network was trained. Every field may be missing; fields that a reader does not know are passed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrainingRecord {
    /// The data, in words.
    pub data: Option<String>,
    /// The seed of everything random.
    pub seed: Option<u64>,
    /// Passes over the data.
    pub epochs: Option<u32>,
    /// The command that made the file.
    pub command: Option<String>,
}

/// How well a network does. Every field may be missing; fields that a reader does not know are passed over.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evaluation {
    /// The share of MNIST's 10,000 test images read right, 0 to 1.
    pub mnist_test_accuracy: Option<f64>,
    /// The share of the held-out writers' pen digits read right, 0 to 1.
    pub pen_validation_accuracy: Option<f64>,
    /// The share of synthetic digits read right, 0 to 1.
    pub synthetic_accuracy: Option<f64>,
    /// How far confidence is from the share read right, on MNIST's test images: the expected calibration error, 0 to 1.
    pub mnist_calibration_error: Option<f64>,
    /// The same on the held-out writers' pen digits.
    pub pen_calibration_error: Option<f64>,
    /// The share of drawings that are no digits to which the answer is "not sure", 0 to 1.
    pub non_digits_refused: Option<f64>,
    /// The number of weights and biases.
    pub parameters: Option<usize>,
}
