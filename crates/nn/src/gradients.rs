//! One number for each parameter of a network: gradients, and the state that optimisers derive from them.

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch};
use nalgebra::{DMatrix, DVector};

use crate::aligned::aligned_zeros;
use crate::lanes::update;
use crate::{Layer, Network};

/// The derivative of the loss with respect to every weight and bias.
///
/// [`backpropagate`](crate::backpropagate) sums over the samples, so you can compute the shards of a mini-batch
/// separately and [add](Gradients::add) them up in a fixed order.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradients {
    layers: Vec<LayerGradients>,
}

/// The derivatives with respect to one layer's parameters.
///
/// # Shapes
///
/// Those of the layer: `weights` is `(to, from)`, `biases` is `n_outputs`.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerGradients {
    pub(crate) weights: DMatrix<f32>,
    pub(crate) biases: DVector<f32>,
    /// The columns of `weights` that may differ from zero, in order. They are few where most inputs are zero, as in an image.
    pub(crate) nonzero_columns: Vec<Range<usize>>,
}

impl Gradients {
    /// Zero for every parameter of the network.
    pub fn zeros(network: &Network) -> Self {
        let zeros = |layer: &Layer| LayerGradients {
            weights: aligned_zeros(layer.n_outputs(), layer.n_inputs()),
            biases: DVector::zeros(layer.n_outputs()),
            nonzero_columns: Vec::new(),
        };
        Gradients { layers: network.layers().iter().map(zeros).collect() }
    }

    /// The gradients of each layer, first to last.
    pub fn layers(&self) -> &[LayerGradients] {
        &self.layers
    }

    /// Adds `other` to these gradients, number by number.
    ///
    /// # Panics
    ///
    /// If `other` belongs to a network of a different shape.
    pub fn add(&mut self, other: &Gradients) {
        assert!(self.shapes().eq(other.shapes()), "both gradients must have the same shape");
        dispatch!(Level::new(), simd => {
            for (sums, numbers) in self.layers.iter_mut().zip(&other.layers) {
                sums.add(simd, numbers);
            }
        });
    }

    /// Whether there is one number for each parameter of the network.
    pub(crate) fn fits(&self, network: &Network) -> bool {
        self.shapes().eq(network.layers().iter().map(|layer| layer.weights().shape()))
    }

    /// The shape of each layer's weights.
    fn shapes(&self) -> impl Iterator<Item = (usize, usize)> {
        self.layers.iter().map(|layer| layer.weights.shape())
    }

    pub(crate) fn layers_mut(&mut self) -> &mut [LayerGradients] {
        &mut self.layers
    }

    /// The weights and biases of each layer in turn, in the order of [`Network::parameters_mut`].
    pub(crate) fn slices(&self) -> impl Iterator<Item = &[f32]> {
        self.layers.iter().flat_map(|layer| [layer.weights.as_slice(), layer.biases.as_slice()])
    }

    /// Like [`slices`](Self::slices), but mutable.
    pub(crate) fn slices_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.layers.iter_mut().flat_map(|layer| {
            layer.let_all_differ_from_zero();
            [layer.weights.as_mut_slice(), layer.biases.as_mut_slice()]
        })
    }
}

impl LayerGradients {
    /// The derivatives with respect to the weights, `(to, from)`.
    pub fn weights(&self) -> &DMatrix<f32> {
        &self.weights
    }

    /// The derivatives with respect to the biases.
    pub fn biases(&self) -> &DVector<f32> {
        &self.biases
    }

    /// Where the weights' derivatives may differ from zero: ranges of their indices, column by column.
    pub(crate) fn nonzero_weights(&self) -> impl Iterator<Item = Range<usize>> {
        let n_rows = self.weights.nrows();
        self.nonzero_columns.iter().map(move |columns| n_rows * columns.start..n_rows * columns.end)
    }

    /// Adds gradients of the same shape; compiled once for each SIMD level.
    #[inline(always)]
    fn add(&mut self, simd: impl Simd, other: &LayerGradients) {
        for nonzero in other.nonzero_weights() {
            let numbers = &other.weights.as_slice()[nonzero.clone()];
            add(simd, &mut self.weights.as_mut_slice()[nonzero], numbers);
        }
        add(simd, self.biases.as_mut_slice(), other.biases.as_slice());
        // From the first to the last column that differs from zero in either.
        let both = self.nonzero_columns.iter().chain(&other.nonzero_columns);
        let first = both.clone().map(|columns| columns.start).min().unwrap_or(0);
        let end = both.map(|columns| columns.end).max().unwrap_or(0);
        self.nonzero_columns.clear();
        self.nonzero_columns.push(first..end);
    }

    fn let_all_differ_from_zero(&mut self) {
        self.nonzero_columns.clear();
        self.nonzero_columns.push(0..self.weights.ncols());
    }
}

/// Adds numbers to as many others.
#[inline(always)]
fn add<S: Simd>(simd: S, sums: &mut [f32], numbers: &[f32]) {
    update(
        simd,
        [sums],
        [numbers],
        #[inline(always)]
        |[sum], [number]| [sum + number],
    );
}

#[cfg(test)]
mod tests {
    use super::Gradients;
    use crate::{ActivationFn, Network};

    fn zeros(sizes: &[usize]) -> Gradients {
        let network = Network::random(sizes, ActivationFn::Relu, ActivationFn::Sigmoid, 1).unwrap();
        Gradients::zeros(&network)
    }

    #[test]
    #[should_panic(expected = "the same shape")]
    fn gradients_with_more_layers_are_not_added() {
        zeros(&[3, 2]).add(&zeros(&[3, 2, 2]));
    }

    #[test]
    #[should_panic(expected = "the same shape")]
    fn gradients_of_a_wider_network_are_not_added() {
        zeros(&[3, 2]).add(&zeros(&[4, 2]));
    }
}
