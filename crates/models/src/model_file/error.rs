//! Everything that can be wrong with a model file, each named.

use digits::{PreprocessingError, SIDE, excerpt};
use nn::NetworkError;
use thiserror::Error;

use super::{FORMAT, VERSION};
use crate::ModelError;
use crate::limits::MAX_MODEL_BYTES;
use crate::parser_message::shortened;

/// Why bytes are not a model file of version 1. Layers are counted from 0, the first after the input.
#[derive(Debug, Error)]
pub enum ModelFileError {
    /// More than [`MAX_MODEL_BYTES`]; nothing was parsed.
    #[error("the file has {found} bytes; the limit is {MAX_MODEL_BYTES}")]
    TooManyBytes {
        /// The file's size.
        found: usize,
    },
    /// Not JSON, or JSON with a field missing or of the wrong kind; the message says which and where.
    #[error("not a model file: {}", shortened(.0))]
    Malformed(serde_json::Error),
    /// JSON, but no model file.
    #[error("`format` is \"{}\", expected \"{FORMAT}\"", excerpt(found))]
    WrongFormat {
        /// What `format` says.
        found: String,
    },
    /// A model file of another version.
    #[error("unsupported format version {found} (supported: {VERSION})")]
    UnsupportedVersion {
        /// What `version` says.
        found: u64,
    },
    /// `input` is not 28 wide and 28 high.
    #[error("the input is {width}x{height}, expected {SIDE}x{SIDE}")]
    InputSize {
        /// What `input.width` says.
        width: u64,
        /// What `input.height` says.
        height: u64,
    },
    /// A layer does not say its activation function.
    #[error("layer {layer_idx} has no activation function")]
    MissingActivation {
        /// Which layer.
        layer_idx: usize,
    },
    /// A layer names an activation function that is not known.
    #[error("layer {layer_idx} has the unknown activation function \"{}\"", excerpt(found))]
    UnknownActivation {
        /// Which layer.
        layer_idx: usize,
        /// What `activation` says.
        found: String,
    },
    /// A row of weights does not have one number for each input of the layer.
    #[error("layer {layer_idx}, row {row}: {found} weights, expected {expected}")]
    RowLength {
        /// Which layer.
        layer_idx: usize,
        /// Which row: the neuron.
        row: usize,
        /// Neurons of the layer before, or 784.
        expected: usize,
        /// Numbers in the row.
        found: usize,
    },
    /// A layer does not have one row of weights for each bias.
    #[error("layer {layer_idx} has {found} rows of weights but {expected} biases")]
    RowCount {
        /// Which layer.
        layer_idx: usize,
        /// Its number of biases.
        expected: usize,
        /// Its rows of weights.
        found: usize,
    },
    /// A weight that no finite `f32` holds.
    #[error("layer {layer_idx}, row {row}: weight {column} is not a finite number")]
    NonFiniteWeight {
        /// Which layer.
        layer_idx: usize,
        /// Which row: the neuron.
        row: usize,
        /// Which column: the input.
        column: usize,
    },
    /// A bias that no finite `f32` holds.
    #[error("layer {layer_idx}: bias {row} is not a finite number")]
    NonFiniteBias {
        /// Which layer.
        layer_idx: usize,
        /// Which neuron.
        row: usize,
    },
    /// More epochs than can be counted.
    #[error("`training.epochs` is {found}, which is too large")]
    TooManyEpochs {
        /// What the file says.
        found: u64,
    },
    /// A share, such as an accuracy, that is not between 0 and 1.
    #[error("`{field}` must be between 0 and 1")]
    BadShare {
        /// Which field, with the object it is in.
        field: &'static str,
    },
    /// `evaluation.parameters` does not count the weights and biases that are there.
    #[error("`evaluation.parameters` is {stated}, but there are {found} weights and biases")]
    ParameterCount {
        /// What the file says.
        stated: u64,
        /// What is there.
        found: usize,
    },
    /// A preprocessing step that is not known, or is named twice.
    #[error(transparent)]
    Preprocessing(#[from] PreprocessingError),
    /// What the file describes is no model that reads digits.
    #[error(transparent)]
    Model(#[from] ModelError),
}

impl From<NetworkError> for ModelFileError {
    fn from(error: NetworkError) -> Self {
        ModelFileError::Model(error.into())
    }
}
