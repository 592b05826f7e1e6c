//! The network: a stack of layers. Shapes are checked here, once, so that nothing else has to.

use fearless_simd::{Level, dispatch};
use nalgebra::{DMatrixViewMut, DVectorViewMut};

use crate::lanes::update;
use crate::{ActivationFn, Layer, NetworkError};

/// A stack of fully connected layers, each of which takes the outputs of the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    layers: Vec<Layer>,
}

impl Network {
    /// Creates a network from its layers, first to last.
    ///
    /// # Errors
    ///
    /// [`NetworkError`] if there are no layers, if the sizes of two neighbours do not match, or if a layer other than the
    /// last is softmax.
    pub fn new(layers: Vec<Layer>) -> Result<Self, NetworkError> {
        let Some(last_idx) = layers.len().checked_sub(1) else {
            return Err(NetworkError::NoLayers);
        };
        for (layer_idx, layer) in layers.iter().enumerate() {
            if layer_idx > 0 && layers[layer_idx - 1].n_outputs() != layer.n_inputs() {
                return Err(NetworkError::ShapeMismatch {
                    layer_idx,
                    expected: layers[layer_idx - 1].n_outputs(),
                    found: layer.n_inputs(),
                });
            }
            if layer_idx < last_idx && layer.activation_fn() == ActivationFn::Softmax {
                return Err(NetworkError::SoftmaxNotLast { layer_idx });
            }
        }
        Ok(Network { layers })
    }

    /// The layers: 0 is the first one after the inputs, the last one gives the outputs.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The number of inputs.
    pub fn n_inputs(&self) -> usize {
        self.layers[0].n_inputs()
    }

