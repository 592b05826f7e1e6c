//! Everything that can be wrong with a file that holds a network, whatever its format.

use digits::excerpt;
use safetensors::SafeTensorError;
use thiserror::Error;

use crate::limits::MAX_NEURONS;
use crate::parser_message::shortened;
use crate::{ModelError, ModelFileError, PackedError};

/// Why bytes are no model that can be read.
#[derive(Debug, Error)]
pub enum ReadModelError {
    /// A model file of Inkling's own that is wrong, or too large a file of any format.
    #[error(transparent)]
    ModelFile(#[from] ModelFileError),
    /// A packed model file that is wrong.
    #[error(transparent)]
    Packed(#[from] PackedError),
    /// The network is no model that reads digits.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// JSON with `sizes`, as `network2.py` saves it, but a field is missing or of the wrong kind.
    #[error("not a network2.py file: {}", shortened(.0))]
    NotNetwork2(serde_json::Error),
    /// It begins like a safetensors file, but is none.
    #[error("not a safetensors file: {}", shortened(.0))]
    NotSafetensors(SafeTensorError),
    /// A field is there, but not as it must be.
    #[error("`{}`: {problem}", excerpt(field))]
    Field {
        /// The field's name: `weights[0][3]`, or a tensor's.
        field: String,
        /// What is wrong with it.
        problem: FieldProblem,
    },
}

/// What can be wrong with a field of a network from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FieldProblem {
    /// It has another number of things than it must have.
    #[error("{found} {what}, expected {expected}")]
    Count {
        /// How many there are.
        found: usize,
        /// What is counted.
        what: &'static str,
        /// How many there must be.
        expected: usize,
    },
    /// No neuron, or more than [`MAX_NEURONS`].
    #[error("{found} neurons, expected 1 to {MAX_NEURONS}")]
    Neurons {
        /// How many there are.
        found: usize,
    },
    /// A layer that does not take what the layer before it gives.
    #[error("{found} inputs, but the previous layer has {expected} outputs")]
    DoesNotFit {
        /// Inputs of this layer.
        found: usize,
        /// Outputs of the layer before.
        expected: usize,
    },
    /// A number that no finite `f32` holds.
    #[error("number {at} is not finite")]
    NotFinite {
        /// Which, row by row, from 0.
        at: usize,
    },
    /// A tensor that no stack of linear layers has.
    #[error("only linear layers are supported, with tensors named like `0.weight` and `0.bias`")]
    UnknownTensor,
    /// A tensor that belongs to another stack than the rest.
    #[error("more than one stack of layers: another one has `{}`", excerpt(other))]
    TwoStacks {
        /// A tensor of the other one.
        other: String,
    },
    /// Numbers of a type that is not read.
    #[error("unsupported number type {found} (supported: F32 and F64)")]
    NumberType {
        /// The type, as the file names it.
        found: String,
    },
    /// Biases without weights.
    #[error("biases without weights: `{}` is missing", excerpt(missing))]
    NoWeights {
        /// The tensor that is missing.
        missing: String,
    },
    /// A word that names no activation function, or none for this place.
    #[error("\"{}\" is not an activation function that is allowed here", excerpt(found))]
    UnknownFunction {
        /// The word.
        found: String,
    },
}
