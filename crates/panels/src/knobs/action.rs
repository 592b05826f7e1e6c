//! What changes many knobs at once: of the whole network, of a layer, or of a neuron.

use nn::{ActivationFn, Network};

use super::block::block;
use super::edit::{Extent, StepKind, rewrite};
use super::history::Step;
use super::noise::{LARGEST_NOISE, Noise, spreads};
use crate::network_layout::Target;
use crate::settings::Named;
use crate::state::State;

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

/// What is done to all of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Random weights as before any training, from the seed; biases 0.
    Randomise,
    /// The same from the next seed.
    RandomiseNext,
    /// Everything 0.
    Zero,
    /// Biases 0.
    DropBiases,
    /// No change any more; or, where there is none already, change again.
    Freeze,
}

impl Named for Action {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("randomise", Action::Randomise),
        ("next", Action::RandomiseNext),
        ("zero", Action::Zero),
        ("drop-biases", Action::DropBiases),
        ("freeze", Action::Freeze),
    ];
}

/// The neuron whose knobs are shown: the one that is picked.
pub(super) fn subject(state: &State) -> Option<(usize, usize)> {
    let Some(Target::Neuron { layer_idx, neuron_idx }) = state.picked else { return None };
    let layers = state.model.as_ref()?.network.layers();
    layers
        .get(layer_idx)
        .is_some_and(|layer| neuron_idx < layer.n_outputs())
        .then_some((layer_idx, neuron_idx))
}

/// What the scope comes to; nothing where no neuron is picked that it needs.
pub(super) fn extent(state: &State) -> Option<Extent> {
    let subject = subject(state);
    match state.panels.knobs.scope {
        Scope::Network => Some(Extent::ALL),
        Scope::Layer => subject.map(|(layer_idx, _)| Extent { layer_idx: Some(layer_idx), neuron_idx: None }),
        Scope::Neuron => subject.map(|(layer_idx, neuron_idx)| Extent {
            layer_idx: Some(layer_idx),
            neuron_idx: Some(neuron_idx),
        }),
    }
}

/// Does it, as a step of its own. Returns whether the network's numbers may have changed.
pub(super) fn act(state: &mut State, action: Action) -> bool {
    let Some(extent) = extent(state) else {
        state.panels.knobs.says = PICK_FIRST.to_owned();
        return false;
    };
    let State { model: Some(model), panels, .. } = state else { return false };
    let (network, knobs) = (&mut model.network, &mut panels.knobs);
    if action == Action::RandomiseNext {
        knobs.seed = knobs.seed.wrapping_add(1);
    }
    knobs.begin(network, StepKind::Gesture);
    let has_frozen = match action {
        Action::Randomise | Action::RandomiseNext => {
            let Some(random) = random_like(network, knobs.seed) else { return false };
            rewrite(network, knobs, extent, |idx, numbers| numbers.copy_from_slice(block(&random, idx)))
        }
        Action::Zero => rewrite(network, knobs, extent, |_, numbers| numbers.fill(0.0)),
        Action::DropBiases => rewrite(network, knobs, extent, |block_idx, numbers| {
            if !block_idx.is_multiple_of(2) {
                numbers.fill(0.0);
            }
        }),
        Action::Freeze => {
            freeze(network, knobs, extent);
            return false;
        }
    };
    knobs.end(network);
    knobs.noise = None;
    knobs.says = if has_frozen { FROZEN_STAYED.to_owned() } else { String::new() };
    true
}

/// Said where an action needs a neuron.
const PICK_FIRST: &str = "Pick a neuron of the network first.";
/// Said where an action left something out.
const FROZEN_STAYED: &str = "What is frozen stayed as it was.";

/// A network of the same shape and functions with random weights.
fn random_like(network: &Network, seed: u32) -> Option<Network> {
    let hidden = network.layers().first().map_or(ActivationFn::Sigmoid, nn::Layer::activation_fn);
    Network::random(&network.sizes(), hidden, network.output_activation_fn(), seed.into()).ok()
}

/// Freezes all neurons of the extent; releases them where all are frozen.
fn freeze(network: &Network, knobs: &mut super::Knobs, extent: Extent) {
    let neurons = extent.neurons(network);
    let are_all = neurons.iter().all(|(layer, neuron)| knobs.frozen.is_frozen(*layer, *neuron));
    let toggled =
        neurons.into_iter().filter(|(layer, neuron)| knobs.frozen.is_frozen(*layer, *neuron) == are_all);
    let step = Step::of_frozen(toggled.collect());
    knobs.end(network);
    step.frozen().iter().for_each(|(layer, neuron)| knobs.frozen.toggle(*layer, *neuron));
    knobs.history.push(step);
    knobs.says.clear();
}

/// The network under that much noise (0 to [`LARGEST_NOISE`]), within a gesture that lasts until its end is told.
pub(super) fn add_noise(state: &mut State, sigma: f32) -> bool {
    let Some(extent) = extent(state) else {
        state.panels.knobs.says = PICK_FIRST.to_owned();
        return false;
    };
    let State { model: Some(model), panels, .. } = state else { return false };
    let (network, knobs) = (&mut model.network, &mut panels.knobs);
    let sigma = if sigma.is_finite() { sigma.clamp(0.0, LARGEST_NOISE) } else { return false };
    if !knobs.is_in_gesture() {
        knobs.begin(network, StepKind::Gesture);
    }
    let noise = match knobs.noise.take() {
        Some((noise, _)) if noise.extent == extent && noise.seed == knobs.seed => noise,
        _ => Noise::new(network, extent, knobs.seed, &spreads(knobs.trained.as_ref().unwrap_or(network))),
    };
    let has_frozen = rewrite(network, knobs, extent, |idx, numbers| noise.write(sigma, idx, numbers));
    knobs.noise = Some((noise, sigma));
    knobs.says = if has_frozen { FROZEN_STAYED.to_owned() } else { String::new() };
    true
}

/// Everything as in the model's file, nothing frozen, as a step of its own.
pub(super) fn back_to_trained(state: &mut State) -> bool {
    let State { model: Some(model), panels, .. } = state else { return false };
    let (network, knobs) = (&mut model.network, &mut panels.knobs);
    knobs.end(network);
    knobs.noise = None;
    knobs.says.clear();
    let mut step = Step::of_frozen(knobs.frozen.all());
    step.frozen().iter().for_each(|(layer, neuron)| knobs.frozen.toggle(*layer, *neuron));
    if let Some(trained) = &knobs.trained {
        for block_idx in 0..super::block::n_blocks(network) {
            step.keep(block_idx, block(network, block_idx), block(trained, block_idx));
            super::block::change_block(network, block_idx, |numbers| {
                numbers.copy_from_slice(block(trained, block_idx))
            });
        }
        knobs.recount(network);
    }
    knobs.history.push(step);
    true
}
