//! What an action on many knobs is about: the whole network, a layer, or a neuron.

use app::named::Named;
use app::state::Core;
use app::target::Target;
use nn::Network;

/// What an action is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// All layers.
    #[default]
    Network,
    /// The selected neuron's layer.
    Layer,
    /// The selected neuron.
    Neuron,
}

impl Named for Scope {
    const NAMES: &'static [(&'static str, Self)] =
        &[("network", Scope::Network), ("layer", Scope::Layer), ("neuron", Scope::Neuron)];
}

impl Scope {
    /// What it comes to; nothing where no neuron is picked that it needs.
    pub(super) fn selection(self, core: &Core) -> Option<Selection> {
        match (self, picked_neuron(core)) {
            (Scope::Network, _) => Some(Selection::ALL),
            (Scope::Layer, Some((layer_idx, _))) => {
                Some(Selection { layer_idx: Some(layer_idx), neuron_idx: None })
            }
            (Scope::Neuron, Some((layer_idx, neuron_idx))) => {
                Some(Selection { layer_idx: Some(layer_idx), neuron_idx: Some(neuron_idx) })
            }
            (_, None) => None,
        }
    }
}

/// The neuron whose knobs are shown: the one that is picked.
pub(super) fn picked_neuron(core: &Core) -> Option<(usize, usize)> {
    match core.picked.filter(|target| core.has(*target))? {
        Target::Neuron { layer_idx, neuron_idx } => Some((layer_idx, neuron_idx)),
        Target::Pixel(_) => None,
    }
}

/// Which of a network's numbers an action is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Selection {
    layer_idx: Option<usize>,
    neuron_idx: Option<usize>,
}

impl Selection {
    /// All numbers.
    const ALL: Selection = Selection { layer_idx: None, neuron_idx: None };

    /// Whether a block has any of them.
    pub(super) fn has_block(&self, block_idx: usize) -> bool {
        self.layer_idx.is_none_or(|layer_idx| layer_idx == block_idx / 2)
    }

    /// Whether the neurons of this index are meant, in the layers that are.
    pub(super) fn has_neuron(&self, neuron_idx: usize) -> bool {
        self.neuron_idx.is_none_or(|meant| meant == neuron_idx)
    }

    /// The neurons, as (layer, neuron).
    pub(super) fn neurons(&self, network: &Network) -> Vec<(usize, usize)> {
        let layers = network.layers().iter().enumerate().filter(|(idx, _)| self.has_block(2 * idx));
        let neurons = layers.flat_map(|(idx, layer)| (0..layer.n_outputs()).map(move |neuron| (idx, neuron)));
        neurons.filter(|(_, neuron_idx)| self.has_neuron(*neuron_idx)).collect()
    }
}