    /// The number of outputs.
    pub fn n_outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].n_outputs()
    }

    /// The number of weights and biases.
    pub fn n_parameters(&self) -> usize {
        self.layers.iter().map(Layer::n_parameters).sum()
    }

    /// The number of inputs, then the number of neurons in each layer: `[784, 16, 16, 10]`.
    pub fn sizes(&self) -> Vec<usize> {
        std::iter::once(self.n_inputs()).chain(self.layers.iter().map(Layer::n_outputs)).collect()
    }

    /// The activation function of the last layer.
    pub fn output_activation_fn(&self) -> ActivationFn {
        self.layers[self.layers.len() - 1].activation_fn()
    }

    /// The network's sizes and activation functions, as people write them: `784-16-16-10, sigmoid`.
    pub fn title(&self) -> String {
        let sizes: Vec<String> = self.sizes().iter().map(ToString::to_string).collect();
        let mut names: Vec<&str> = self.layers.iter().map(|layer| layer.activation_fn().name()).collect();
        names.dedup();
        [sizes.join("-"), names.join(" and ")].join(", ")
    }

    /// Moves the weights to where they are read and written fastest: worth it before many steps of training.
    pub fn align_weights(&mut self) {
        self.layers.iter_mut().for_each(Layer::align_weights);
    }

    /// A copy of the network with different activation functions; `None` leaves them as they are.
    ///
    /// # Errors
    ///
    /// [`NetworkError::SoftmaxNotLast`] if `hidden` is softmax.
    pub fn with_activation_fns(
        &self,
        hidden: Option<ActivationFn>,
        output: Option<ActivationFn>,
    ) -> Result<Network, NetworkError> {
        let mut layers = self.layers.clone();
        let last_idx = layers.len() - 1;
        for (layer_idx, layer) in layers.iter_mut().enumerate() {
            let wanted = if layer_idx == last_idx { output } else { hidden };
            layer.set_activation_fn(wanted.unwrap_or(layer.activation_fn()));
        }
        Network::new(layers)
    }

    /// The network that gives for `x` what this one gives for `(x - mean) / std`: the usual normalisation of inputs, folded
    /// into the first layer as `W' = W / std` and `b' = b - mean / std * (sum of W's row)`, computed in double precision.
    ///
    /// # Errors
    ///
    /// [`NetworkError::NotFinite`] if a weight or bias of the result is not finite, as all are where `std` is 0.
    pub fn with_normalisation_folded_in(&self, mean: f64, std: f64) -> Result<Network, NetworkError> {
        let mut folded = self.clone();
        let first = &self.layers[0];
        for (to, row) in first.weights().row_iter().enumerate() {
            let sum: f64 = row.iter().map(|&weight| f64::from(weight)).sum();
            folded.biases_mut(0)[to] = (f64::from(first.biases()[to]) - sum * mean / std) as f32;
        }
        for weight in folded.weights_mut(0).iter_mut() {
            *weight = (f64::from(*weight) / std) as f32;
        }
        if folded.is_finite() { Ok(folded) } else { Err(NetworkError::NotFinite) }
    }

    /// A mutable view of a layer's weights, `(to, from)`.
    ///
    /// # Panics
    ///
    /// If there is no such layer.
    pub fn weights_mut(&mut self, layer_idx: usize) -> DMatrixViewMut<'_, f32> {
        self.layers[layer_idx].weights_mut()
    }

    /// A mutable view of a layer's biases.
    ///
    /// # Panics
    ///
    /// If there is no such layer.
    pub fn biases_mut(&mut self, layer_idx: usize) -> DVectorViewMut<'_, f32> {
        self.layers[layer_idx].biases_mut()
    }

    /// A layer's weights, column by column, and its biases, as mutable slices.
    ///
    /// # Panics
    ///
    /// If there is no such layer.
    pub fn layer_numbers_mut(&mut self, layer_idx: usize) -> [&mut [f32]; 2] {
        self.layers[layer_idx].parameters_mut()
    }

    /// Whether every weight and bias is finite. Training that diverges leaves some that are not.
    pub fn is_finite(&self) -> bool {
        self.layers
            .iter()
            .all(|layer| layer.weights().iter().chain(layer.biases()).all(|parameter| parameter.is_finite()))
    }

    /// A copy of the network with every weight and bias rounded to this many significant decimal digits: from 1 to 9, where
    /// 9 changes nothing. A rounded network makes a smaller file.
    ///
    /// # Panics
    ///
    /// If `significant_digits` is 0.
    pub fn rounded(&self, significant_digits: usize) -> Network {
        assert!(significant_digits > 0, "a number has at least one significant digit");
        let mut rounded = self.clone();
        for parameter in rounded.parameters_mut().flatten() {
            // Goes through the decimal form, because arithmetic would round twice.
            let decimal = format!("{:.*e}", significant_digits - 1, *parameter);
            *parameter = decimal.parse().unwrap_or(*parameter);
        }
        rounded
    }

    /// Multiplies the weights of a layer by `factor`.
    ///
    /// # Panics
    ///
    /// If there is no such layer.
    pub fn scale_weights(&mut self, layer_idx: usize, factor: f32) {
        let [weights, _] = self.layer_numbers_mut(layer_idx);
        dispatch!(Level::new(), simd => update(simd, [weights], [], #[inline(always)] |[w], []| [w * factor]));
    }

    /// Replaces every weight and bias by a mean of it and that of `other`, of which `other` is the given share.
    ///
    /// # Panics
    ///
    /// If the networks have different shapes.
    pub fn move_towards(&mut self, other: &Network, share: f32) {
        fn shapes(network: &Network) -> impl Iterator<Item = (usize, usize)> {
            network.layers.iter().map(|layer| layer.weights().shape())
        }
        assert!(shapes(self).eq(shapes(other)), "both networks must have the same shape");
        dispatch!(Level::new(), simd => {
            for (layer, other) in self.layers.iter_mut().zip(&other.layers) {
                let others = [other.weights().as_slice(), other.biases().as_slice()];
                for (numbers, others) in layer.parameters_mut().into_iter().zip(others) {
                    update(simd, [numbers], [others], #[inline(always)] |[a], [b]| [a * (1.0 - share) + b * share]);
                }
            }
        });
    }

    /// The weights (column by column) and biases of each layer in turn.
    pub(crate) fn parameters_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.layers.iter_mut().flat_map(Layer::parameters_mut)
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::{DMatrix, DVector};

    use crate::{ActivationFn, Layer, Network, NetworkError};

    fn layer(n_outputs: usize, n_inputs: usize, activation_fn: ActivationFn) -> Layer {
        let (weights, biases) = (DMatrix::zeros(n_outputs, n_inputs), DVector::zeros(n_outputs));
        Layer::new(weights, biases, activation_fn).expect("matching shapes")
    }

    #[test]
    fn reports_its_sizes() {
        let network =
            Network::random(&[784, 16, 16, 10], ActivationFn::Sigmoid, ActivationFn::Softmax, 0).unwrap();
        assert_eq!(network.sizes(), [784, 16, 16, 10]);
        assert_eq!((network.n_inputs(), network.n_outputs()), (784, 10));
        assert_eq!(network.n_parameters(), 13_002);
        assert_eq!(network.output_activation_fn(), ActivationFn::Softmax);
    }

    #[test]
    fn layers_that_do_not_match_are_refused() {
        use ActivationFn::{Relu, Softmax};
        let check = |layers: Vec<Layer>, expected| assert_eq!(Network::new(layers), Err(expected));
        check(vec![], NetworkError::NoLayers);
        check(
            vec![layer(3, 2, Relu), layer(1, 4, Relu)],
            NetworkError::ShapeMismatch { layer_idx: 1, expected: 3, found: 4 },
        );
        check(
            vec![layer(3, 2, Softmax), layer(1, 3, Softmax)],
            NetworkError::SoftmaxNotLast { layer_idx: 0 },
        );
        assert_eq!(
            Layer::new(DMatrix::zeros(2, 3), DVector::zeros(3), Relu),
            Err(NetworkError::BiasCount { expected: 2, found: 3 })
        );
        assert_eq!(
            Layer::new(DMatrix::zeros(0, 3), DVector::zeros(0), Relu),
            Err(NetworkError::EmptyLayer { n_outputs: 0, n_inputs: 3 })
        );
    }

    #[test]
    fn rounds_to_significant_digits() {
        let mut network = Network::new(vec![layer(1, 5, ActivationFn::Identity)]).unwrap();
        network.weights_mut(0).copy_from_slice(&[0.0, -1.235_49, 123_456.0, 9.996e-7, f32::MAX]);
        network.biases_mut(0).fill(0.1);
        let rounded = network.rounded(3);
        assert_eq!(rounded.layers()[0].weights().as_slice(), [0.0, -1.24, 123_000.0, 1e-6, 3.4e38]);
        assert_eq!(rounded.layers()[0].biases()[0], 0.1);
        assert_eq!(network.rounded(9), network);
    }

    #[test]
    fn is_finite_finds_nan() {
        let mut network = Network::new(vec![layer(2, 2, ActivationFn::Identity)]).unwrap();
        assert!(network.is_finite());
        network.biases_mut(0)[1] = f32::NAN;
        assert!(!network.is_finite());
    }

    #[test]
    fn a_normalisation_that_leaves_no_finite_weights_is_refused() {
        let network = Network::new(vec![layer(2, 2, ActivationFn::Identity)]).unwrap();
        assert_eq!(network.with_normalisation_folded_in(0.5, 0.25), Ok(network.clone()), "its weights are 0");
        for (mean, std) in [(0.5, 0.0), (0.0, 0.0), (0.5, f64::NAN), (f64::INFINITY, 1.0)] {
            assert_eq!(network.with_normalisation_folded_in(mean, std), Err(NetworkError::NotFinite));
        }
    }
}
