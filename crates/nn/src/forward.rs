//! The forward pass of one input, which keeps every layer's pre-activations and activations.

use fearless_simd::{Level, Simd, dispatch};

use crate::columns::{GROUP, add_columns, find_nonzero};
use crate::{Layer, Network};

/// The buffers of a pass through a network, made once and reused for every input.
#[derive(Debug, Clone)]
pub struct ForwardPass {
    input: Vec<f32>,
    layers: Vec<LayerPass>,
    /// The groups of nonzero inputs of the layer being computed.
    nonzero: Vec<u32>,
}

#[derive(Debug, Clone)]
struct LayerPass {
    pre_activations: Vec<f32>,
    activations: Vec<f32>,
}

impl ForwardPass {
    /// Creates buffers for the network, all zero.
    pub fn for_network(network: &Network) -> Self {
        let layers = network.layers().iter().map(|layer| LayerPass {
            pre_activations: vec![0.0; layer.n_outputs()],
            activations: vec![0.0; layer.n_outputs()],
        });
        let most_inputs = network.layers().iter().map(Layer::n_inputs).max();
        ForwardPass {
            input: vec![0.0; network.n_inputs()],
            layers: layers.collect(),
            nonzero: vec![0; most_inputs.unwrap_or(0) / GROUP],
        }
    }

    /// The input of the last pass.
    pub fn input(&self) -> &[f32] {
        &self.input
    }

    /// What a layer computes with: the input for the first layer, for the others the activations of the layer before.
    ///
    /// # Panics
    ///
    /// If there is no such layer.
    pub fn inputs_of(&self, layer_idx: usize) -> &[f32] {
        layer_idx.checked_sub(1).map_or(&self.input, |before| &self.layers[before].activations)
    }

    /// The pre-activations `z` of a layer; 0 is the first one after the input.
    ///
    /// # Panics
    ///
    /// If there is no such layer.
    pub fn pre_activations(&self, layer_idx: usize) -> &[f32] {
        &self.layers[layer_idx].pre_activations
    }

    /// The activations `a = f(z)` of a layer; 0 is the first one after the input.
    ///
    /// # Panics
    ///
    /// If there is no such layer.
    pub fn activations(&self, layer_idx: usize) -> &[f32] {
        &self.layers[layer_idx].activations
    }

    /// The activations of the last layer.
    pub fn output(&self) -> &[f32] {
        self.layers.last().map_or(&self.input, |last| &last.activations)
    }

    /// Computes every layer; compiled once for each SIMD level.
    #[inline(always)]
    fn compute_layers(&mut self, simd: impl Simd, network: &Network) {
        let mut inputs = self.input.as_slice();
        for (layer, LayerPass { pre_activations, activations }) in
            network.layers().iter().zip(&mut self.layers)
        {
            let n_nonzero = find_nonzero(simd, inputs, &mut self.nonzero);
            pre_activations.copy_from_slice(layer.biases().as_slice());
            add_columns(
                simd,
                layer.weights().as_slice(),
                inputs,
                &self.nonzero[..n_nonzero],
                pre_activations,
            );
            layer.activation_fn().apply_to_layer(simd, pre_activations, activations);
            inputs = activations;
        }
    }

    /// Whether the buffers fit the network.
    pub fn fits(&self, network: &Network) -> bool {
        let shapes = self.layers.iter().map(|pass| pass.activations.len());
        self.input.len() == network.n_inputs() && shapes.eq(network.layers().iter().map(Layer::n_outputs))
    }
}

impl Network {
    /// Computes every layer for one input and stores the results in `pass`.
    ///
    /// Allocates nothing if `pass` fits this network; otherwise it replaces `pass` with one that does.
    ///
    /// # Shapes
    ///
    /// `input` has `n_inputs` numbers.
    ///
    /// # Panics
    ///
    /// If `input` has a different length.
    pub fn forward(&self, input: &[f32], pass: &mut ForwardPass) {
        if !pass.fits(self) {
            *pass = ForwardPass::for_network(self);
        }
        pass.input.copy_from_slice(input);
        dispatch!(Level::new(), simd => pass.compute_layers(simd, self));
    }
}
