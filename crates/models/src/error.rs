//! Why a network cannot be a model. What can be wrong with a file is said by the errors of its reader.

use digits::N_PIXELS;
use nn::NetworkError;
use thiserror::Error;

use crate::limits::{MAX_HIDDEN_LAYERS, MAX_NEURONS, MAX_PARAMETERS, N_DIGITS};

/// Why a network, with its names, is no model that reads digits. Layers are counted from 0, the first after the input.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ModelError {
    /// A name or title is empty, too long, or has control characters.
    #[error("`{field}` must have 1 to {max_chars} characters and no control characters")]
    BadText {
        /// `name` or `title`.
        field: &'static str,
        /// The most characters it may have.
        max_chars: usize,
    },
    /// No hidden layer, or more than [`MAX_HIDDEN_LAYERS`].
    #[error("{found} hidden layers, expected 1 to {MAX_HIDDEN_LAYERS}")]
    HiddenLayers {
        /// How many there are.
        found: usize,
    },
    /// The network does not take one number for each pixel.
    #[error("{found} inputs, expected {N_PIXELS}")]
    InputCount {
        /// How many numbers it takes.
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
    /// The network does not give one number for each digit.
    #[error("{found} outputs, expected {N_DIGITS}")]
    OutputCount {
        /// How many numbers it gives.
        found: usize,
    },
    /// More than [`MAX_PARAMETERS`] weights and biases.
    #[error("{found} weights and biases; the limit is {MAX_PARAMETERS}")]
    TooManyParameters {
        /// Their number.
        found: usize,
    },
    /// The layers do not make a network, for example because softmax is not last.
    #[error(transparent)]
    Network(#[from] NetworkError),
}
