//! Everything that can be wrong with a model file, each named.

use thiserror::Error;

use super::{
    FORMAT, MAX_HIDDEN_LAYERS, MAX_MODEL_BYTES, MAX_NEURONS, MAX_PARAMETERS, N_DIGITS, SIDE, VERSION,
};
use crate::NetworkError;

/// Why bytes are not a model file of version 1. Layers are counted from 0, the first after the input.
#[derive(Debug, Error)]
pub enum ModelFileError {
    /// More than [`MAX_MODEL_BYTES`]; nothing was parsed.
    #[error("the file has {found} bytes, more than the {MAX_MODEL_BYTES} that are read")]
    TooManyBytes {
        /// The file's size.
        found: usize,
    },
    /// Not JSON, or JSON with a field missing or of the wrong kind; the message says which and where.
    #[error("not a model file: {0}")]
    Malformed(#[from] serde_json::Error),
    /// JSON, but no model file.
    #[error("`format` is \"{found}\", expected \"{FORMAT}\"")]
    WrongFormat {
        /// What `format` says.
        found: String,
    },
    /// A model file of another version.
    #[error("version {found} of the format; this program reads version {VERSION}")]
    UnsupportedVersion {
        /// What `version` says.
        found: u64,
    },
    /// A name or title is empty, too long, or has control characters.
    #[error("`{field}` must have 1 to {max_chars} characters and no control characters")]
    BadText {
        /// `name`, `title`, or `preprocessing`.
        field: &'static str,
        /// The most characters it may have.
        max_chars: usize,
    },
    /// Too many preprocessing steps.
    #[error("{found} preprocessing steps")]
    TooManySteps {
        /// Steps in the file.
        found: usize,
    },
    /// `input` is not 28 wide and 28 high.
    #[error("the input is {width}x{height}, expected {SIDE}x{SIDE}")]
    InputSize {
        /// What `input.width` says.
        width: u64,
        /// What `input.height` says.
        height: u64,
    },
    /// No hidden layer, or more than [`MAX_HIDDEN_LAYERS`].
    #[error("{found} hidden layers, expected 1 to {MAX_HIDDEN_LAYERS}")]
    HiddenLayers {
        /// Hidden layers in the file: all but the last.
        found: usize,
    },
    /// No neuron in a layer, or more than [`MAX_NEURONS`].
    #[error("layer {layer_idx} has {found} neurons, expected 1 to {MAX_NEURONS}")]
    NeuronCount {
        /// Which layer.
        layer_idx: usize,
        /// Its number of neurons.
        found: usize,
    },
    /// More than [`MAX_PARAMETERS`] weights and biases.
    #[error("{found} weights and biases, more than {MAX_PARAMETERS}")]
    TooManyParameters {
        /// Their number.
        found: usize,
    },
    /// The last layer does not have one neuron for each digit.
    #[error("{found} outputs, expected {N_DIGITS}")]
    OutputCount {
        /// Neurons of the last layer.
        found: usize,
    },
    /// A layer does not say its activation function.
    #[error("layer {layer_idx} names no activation function")]
    MissingActivation {
        /// Which layer.
        layer_idx: usize,
    },
    /// A layer names an activation function that is not known.
    #[error("layer {layer_idx} has the unknown activation function \"{found}\"")]
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
    #[error("layer {layer_idx} has {found} rows of weights and {expected} biases")]
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
    #[error("`training.epochs` is {found}, more than is possible")]
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
    #[error("`evaluation.parameters` says {stated}, but there are {found} weights and biases")]
    ParameterCount {
        /// What the file says.
        stated: u64,
        /// What is there.
        found: usize,
    },
    /// The layers do not make a network, for example because softmax is not last.
    #[error(transparent)]
    Network(#[from] NetworkError),
}
