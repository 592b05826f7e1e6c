//! The state of the knobs: trained network, changes, history, frozen neurons.

use app::revision::Revision;
use app::state::Core;
use nn::Network;

use crate::knobs::damage::Damages;
use crate::knobs::freeze::Frozen;
use crate::knobs::history::{History, OpenStep, StepKind};
use crate::knobs::list::List;
use crate::knobs::noise::Noise;
use crate::knobs::parameter::Parameter;
use crate::knobs::scope::Scope;
use crate::knobs::view::View;

/// The knobs of the current network.
#[derive(Clone, Debug, Default)]
pub struct Knobs {
    /// Advances whenever any of this may have changed.
    pub(crate) revision: Revision,
    /// The network as loaded; `None` until something changes.
    pub(super) trained: Option<Network>,
    /// How many values of each block differ from the trained model.
    pub(super) n_changed_in: Vec<usize>,
    /// Each layer's slider range, to either side of 0.
    pub(super) slider_ranges: Vec<f32>,
    pub(super) history: History,
    pub(super) open: Option<OpenStep>,
    pub(super) frozen: Frozen,
    /// The current noise and its level, until something else changes.
    pub(super) noise: Option<(Noise, f32)>,
    pub(super) seed: u32,
    pub(super) scope: Scope,
    pub(super) view: View,
    pub(super) damages: Damages,
    pub(super) list: List,
    /// The knob whose value can be typed.
    pub(super) chosen: Option<Parameter>,
    /// Why the typed text was rejected, or empty.
    pub(super) typed_wrong: String,
    /// Why the last input was not carried out in full, or empty.
    pub(super) says: String,
}

impl Knobs {
    /// The network as loaded; `None` while nothing has changed.
    pub fn trained(&self) -> Option<&Network> {
        self.trained.as_ref()
    }

    /// How many knobs differ from the trained model.
    pub fn n_changed(&self) -> usize {
        self.n_changed_in.iter().sum()
    }

    /// Whether a step can be undone.
    pub fn can_undo(&self) -> bool {
        // An open step can also be undone.
        self.history.can().0 || self.open.is_some() && self.n_changed() > 0
    }

    /// Whether a parameter belongs to a frozen neuron.
    pub fn is_frozen(&self, parameter: Parameter) -> bool {
        self.frozen.holds(parameter)
    }

    /// The range of a layer's sliders, to either side of 0.
    pub fn slider_range(&self, layer_idx: usize) -> f32 {
        self.slider_ranges.get(layer_idx).copied().unwrap_or(1.0)
    }

    /// Whether a gesture is in progress.
    pub(crate) fn is_in_gesture(&self) -> bool {
        matches!(&self.open, Some(open) if open.kind == StepKind::Gesture)
    }

    /// A parameter's trained value.
    pub(crate) fn trained_value(&self, core: &Core, parameter: Parameter) -> Option<f32> {
        parameter.value(self.trained().or(core.network())?)
    }

    /// The parameters that differ from the trained model, with their current values, ordered by [`Parameter::number`].
    pub fn changes(&self, core: &Core) -> Vec<(Parameter, f32)> {
        let mut changes = Vec::new();
        let (Some(trained), true) = (self.trained(), self.n_changed() > 0) else { return changes };
        for (layer_idx, (now, before)) in core.layers().iter().zip(trained.layers()).enumerate() {
            for to in 0..now.n_outputs() {
                let weights = (0..now.n_inputs()).map(|from| (Some(from), (to, from)));
                let weights =
                    weights.map(|(from, place)| (from, now.weights()[place], before.weights()[place]));
                let all = weights.chain([(None, now.biases()[to], before.biases()[to])]);
                let changed = all.filter(|(_, now, before)| now != before);
                changes.extend(changed.map(|(from, now, _)| (Parameter { layer_idx, to, from }, now)));
            }
        }
        changes
    }
}
