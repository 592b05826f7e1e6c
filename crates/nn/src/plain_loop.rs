//! The forward pass as a plain loop over every weight, one after another: what the matrix products of
//! [`Network::forward`] are compared with.

use crate::{ActivationFn, Network};

/// A network's parameters in the order in which a plain loop reads them, and the results of its last pass.
#[derive(Debug, Clone)]
pub struct PlainLoop {
    layers: Vec<LoopLayer>,
}

#[derive(Debug, Clone)]
struct LoopLayer {
    /// One row of weights per neuron.
    rows: Vec<Vec<f32>>,
    biases: Vec<f32>,
    activation_fn: ActivationFn,
    pre_activations: Vec<f32>,
    activations: Vec<f32>,
}

impl PlainLoop {
    /// Copies the network's parameters.
    pub fn of(network: &Network) -> Self {
        let layers = network.layers().iter().map(|layer| LoopLayer {
            rows: layer.weights().row_iter().map(|row| row.iter().copied().collect()).collect(),
            biases: layer.biases().as_slice().to_vec(),
            activation_fn: layer.activation_fn(),
            pre_activations: vec![0.0; layer.n_outputs()],
            activations: vec![0.0; layer.n_outputs()],
        });
        PlainLoop { layers: layers.collect() }
    }

    /// Computes every layer for one input. Returns the outputs, which differ from those of [`Network::forward`] by
    /// rounding alone.
    pub fn forward<'a>(&'a mut self, input: &'a [f32]) -> &'a [f32] {
        let mut inputs = input;
        for LoopLayer { rows, biases, activation_fn, pre_activations, activations } in &mut self.layers {
            for ((row, bias), z) in rows.iter().zip(biases).zip(&mut *pre_activations) {
                let mut sum = 0.0;
                for (weight, input) in row.iter().zip(inputs) {
                    sum += weight * input;
                }
                *z = sum + *bias;
            }
            activation_fn.apply(pre_activations, activations);
            inputs = activations;
        }
        inputs
    }
}
