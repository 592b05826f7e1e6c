//! Actions on many parameters at once: a network's, a layer's or a neuron's.

use app::named::Named;
use app::state::Core;
use nn::{ActivationFn, Network};

use crate::knobs::block::{block, change_block, n_blocks};
use crate::knobs::history::{Step, StepKind};
use crate::knobs::noise::{LARGEST_NOISE, Noise, spreads};
use crate::knobs::scope::Selection;
use crate::knobs::state::Knobs;

/// An action on all parameters in scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Set random weights as before training, from the seed, and biases of 0.
    Randomise,
    /// The same with the next seed.
    RandomiseNext,
    /// Set everything to 0.
    Zero,
    /// Set biases to 0.
    DropBiases,
    /// Freeze the neurons, or unfreeze them if all are frozen.
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

/// Shown if an action needs a neuron.
const PICK_FIRST: &str = "Select a neuron in the network first.";
/// Shown if an action skipped frozen knobs.
const FROZEN_STAYED: &str = "Frozen knobs were not changed.";

impl Knobs {
    /// Applies an action to the scope, as one undo step.
    pub(super) fn act(&mut self, core: &mut Core, action: Action) {
        let Some(selection) = self.scope.selection(core) else {
            PICK_FIRST.clone_into(&mut self.says);
            return;
        };
        let Some(network) = core.network() else { return };
        if action == Action::RandomiseNext {
            self.seed = self.seed.wrapping_add(1);
        }
        if action == Action::Freeze {
            return self.freeze(network, selection);
        }
        let random = random_like(network, self.seed);
        self.begin(network, StepKind::Gesture);
        let has_frozen = self.rewrite(core, selection, |block_idx, numbers| match (action, &random) {
            (Action::Randomise | Action::RandomiseNext, Some(random)) => {
                numbers.copy_from_slice(block(random, block_idx));
            }
            (Action::Zero, _) => numbers.fill(0.0),
            // Odd blocks are biases.
            (Action::DropBiases, _) if !block_idx.is_multiple_of(2) => numbers.fill(0.0),
            _ => {}
        });
        if let Some(network) = core.network() {
            self.end(network);
        }
        self.noise = None;
        self.say_frozen(has_frozen);
    }

    pub(super) fn say_frozen(&mut self, has_frozen: bool) {
        if has_frozen { FROZEN_STAYED } else { "" }.clone_into(&mut self.says);
    }

    /// Freezes the selected neurons, or unfreezes them if all are frozen.
    fn freeze(&mut self, network: &Network, selection: Selection) {
        let neurons = selection.neurons(network);
        let are_all = neurons.iter().all(|(layer, neuron)| self.frozen.is_frozen(*layer, *neuron));
        let toggled =
            neurons.into_iter().filter(|(layer, neuron)| self.frozen.is_frozen(*layer, *neuron) == are_all);
        let step = Step::of_frozen(toggled.collect());
        self.end(network);
        step.frozen().iter().for_each(|(layer, neuron)| self.frozen.toggle(*layer, *neuron));
        self.history.push(step);
        self.says.clear();
    }

    /// Sets the noise level (0 to [`LARGEST_NOISE`]), within a gesture that lasts until [`Msg::End`](super::Msg::End).
    pub(super) fn add_noise(&mut self, core: &mut Core, sigma: f32) {
        let Some(selection) = self.scope.selection(core) else {
            PICK_FIRST.clone_into(&mut self.says);
            return;
        };
        let Some(network) = core.network().filter(|_| sigma.is_finite()) else { return };
        let sigma = sigma.clamp(0.0, LARGEST_NOISE);
        if !self.is_in_gesture() {
            self.begin(network, StepKind::Gesture);
        }
        let noise = match self.noise.take() {
            Some((noise, _)) if noise.selection == selection && noise.seed == self.seed => noise,
            _ => Noise::new(network, selection, self.seed, &spreads(self.trained().unwrap_or(network))),
        };
        let has_frozen =
            self.rewrite(core, selection, |block_idx, numbers| noise.write(sigma, block_idx, numbers));
        self.noise = Some((noise, sigma));
        self.say_frozen(has_frozen);
    }

    /// Restores the trained parameters and unfreezes everything, as one undo step.
    pub(super) fn back_to_trained(&mut self, core: &mut Core) {
        core.edit_network(|network| {
            self.end(network);
            self.noise = None;
            self.says.clear();
            let mut step = Step::of_frozen(self.frozen.all());
            step.frozen().iter().for_each(|(layer, neuron)| self.frozen.toggle(*layer, *neuron));
            if let Some(trained) = &self.trained {
                for block_idx in 0..n_blocks(network) {
                    step.keep(block_idx, block(network, block_idx), block(trained, block_idx));
                    change_block(network, block_idx, |numbers| {
                        numbers.copy_from_slice(block(trained, block_idx));
                    });
                }
            }
            self.recount(network);
            let has_changed = step.has_numbers();
            self.history.push(step);
            has_changed
        });
    }
}

/// A network of the same architecture with random weights.
fn random_like(network: &Network, seed: u32) -> Option<Network> {
    let hidden = network.layers().first().map_or(ActivationFn::Sigmoid, nn::Layer::activation_fn);
    Network::random(&network.sizes(), hidden, network.output_activation_fn(), seed.into()).ok()
}
