//! Frozen neurons, whose weights and bias nothing changes.

use nn::Network;

use super::Parameter;

/// The frozen neurons. A layer is frozen if all of its neurons are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Frozen {
    layers: Vec<Vec<bool>>,
}

impl Frozen {
    /// No frozen neurons in this network.
    pub(super) fn none_of(network: &Network) -> Frozen {
        Frozen { layers: network.layers().iter().map(|layer| vec![false; layer.n_outputs()]).collect() }
    }

    /// Whether a neuron is frozen.
    pub(super) fn is_frozen(&self, layer_idx: usize, neuron_idx: usize) -> bool {
        self.layers.get(layer_idx).and_then(|layer| layer.get(neuron_idx)).copied().unwrap_or_default()
    }

    /// Whether a parameter belongs to a frozen neuron.
    pub(super) fn holds(&self, parameter: Parameter) -> bool {
        self.is_frozen(parameter.layer_idx, parameter.to)
    }

    /// Freezes or unfreezes a neuron; an unknown one is ignored.
    pub(super) fn toggle(&mut self, layer_idx: usize, neuron_idx: usize) {
        if let Some(is_frozen) = self.layers.get_mut(layer_idx).and_then(|layer| layer.get_mut(neuron_idx)) {
            *is_frozen = !*is_frozen;
        }
    }

    /// All frozen neurons.
    pub(super) fn all(&self) -> Vec<(usize, usize)> {
        let neurons = |(layer_idx, layer): (usize, &Vec<bool>)| {
            let frozen = layer.iter().enumerate().filter(|(_, is_frozen)| **is_frozen);
            frozen.map(|(neuron_idx, _)| (layer_idx, neuron_idx)).collect::<Vec<_>>()
        };
        self.layers.iter().enumerate().flat_map(neurons).collect()
    }
}
