//! The one way in which knobs change: within a step that can be undone, never a frozen one, and counted against the trained
//! model.

use nn::Network;

use super::block::{block, change_block, n_blocks, n_different, place};
use super::history::Before;
use super::{Knobs, LARGEST_VALUE, Parameter};
use crate::scene::detail::name;
use crate::state::State;

/// What is being done, and not finished.
#[derive(Clone, Debug)]
pub(super) struct OpenStep {
    pub(super) kind: StepKind,
    before: Before,
}

/// How long a step stays open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum StepKind {
    /// Until its end is told.
    Gesture,
    /// While the same knob is turned by key or wheel.
    Nudges(Parameter),
}

/// Which numbers an action is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    pub(super) layer_idx: Option<usize>,
    pub(super) neuron_idx: Option<usize>,
}

impl Extent {
    /// All numbers.
    pub(super) const ALL: Extent = Extent { layer_idx: None, neuron_idx: None };

    /// Whether a block has any of them.
    pub(super) fn has_block(&self, block_idx: usize) -> bool {
        self.layer_idx.is_none_or(|layer_idx| layer_idx == block_idx / 2)
    }

    /// The neurons, as (layer, neuron).
    pub(super) fn neurons(&self, network: &Network) -> Vec<(usize, usize)> {
        let layers = network.layers().iter().enumerate().filter(|(idx, _)| self.has_block(2 * idx));
        let neurons = layers.flat_map(|(idx, layer)| (0..layer.n_outputs()).map(move |neuron| (idx, neuron)));
        neurons.filter(|(_, neuron)| self.neuron_idx.is_none_or(|idx| idx == *neuron)).collect()
    }
}

impl Knobs {
    /// Opens a step; one that is open ends.
    pub(super) fn begin(&mut self, network: &Network, kind: StepKind) {
        self.end(network);
        self.open = Some(OpenStep { kind, before: Before::default() });
    }

    /// Ends the open step, if there is one.
    pub(super) fn end(&mut self, network: &Network) {
        if let Some(open) = self.open.take() {
            self.history.push(open.before.into_step(network));
        }
    }

    /// Whether a step is open that ends when its end is told.
    pub(crate) fn is_in_gesture(&self) -> bool {
        matches!(&self.open, Some(open) if open.kind == StepKind::Gesture)
    }

    /// What a knob was when the open step began; what it is, where the step has not touched it.
    pub(super) fn value_before(&self, network: &Network, parameter: Parameter) -> Option<f32> {
        let (block_idx, offset) = place(network, parameter)?;
        let before = self.open.as_ref().and_then(|open| open.before.of(block_idx));
        before.unwrap_or_else(|| block(network, block_idx)).get(offset).copied()
    }

    /// Keeps what is about to be overwritten.
    fn remember(&mut self, network: &Network, block_idx: usize) {
        if self.trained.is_none() {
            self.trained = Some(network.clone());
            self.n_changed_in = vec![0; n_blocks(network)];
        }
        if let Some(open) = &mut self.open {
            open.before.remember(network, block_idx);
        }
    }

    /// Counts again what differs from the trained model, after whole blocks have changed.
    pub(super) fn recount(&mut self, network: &Network) {
        let Some(trained) = &self.trained else { return };
        for (block_idx, n_changed) in self.n_changed_in.iter_mut().enumerate() {
            *n_changed = n_different(block(trained, block_idx), block(network, block_idx));
        }
    }
}

/// Sets knobs, each to its value, within the open step or one of their own. Returns whether any changed. Knobs that are not
/// there and values out of range are passed over; frozen ones too, which is said.
pub(super) fn set(state: &mut State, values: &[(Parameter, f32)]) -> bool {
    let State { model: Some(model), panels, .. } = state else { return false };
    let (network, knobs) = (&mut model.network, &mut panels.knobs);
    let is_own_step = !knobs.is_in_gesture();
    if is_own_step {
        knobs.begin(network, StepKind::Gesture);
    }
    let (refused, has_changed) = set_in_step(network, knobs, values);
    if is_own_step {
        knobs.end(network);
    }
    refuse(state, refused);
    has_changed
}

/// The same within the open step, whatever its kind. Returns a knob that is frozen, and whether any changed.
pub(super) fn set_in_step(
    network: &mut Network,
    knobs: &mut Knobs,
    values: &[(Parameter, f32)],
) -> (Option<Parameter>, bool) {
    let (mut refused, mut has_changed) = (None, false);
    for (parameter, value) in values.iter().filter(|(_, value)| value.abs() <= LARGEST_VALUE) {
        let Some((block_idx, offset)) = place(network, *parameter) else { continue };
        let old = block(network, block_idx)[offset];
        if old == *value {
            continue;
        }
        if knobs.frozen.holds(*parameter) {
            refused = Some(*parameter);
            continue;
        }
        knobs.remember(network, block_idx);
        change_block(network, block_idx, |numbers| numbers[offset] = *value);
        let trained = knobs.trained.as_ref().map_or(0.0, |trained| block(trained, block_idx)[offset]);
        if let Some(n_changed) = knobs.n_changed_in.get_mut(block_idx) {
            *n_changed = *n_changed + usize::from(*value != trained) - usize::from(old != trained);
        }
        has_changed = true;
    }
    (refused, has_changed)
}

/// Says that a knob is frozen, or no more of it.
pub(super) fn refuse(state: &mut State, refused: Option<Parameter>) {
    state.panels.knobs.says = refused.map_or_else(String::new, |parameter| {
        let Parameter { layer_idx, to: neuron_idx, .. } = parameter;
        let target = crate::network_layout::Target::Neuron { layer_idx, neuron_idx };
        [name(state, target).as_str(), " is frozen: release it, then its knobs can be turned."].concat()
    });
}

/// Lets `change` (of a block's place and its numbers) change the numbers of an extent, but for the frozen ones. Within the
/// open step. Returns whether any was passed over as frozen.
pub(super) fn rewrite(
    network: &mut Network,
    knobs: &mut Knobs,
    extent: Extent,
    change: impl Fn(usize, &mut [f32]),
) -> bool {
    let mut has_passed_over = false;
    let limit = |number: &mut f32| *number = number.clamp(-LARGEST_VALUE, LARGEST_VALUE);
    for block_idx in (0..n_blocks(network)).filter(|block_idx| extent.has_block(*block_idx)) {
        knobs.remember(network, block_idx);
        let n_neurons = network.layers()[block_idx / 2].n_outputs();
        let is_meant = |neuron_idx: usize| extent.neuron_idx.is_none_or(|meant| meant == neuron_idx);
        let is_held = |neuron_idx: usize| knobs.frozen.is_frozen(block_idx / 2, neuron_idx);
        has_passed_over |= (0..n_neurons).any(|idx| is_meant(idx) && is_held(idx));
        let changes: Vec<bool> = (0..n_neurons).map(|idx| is_meant(idx) && !is_held(idx)).collect();
        change_block(network, block_idx, |numbers| {
            if changes.iter().all(|changes| *changes) {
                change(block_idx, numbers);
                numbers.iter_mut().for_each(limit);
                return;
            }
            let mut changed = numbers.to_vec();
            change(block_idx, &mut changed);
            changed.iter_mut().for_each(limit);
            for (column, changed) in numbers.chunks_exact_mut(n_neurons).zip(changed.chunks_exact(n_neurons))
            {
                let both = column.iter_mut().zip(changed).zip(&changes);
                both.filter(|(_, changes)| **changes).for_each(|((number, changed), _)| *number = *changed);
            }
        });
    }
    knobs.recount(network);
    has_passed_over
}
