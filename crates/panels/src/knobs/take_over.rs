//! Taking over all weights and biases of another network, as after a step of gradient descent.

use app::state::Core;
use nn::Network;

use super::block::{block, change_block, n_blocks};
use super::history::StepKind;
use super::scope::Selection;
use super::state::Knobs;

impl Knobs {
    /// Takes over every weight and bias of a network of the same shape, as one undo step. Frozen neurons keep theirs.
    pub(crate) fn take_over(&mut self, core: &mut Core, other: &Network) {
        let Some(network) = core.network().filter(|network| network.sizes() == other.sizes()) else { return };
        self.revision.advance();
        self.begin(network, StepKind::Gesture);
        let has_frozen = self.rewrite(core, Selection::ALL, |block_idx, numbers| {
            numbers.copy_from_slice(block(other, block_idx));
        });
        core.network().into_iter().for_each(|network| {
            self.end(network);
            self.list.make(network);
        });
        self.noise = None;
        self.say_frozen(has_frozen);
    }

    /// Gives the frozen neurons of `after` the weights and biases that they have in `before`, a network of the same shape.
    pub(crate) fn hold_frozen(&self, before: &Network, after: &mut Network) {
        let frozen = self.frozen.all();
        for block_idx in (0..n_blocks(before)).filter(|_| !frozen.is_empty()) {
            let n_neurons = before.layers()[block_idx / 2].n_outputs();
            let held = block(before, block_idx);
            change_block(after, block_idx, |numbers| {
                for (_, neuron_idx) in frozen.iter().filter(|(layer_idx, _)| *layer_idx == block_idx / 2) {
                    for offset in (*neuron_idx..numbers.len()).step_by(n_neurons) {
                        numbers[offset] = held[offset];
                    }
                }
            });
        }
    }
}
