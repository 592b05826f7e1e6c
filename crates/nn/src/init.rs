//! Random initial weights, in a range that suits the activation function.

use nalgebra::{DMatrix, DVector};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{ActivationFn, Layer, Network, NetworkError};

impl Network {
    /// Creates a network of the given sizes (inputs first, outputs last) with random weights and zero biases.
    ///
    /// The same seed gives the same network on every platform. Weights are uniform in `-limit..limit`, with
    /// `limit = sqrt(6 / n_inputs)` for ReLU (the variance of He et al. 2015, eq. 10) and
    /// `sqrt(6 / (n_inputs + n_outputs))` for all other functions (Glorot & Bengio 2010, eq. 16).
    ///
    /// # Errors
    ///
    /// [`NetworkError`] if there are fewer than two sizes, a size is zero, or `hidden` is softmax.
    pub fn random(
        sizes: &[usize],
        hidden: ActivationFn,
        output: ActivationFn,
        seed: u64,
    ) -> Result<Self, NetworkError> {
        Self::random_from(sizes, hidden, output, &mut ChaCha8Rng::seed_from_u64(seed))
    }

    /// Like [`random`](Self::random), with the next numbers of a generator.
    ///
    /// # Errors
    ///
    /// As for [`random`](Self::random).
    pub fn random_from(
        sizes: &[usize],
        hidden: ActivationFn,
        output: ActivationFn,
        rng: &mut impl Rng,
    ) -> Result<Self, NetworkError> {
        let n_layers = sizes.len().saturating_sub(1);
        let mut layers = Vec::with_capacity(n_layers);
        for (layer_idx, pair) in sizes.windows(2).enumerate() {
            let (n_inputs, n_outputs) = (pair[0], pair[1]);
            let activation_fn = if layer_idx + 1 == n_layers { output } else { hidden };
            let limit = limit(activation_fn, n_inputs, n_outputs);
            let weights = DMatrix::from_fn(n_outputs, n_inputs, |_, _| rng.random_range(-limit..limit));
            layers.push(Layer::new(weights, DVector::zeros(n_outputs), activation_fn)?);
        }
        Network::new(layers)
    }
}

fn limit(activation_fn: ActivationFn, n_inputs: usize, n_outputs: usize) -> f32 {
    let fan = match activation_fn {
        ActivationFn::Relu => n_inputs,
        ActivationFn::Sigmoid | ActivationFn::Tanh | ActivationFn::Identity | ActivationFn::Softmax => {
            n_inputs + n_outputs
        }
    };
    (6.0 / fan as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::limit;
    use crate::{ActivationFn, Network, NetworkError};

    #[test]
    fn the_seed_determines_the_network() {
        let network = |seed| {
            Network::random(&[784, 16, 10], ActivationFn::Sigmoid, ActivationFn::Sigmoid, seed).unwrap()
        };
        assert_eq!(network(3), network(3));
        assert_ne!(network(3), network(4));
    }

    /// A new version of the generator's crate that changed these numbers would change every trained model.
    #[test]
    fn the_seed_always_means_the_same_network() {
        let network = Network::random(&[2, 2], ActivationFn::Relu, ActivationFn::Relu, 1).unwrap();
        assert_eq!(network.layers()[0].weights().as_slice(), [0.1710509, -0.3377998, 1.6786934, -1.4535936]);
    }

    #[test]
    fn weights_have_the_range_for_their_layer() {
        for (hidden, output) in
            [(ActivationFn::Relu, ActivationFn::Softmax), (ActivationFn::Tanh, ActivationFn::Sigmoid)]
        {
            let network = Network::random(&[500, 40, 30], hidden, output, 1).unwrap();
            for layer in network.layers() {
                let limit = limit(layer.activation_fn(), layer.n_inputs(), layer.n_outputs());
                assert!(layer.weights().amax() <= limit);
                // The standard deviation of a uniform distribution is its limit divided by the square root of 3.
                let deviation = layer.weights().variance().sqrt();
                assert!((deviation / limit * 3.0_f32.sqrt() - 1.0).abs() < 0.05, "{deviation} of {limit}");
                assert_eq!(layer.biases().amax(), 0.0);
            }
        }
    }

    #[test]
    fn invalid_sizes_are_refused() {
        use ActivationFn::{Relu, Softmax};
        assert_eq!(Network::random(&[], Relu, Relu, 0), Err(NetworkError::NoLayers));
        assert_eq!(Network::random(&[4], Relu, Relu, 0), Err(NetworkError::NoLayers));
        assert!(matches!(Network::random(&[4, 0, 2], Relu, Relu, 0), Err(NetworkError::EmptyLayer { .. })));
        assert_eq!(
            Network::random(&[4, 3, 2], Softmax, Softmax, 0),
            Err(NetworkError::SoftmaxNotLast { layer_idx: 0 })
        );
    }
}
