//! What is kept of the knobs: the trained network, what differs from it, what can be undone, what is frozen.

use app::state::Core;
use nn::Network;

use crate::knobs::accuracy::Accuracy;
use crate::knobs::freeze::Frozen;
use crate::knobs::history::{History, OpenStep, StepKind};
use crate::knobs::list::List;
use crate::knobs::noise::Noise;
use crate::knobs::parameter::Parameter;
use crate::knobs::scope::Scope;

/// The knobs of the network in use.
#[derive(Clone, Debug, Default)]
pub struct Knobs {
    /// The network as its file has it; none before the first model, or while nothing was changed.
    pub(super) trained: Option<Network>,
    /// How many numbers of each block differ from the trained model.
    pub(super) n_changed_in: Vec<usize>,
    /// How far each layer's sliders go to both sides.
    pub(super) slider_ranges: Vec<f32>,
    pub(super) history: History,
    pub(super) open: Option<OpenStep>,
    pub(super) frozen: Frozen,
    /// The noise that the network is under and how much of it, until something else changes.
    pub(super) noise: Option<(Noise, f32)>,
    pub(super) seed: u32,
    pub(super) scope: Scope,
    pub(super) list: List,
    /// The knob whose number can be typed.
    pub(super) chosen: Option<Parameter>,
    /// Why the number that was typed is none; empty where it is one.
    pub(super) typed_wrong: String,
    /// What was refused, in words; empty where nothing was.
    pub(super) says: String,
    pub(super) accuracy: Accuracy,
}

impl Knobs {
    /// The network as its file has it; none while nothing was changed.
    pub fn trained(&self) -> Option<&Network> {
        self.trained.as_ref()
    }

    /// How many knobs differ from the trained model.
    pub fn n_changed(&self) -> usize {
        self.n_changed_in.iter().sum()
    }

    /// Whether a knob is not to change, since its neuron is frozen.
    pub fn is_frozen(&self, parameter: Parameter) -> bool {
        self.frozen.holds(parameter)
    }

    /// How far the sliders of a layer's knobs go to both sides.
    pub fn slider_range(&self, layer_idx: usize) -> f32 {
        self.slider_ranges.get(layer_idx).copied().unwrap_or(1.0)
    }

    /// Whether a step is open that ends when its end is told.
    pub(crate) fn is_in_gesture(&self) -> bool {
        matches!(&self.open, Some(open) if open.kind == StepKind::Gesture)
    }

    /// A knob's value in the model's file, whatever it is now.
    pub(crate) fn trained_value(&self, core: &Core, parameter: Parameter) -> Option<f32> {
        parameter.value(self.trained().or(core.network())?)
    }

    /// The knobs that differ from the trained model, with their present values, in the order of their numbers.
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
