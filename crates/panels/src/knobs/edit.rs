//! The only place where parameters are changed: each change belongs to an undo step, spares frozen neurons, and is
//! counted against the trained model.

use std::collections::HashSet;

use app::names::name;
use app::state::Core;
use app::target::Target;
use nn::Network;

use crate::knobs::block::{block, change_block, n_blocks, n_different, place};
use crate::knobs::history::{OpenStep, StepKind};
use crate::knobs::parameter::Parameter;
use crate::knobs::scope::Selection;
use crate::knobs::state::Knobs;

/// Maximum magnitude of a parameter: no network needs more, and sums stay finite.
pub const LARGEST_VALUE: f32 = 1000.0;

impl Knobs {
    /// Opens a step, ending any open one.
    pub(super) fn begin(&mut self, network: &Network, kind: StepKind) {
        self.end(network);
        self.open = Some(OpenStep::new(kind));
    }

    /// Ends the open step, if any.
    pub(super) fn end(&mut self, network: &Network) {
        if let Some(open) = self.open.take() {
            self.history.push(open.before.into_step(network));
        }
    }

    /// A parameter's value at the start of the open step; its current value if there is none.
    pub(super) fn value_before(&self, network: &Network, parameter: Parameter) -> Option<f32> {
        let (block_idx, offset) = place(network, parameter)?;
        let before = self.open.as_ref().and_then(|open| open.before.of(block_idx));
        before.unwrap_or_else(|| block(network, block_idx)).get(offset).copied()
    }

    /// Saves a block before it is overwritten.
    fn remember(&mut self, network: &Network, block_idx: usize) {
        if self.trained.is_none() {
            self.trained = Some(network.clone());
            self.n_changed_in = vec![0; n_blocks(network)];
        }
        if let Some(open) = &mut self.open {
            open.before.remember(network, block_idx);
        }
    }

    /// Recounts the differences from the trained model, after whole blocks have changed.
    pub(super) fn recount(&mut self, network: &Network) {
        let Some(trained) = &self.trained else { return };
        for (block_idx, n_changed) in self.n_changed_in.iter_mut().enumerate() {
            *n_changed = n_different(block(trained, block_idx), block(network, block_idx));
        }
    }

    /// Sets parameters, within the current gesture or else as an undo step. Unknown parameters and out-of-range values
    /// are skipped; frozen ones too, with a message.
    pub(super) fn set(&mut self, core: &mut Core, values: &[(Parameter, f32)]) {
        let is_own_step = !self.is_in_gesture();
        if let Some(network) = core.network().filter(|_| is_own_step) {
            self.begin(network, StepKind::Gesture);
        }
        self.set_in_step(core, values);
        if let Some(network) = core.network().filter(|_| is_own_step) {
            self.end(network);
        }
    }

    /// Sets parameters within the open step. Of several values for one parameter only the last counts, so that a parameter
    /// that returns to its value has not changed.
    pub(super) fn set_in_step(&mut self, core: &mut Core, values: &[(Parameter, f32)]) {
        let mut frozen = None;
        core.edit_network(|network| {
            let mut has_changed = false;
            let mut seen = HashSet::with_capacity(values.len());
            let allowed = values.iter().rev().filter(|(_, value)| value.abs() <= LARGEST_VALUE);
            for (parameter, value) in allowed.filter(|(parameter, _)| seen.insert(*parameter)) {
                let Some((block_idx, offset)) = place(network, *parameter) else { continue };
                if block(network, block_idx)[offset] == *value {
                    continue;
                }
                if self.frozen.holds(*parameter) {
                    frozen = Some(*parameter);
                    continue;
                }
                self.overwrite(network, (block_idx, offset), *value);
                has_changed = true;
            }
            has_changed
        });
        self.says = frozen.map_or_else(String::new, |parameter| {
            let target = Target::neuron(parameter.layer_idx, parameter.to);
            [name(core, target).as_str(), " is frozen. Unfreeze it to turn its knobs."].concat()
        });
    }

    fn overwrite(&mut self, network: &mut Network, (block_idx, offset): (usize, usize), value: f32) {
        let old = block(network, block_idx)[offset];
        self.remember(network, block_idx);
        change_block(network, block_idx, |numbers| numbers[offset] = value);
        let trained = self.trained.as_ref().map_or(0.0, |trained| block(trained, block_idx)[offset]);
        if let Some(n_changed) = self.n_changed_in.get_mut(block_idx) {
            *n_changed = *n_changed + usize::from(value != trained) - usize::from(old != trained);
        }
    }

    /// Runs `change`, which gets a block's index and values, on the selected parameters except frozen ones. Needs an
    /// open step. Returns whether frozen parameters were skipped.
    pub(super) fn rewrite(
        &mut self,
        core: &mut Core,
        selection: Selection,
        change: impl Fn(usize, &mut [f32]),
    ) -> bool {
        let mut has_passed_over = false;
        core.edit_network(|network| {
            let mut has_changed = false;
            for block_idx in (0..n_blocks(network)).filter(|block_idx| selection.has_block(*block_idx)) {
                self.remember(network, block_idx);
                let n_neurons = network.layers()[block_idx / 2].n_outputs();
                let is_held = |neuron_idx: usize| self.frozen.is_frozen(block_idx / 2, neuron_idx);
                let selected = || (0..n_neurons).filter(|neuron_idx| selection.has_neuron(*neuron_idx));
                has_passed_over |= selected().any(is_held);
                let neurons: Vec<usize> = selected().filter(|neuron_idx| !is_held(*neuron_idx)).collect();
                let mut after = block(network, block_idx).to_vec();
                change(block_idx, &mut after);
                change_block(network, block_idx, |numbers| {
                    // Blocks are column-major: all neurons' weights for one input, then the next input.
                    let columns = numbers.chunks_exact_mut(n_neurons).zip(after.chunks_exact(n_neurons));
                    for (column, after) in columns {
                        for &neuron_idx in &neurons {
                            let value = after[neuron_idx].clamp(-LARGEST_VALUE, LARGEST_VALUE);
                            has_changed |= column[neuron_idx].to_bits() != value.to_bits();
                            column[neuron_idx] = value;
                        }
                    }
                });
            }
            self.recount(network);
            has_changed
        });
        has_passed_over
    }
}
