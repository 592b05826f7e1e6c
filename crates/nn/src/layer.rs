//! One fully connected layer: its parameters and their shapes. Computing with them is left to other files.

use nalgebra::{DMatrix, DMatrixViewMut, DVector, DVectorViewMut};

use crate::aligned::{aligned_zeros, is_aligned};
use crate::{ActivationFn, NetworkError};

/// A fully connected layer, `a = f(W x + b)`.
///
/// # Shapes
///
/// `weights` is `(to, from)` = `(n_outputs, n_inputs)` and `biases` is `n_outputs`; both sizes are at least 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    weights: DMatrix<f32>,
    biases: DVector<f32>,
    activation_fn: ActivationFn,
}

impl Layer {
    /// Creates a layer from its parameters.
    ///
    /// # Errors
    ///
    /// [`NetworkError::EmptyLayer`] if the weights have no rows or no columns; [`NetworkError::BiasCount`] if there is not
    /// exactly one bias per row.
    pub fn new(
        weights: DMatrix<f32>,
        biases: DVector<f32>,
        activation_fn: ActivationFn,
    ) -> Result<Self, NetworkError> {
        let (n_outputs, n_inputs) = weights.shape();
        if n_outputs == 0 || n_inputs == 0 {
            return Err(NetworkError::EmptyLayer { n_outputs, n_inputs });
        }
        if biases.len() != n_outputs {
            return Err(NetworkError::BiasCount { expected: n_outputs, found: biases.len() });
        }
        Ok(Layer { weights, biases, activation_fn })
    }

    /// The weights, `(to, from)`.
    pub fn weights(&self) -> &DMatrix<f32> {
        &self.weights
    }

    /// The biases, one per neuron.
    pub fn biases(&self) -> &DVector<f32> {
        &self.biases
    }

    /// The activation function.
    pub fn activation_fn(&self) -> ActivationFn {
        self.activation_fn
    }

    /// The number of inputs.
    pub fn n_inputs(&self) -> usize {
        self.weights.ncols()
    }

    /// The number of neurons.
    pub fn n_outputs(&self) -> usize {
        self.weights.nrows()
    }

    /// The number of weights and biases.
    pub fn n_parameters(&self) -> usize {
        self.weights.len() + self.biases.len()
    }

    /// Moves the weights to where they are read fastest.
    pub(crate) fn align_weights(&mut self) {
        if !is_aligned(&self.weights) {
            let mut aligned = aligned_zeros(self.n_outputs(), self.n_inputs());
            aligned.as_mut_slice().copy_from_slice(self.weights.as_slice());
            self.weights = aligned;
        }
    }

    pub(crate) fn set_activation_fn(&mut self, activation_fn: ActivationFn) {
        self.activation_fn = activation_fn;
    }

    pub(crate) fn weights_mut(&mut self) -> DMatrixViewMut<'_, f32> {
        self.weights.as_view_mut()
    }

    pub(crate) fn biases_mut(&mut self) -> DVectorViewMut<'_, f32> {
        self.biases.as_view_mut()
    }

    /// The weights, column by column, and the biases.
    pub(crate) fn parameters_mut(&mut self) -> [&mut [f32]; 2] {
        [self.weights.as_mut_slice(), self.biases.as_mut_slice()]
    }
}
