//! The network that a run starts with: its architecture, and its random weights or those of another network.

use std::sync::Arc;

use models::{MAX_HIDDEN_LAYERS, MAX_NEURONS, N_DIGITS};
use nn::{ActivationFn, Network, NetworkError};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use thiserror::Error;

use crate::parameters::{parameters, set_parameters};

/// A network that reads digits. Unless it is given weights, it has not learned anything yet.
#[derive(Debug, Clone, PartialEq)]
pub struct InitialNetwork {
    /// The number of neurons in each hidden layer, first to last.
    pub hidden: Vec<usize>,
    /// The activation function of the hidden layers.
    pub hidden_fn: ActivationFn,
    /// The activation function of the outputs.
    pub output_fn: ActivationFn,
    /// The spread of the weights, relative to the one that suits the activation function. See [`Network::random`].
    pub spread: f32,
    /// The seed of the weights.
    pub seed: u64,
    /// All weights and biases, as [`parameters`] lists them, instead of random ones.
    pub parameters: Option<Arc<[f32]>>,
}

impl Default for InitialNetwork {
    fn default() -> Self {
        InitialNetwork {
            hidden: vec![16, 16],
            hidden_fn: ActivationFn::Sigmoid,
            output_fn: ActivationFn::Sigmoid,
            spread: 1.0,
            seed: 1,
            parameters: None,
        }
    }
}

/// Why there is no such network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InitialNetworkError {
    /// Too many hidden layers.
    #[error("there can be at most {MAX_HIDDEN_LAYERS} hidden layers")]
    HiddenLayers,
    /// A layer without neurons, or with too many.
    #[error("each layer must have 1 to {MAX_NEURONS} neurons")]
    Neurons,
    /// The spread is negative, or not a finite number.
    #[error("the spread of the weights must be 0 or more")]
    Spread,
    /// The weights and biases are too few, too many, or not finite.
    #[error("the weights and biases do not belong to this network")]
    Parameters,
    /// The layers do not make a network.
    #[error(transparent)]
    Network(#[from] NetworkError),
}

impl InitialNetwork {
    /// The network as it is. `None` if its hidden layers have different activation functions.
    #[must_use]
    pub fn of(network: &Network) -> Option<Self> {
        let (output, hidden) = network.layers().split_last()?;
        let hidden_fn = hidden.first().map_or(ActivationFn::Sigmoid, |layer| layer.activation_fn());
        hidden.iter().all(|layer| layer.activation_fn() == hidden_fn).then(|| InitialNetwork {
            hidden: hidden.iter().map(|layer| layer.n_outputs()).collect(),
            hidden_fn,
            output_fn: output.activation_fn(),
            parameters: Some(parameters(network).into()),
            ..InitialNetwork::default()
        })
    }

    /// Draws the weights, with biases of zero, or takes those that are given.
    ///
    /// # Errors
    ///
    /// [`InitialNetworkError`] if the sizes or the spread are out of range, or if the hidden layers are to be softmax.
    pub fn network(&self) -> Result<Network, InitialNetworkError> {
        if self.hidden.len() > MAX_HIDDEN_LAYERS {
            return Err(InitialNetworkError::HiddenLayers);
        }
        if self.hidden.iter().any(|neurons| !(1..=MAX_NEURONS).contains(neurons)) {
            return Err(InitialNetworkError::Neurons);
        }
        if !self.spread.is_finite() || self.spread < 0.0 {
            return Err(InitialNetworkError::Spread);
        }
        let mut sizes = vec![digits::N_PIXELS];
        sizes.extend(&self.hidden);
        sizes.push(N_DIGITS);
        // Not `Network::random`: with the generator of the data, the program that trains has one and not two.
        let rng = &mut ChaCha8Rng::seed_from_u64(self.seed);
        let mut network = Network::random_from(&sizes, self.hidden_fn, self.output_fn, rng)?;
        if let Some(parameters) = &self.parameters {
            let is_of_network = parameters.len() == network.n_parameters();
            if !is_of_network || !parameters.iter().all(|number| number.is_finite()) {
                return Err(InitialNetworkError::Parameters);
            }
            set_parameters(&mut network, parameters);
            return Ok(network);
        }
        for layer_idx in 0..network.layers().len() {
            network.scale_weights(layer_idx, self.spread);
        }
        Ok(network)
    }
}

#[cfg(test)]
mod tests {
    use nn::ActivationFn::{Relu, Sigmoid, Softmax};
    use nn::Network;

    use super::{InitialNetwork, InitialNetworkError};

    fn initial() -> InitialNetwork {
        InitialNetwork {
            hidden: vec![16, 8],
            hidden_fn: Sigmoid,
            output_fn: Softmax,
            seed: 3,
            ..InitialNetwork::default()
        }
    }

    #[test]
    fn a_spread_of_one_is_the_usual_one_and_others_scale_it() {
        let usual = Network::random(&[784, 16, 8, 10], Sigmoid, Softmax, 3).unwrap();
        assert_eq!(initial().network().unwrap(), usual);
        let half = InitialNetwork { spread: 0.5, ..initial() }.network().unwrap();
        for (half, usual) in half.layers().iter().zip(usual.layers()) {
            assert_eq!(*half.weights(), 0.5 * usual.weights());
        }
    }

    #[test]
    fn it_can_be_a_network_as_it_stands() {
        let network = Network::random(&[784, 5, 4, 10], Relu, Softmax, 9).unwrap();
        let initial = InitialNetwork::of(&network).unwrap();
        assert_eq!(initial.network(), Ok(network));
        let other = InitialNetwork { hidden: vec![5], ..initial };
        assert_eq!(other.network(), Err(InitialNetworkError::Parameters));
        let wild = vec![f32::NAN; other.parameters.map_or(0, |parameters| parameters.len())];
        let wild = InitialNetwork {
            hidden: vec![5, 4],
            parameters: Some(wild.into()),
            ..super::InitialNetwork::default()
        };
        assert_eq!(wild.network(), Err(InitialNetworkError::Parameters));
    }

    #[test]
    fn impossible_networks_are_refused() {
        let check = |initial: InitialNetwork, expected| assert_eq!(initial.network(), Err(expected));
        check(InitialNetwork { hidden: vec![4; 7], ..initial() }, InitialNetworkError::HiddenLayers);
        check(InitialNetwork { hidden: vec![0], ..initial() }, InitialNetworkError::Neurons);
        check(InitialNetwork { hidden: vec![2000], ..initial() }, InitialNetworkError::Neurons);
        check(InitialNetwork { spread: f32::NAN, ..initial() }, InitialNetworkError::Spread);
        check(InitialNetwork { spread: -1.0, ..initial() }, InitialNetworkError::Spread);
        assert!(InitialNetwork { hidden_fn: Softmax, ..initial() }.network().is_err());
    }
}
