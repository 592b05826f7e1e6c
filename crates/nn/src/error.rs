//! What can be wrong with a network's shape.

use thiserror::Error;

/// Why layers do not make a network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NetworkError {
    /// A network needs at least one layer, so at least two sizes.
    #[error("a network needs at least one layer")]
    NoLayers,
    /// A layer has no inputs or no neurons.
    #[error("a layer with {n_outputs} neurons and {n_inputs} inputs is empty")]
    EmptyLayer {
        /// Its number of neurons.
        n_outputs: usize,
        /// Its number of inputs.
        n_inputs: usize,
    },
    /// A layer needs one bias for each row of its weights.
    #[error("a layer with {expected} neurons needs {expected} biases, found {found}")]
    BiasCount {
        /// Rows of the weights.
        expected: usize,
        /// Biases given.
        found: usize,
    },
    /// A layer does not take what the layer before it gives.
    #[error("layer {layer_idx} takes {found} inputs, but the previous layer has {expected} neurons")]
    ShapeMismatch {
        /// The layer that does not fit.
        layer_idx: usize,
        /// Neurons of the layer before.
        expected: usize,
        /// Columns of this layer's weights.
        found: usize,
    },
    /// Softmax mixes all neurons of its layer and is defined here for the output only.
    #[error("layer {layer_idx} uses softmax, which is only allowed in the last layer")]
    SoftmaxNotLast {
        /// The layer with the misplaced softmax.
        layer_idx: usize,
    },
}
