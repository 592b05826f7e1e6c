//! What can be wrong with the shape of a network.

use thiserror::Error;

/// Why layers cannot form a network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NetworkError {
    /// A network needs at least one layer and so at least two sizes.
    #[error("a network needs at least one layer")]
    NoLayers,
    /// A layer has no inputs or no neurons.
    #[error("a layer needs at least one neuron and one input, not {n_outputs} and {n_inputs}")]
    EmptyLayer {
        /// The number of neurons.
        n_outputs: usize,
        /// The number of inputs.
        n_inputs: usize,
    },
    /// The number of biases differs from the number of neurons.
    #[error("a layer with {expected} neurons needs {expected} biases, not {found}")]
    BiasCount {
        /// The number of rows of the weights.
        expected: usize,
        /// The number of biases.
        found: usize,
    },
    /// A layer takes a different number of inputs than the previous layer has neurons.
    #[error("layer {layer_idx} takes {found} inputs, but the previous layer has {expected} neurons")]
    ShapeMismatch {
        /// The index of the layer.
        layer_idx: usize,
        /// The number of neurons of the previous layer.
        expected: usize,
        /// The number of columns of this layer's weights.
        found: usize,
    },
    /// Softmax combines all neurons of its layer; only the last layer can have it.
    #[error("layer {layer_idx} uses softmax, which is only allowed in the last layer")]
    SoftmaxNotLast {
        /// The index of the layer.
        layer_idx: usize,
    },
    /// A weight or bias would be infinite or not a number.
    #[error("not all weights and biases would be finite numbers")]
    NotFinite,
}
