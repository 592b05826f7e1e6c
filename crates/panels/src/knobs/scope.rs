//! The scope of bulk actions: the whole network, a layer, or a neuron.

use app::named::Named;
use app::state::Core;
use nn::Network;

/// The scope of an action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// All layers.
    #[default]
    Network,
    /// The picked neuron's layer.
    Layer,
    /// The picked neuron.
    Neuron,
}

impl Named for Scope {
    const NAMES: &'static [(&'static str, Self)] =
        &[("network", Scope::Network), ("layer", Scope::Layer), ("neuron", Scope::Neuron)];
}

impl Scope {
    /// The selected parameters; `None` if a neuron is needed but none is picked.
    pub(super) fn selection(self, core: &Core) -> Option<Selection> {
        match (self, core.picked_neuron()) {
            (Scope::Network, _) => Some(Selection::ALL),
            (Scope::Layer, Some((layer_idx, _))) => Some(Selection::layer(layer_idx)),
            (Scope::Neuron, Some((layer_idx, neuron_idx))) => {
                Some(Selection { layer_idx: Some(layer_idx), neuron_idx: Some(neuron_idx) })
            }
            (_, None) => None,
        }
    }
}

/// A selection of parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Selection {
    layer_idx: Option<usize>,
    neuron_idx: Option<usize>,
}

impl Selection {
    /// All parameters.
    pub(super) const ALL: Selection = Selection { layer_idx: None, neuron_idx: None };

    /// A layer's parameters.
    pub(super) const fn layer(layer_idx: usize) -> Selection {
        Selection { layer_idx: Some(layer_idx), neuron_idx: None }
    }

    /// Whether a block contains selected parameters.
    pub(super) fn has_block(&self, block_idx: usize) -> bool {
        self.layer_idx.is_none_or(|layer_idx| layer_idx == block_idx / 2)
    }

    /// Whether a neuron is selected, in a selected layer.
    pub(super) fn has_neuron(&self, neuron_idx: usize) -> bool {
        self.neuron_idx.is_none_or(|meant| meant == neuron_idx)
    }

    /// The selected neurons, as (layer, neuron).
    pub(super) fn neurons(&self, network: &Network) -> Vec<(usize, usize)> {
        let layers = network.layers().iter().enumerate().filter(|(idx, _)| self.has_block(2 * idx));
        let neurons = layers.flat_map(|(idx, layer)| (0..layer.n_outputs()).map(move |neuron| (idx, neuron)));
        neurons.filter(|(_, neuron_idx)| self.has_neuron(*neuron_idx)).collect()
    }
}
