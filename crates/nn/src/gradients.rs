//! One number for each parameter of a network: gradients, and what optimisers remember of them.

use nalgebra::{DMatrix, DVector};

use crate::{Layer, Network};

/// The derivative of the loss by every weight and bias.
///
/// What [`backpropagate`](crate::backpropagate) gives is summed over the samples, so that the parts of a mini-batch
/// can be computed apart, [added](Gradients::add) in a fixed order and then [scaled](Gradients::scale) to the mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradients {
    layers: Vec<LayerGradients>,
}

/// The derivatives by one layer's parameters.
///
/// # Shapes
///
/// Those of the layer: `weights` is `(to, from)`, `biases` is `n_outputs`.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerGradients {
    pub(crate) weights: DMatrix<f32>,
    pub(crate) biases: DVector<f32>,
}

impl Gradients {
    /// Zero for every parameter of the network.
    pub fn zeros(network: &Network) -> Self {
        let zeros = |layer: &Layer| LayerGradients {
            weights: DMatrix::zeros(layer.n_outputs(), layer.n_inputs()),
            biases: DVector::zeros(layer.n_outputs()),
        };
        Gradients { layers: network.layers().iter().map(zeros).collect() }
    }

    /// One for each layer of the network.
    pub fn layers(&self) -> &[LayerGradients] {
        &self.layers
    }

    /// Adds another's numbers to these.
    ///
    /// # Panics
    ///
    /// If the two are of networks of different shapes.
    pub fn add(&mut self, other: &Gradients) {
        for (layer, other) in self.layers.iter_mut().zip(&other.layers) {
            layer.weights += &other.weights;
            layer.biases += &other.biases;
        }
    }

    /// Multiplies every number by `factor`.
    pub fn scale(&mut self, factor: f32) {
        for numbers in self.slices_mut() {
            for number in numbers {
                *number *= factor;
            }
        }
    }

    /// Whether there is one number for each parameter of the network.
    pub(crate) fn fits(&self, network: &Network) -> bool {
        let shapes = self.layers.iter().map(|layer| layer.weights.shape());
        shapes.eq(network.layers().iter().map(|layer| layer.weights().shape()))
    }

    pub(crate) fn layers_mut(&mut self) -> &mut [LayerGradients] {
        &mut self.layers
    }

    /// Weights and biases of each layer in turn, as [`Network::parameters_mut`] gives the parameters.
    pub(crate) fn slices(&self) -> impl Iterator<Item = &[f32]> {
        self.layers.iter().flat_map(|layer| [layer.weights.as_slice(), layer.biases.as_slice()])
    }

    /// The same, to be changed.
    pub(crate) fn slices_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.layers.iter_mut().flat_map(|layer| [layer.weights.as_mut_slice(), layer.biases.as_mut_slice()])
    }
}

impl LayerGradients {
    /// The derivatives by the weights, `(to, from)`.
    pub fn weights(&self) -> &DMatrix<f32> {
        &self.weights
    }

    /// The derivatives by the biases.
    pub fn biases(&self) -> &DVector<f32> {
        &self.biases
    }
}
