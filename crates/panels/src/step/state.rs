//! The state of the panel: what the drawing should be read as, how far the step has played, and what it came to.

use std::rc::Rc;

use app::derived::ImageKey;
use app::revision::Revision;
use app::state::Core;
use nn::Network;

use crate::knobs::Parameter;
use crate::neuron::equation::largest;
use crate::step::backward::{After, Backward};
use crate::step::msg::View;
use crate::step::stage::Stage;

/// A single step of learning.
#[derive(Clone, Debug)]
pub struct Step {
    pub(super) view: View,
    /// What the drawing was said to be, and the ink's revision then: another drawing is read again.
    pub(super) label: Option<(Revision, u8)>,
    /// Index into [`Stage::all`].
    pub(super) stage_idx: usize,
    /// How far that stage has played, from 0 to 1.
    pub(super) progress: f64,
    pub(super) is_playing: bool,
    pub(super) speed: f64,
    /// Whether nothing moves within a stage (reduced motion).
    pub(super) is_still: bool,
    /// Time of the last frame, while playing.
    pub(super) last_frame_ms: Option<f64>,
    pub(super) learning_rate: f32,
    /// The weight or bias that was chosen last.
    pub(super) chosen: Option<Parameter>,
    /// How far the check turns the knob to either side.
    pub(super) epsilon: f32,
    /// The losses before each step taken with this drawing.
    pub(super) losses: Vec<f32>,
    /// Whether the network has changed by a step just taken.
    pub(super) has_taken: bool,
    /// Kept here rather than in `Derived`, because the network view needs its numbers before they are asked for.
    pub(super) outcome: Option<(OutcomeKey, Rc<Outcome>)>,
}

/// What a step depends on: image, network, frozen neurons, digit, learning rate.
pub(crate) type OutcomeKey = (ImageKey, [Revision; 2], Option<u8>, f32);

/// What the check depends on: the step, the only layer shown, the picked neuron, the chosen knob, and how far it is turned.
pub(crate) type CheckKey =
    (Option<OutcomeKey>, Option<usize>, Option<(usize, usize)>, Option<Parameter>, f32);

/// The step as computed.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// Forward and back.
    pub(crate) backward: Backward,
    /// After the step.
    pub(crate) after: After,
}

impl Default for Step {
    fn default() -> Step {
        Step {
            view: View::Step,
            label: None,
            stage_idx: 0,
            progress: 1.0,
            is_playing: false,
            speed: 1.0,
            is_still: false,
            last_frame_ms: None,
            learning_rate: 0.002,
            chosen: None,
            epsilon: 0.01,
            losses: Vec::new(),
            has_taken: false,
            outcome: None,
        }
    }
}

impl Step {
    /// The initial state. `is_motion_reduced`: whether the user prefers reduced motion.
    pub fn new(is_motion_reduced: bool) -> Step {
        Step { is_still: is_motion_reduced, ..Step::default() }
    }

    /// Forward, back, and after the step; `None` while the panel is closed or the pad is empty.
    pub(crate) fn outcome(&self) -> Option<&Rc<Outcome>> {
        self.outcome.as_ref().map(|(_, outcome)| outcome)
    }

    /// What the person says that the drawing is.
    pub(super) fn said(&self, core: &Core) -> Option<u8> {
        let (revision, digit) = self.label?;
        (revision == core.ink_revision()).then_some(digit)
    }

    /// The current stage.
    pub fn stage(&self, core: &Core) -> Stage {
        Stage::all(core.n_layers()).get(self.stage_idx).copied().unwrap_or_default()
    }

    /// How far the current stage's motion has come, from 0 to 1. Once it is complete, there is time to read.
    pub(crate) fn motion(&self) -> f32 {
        if self.is_still { 1.0 } else { (2.0 * self.progress).min(1.0) as f32 }
    }

    /// The layer that the stage shows, if it shows only one.
    fn only_layer(&self, core: &Core) -> Option<usize> {
        match self.view {
            View::Step => self.stage(core).layer_idx(core.n_layers()),
            View::Check => None,
        }
    }

    /// The neuron in the focus of a stage: the picked one if the stage shows its layer, else the one with the largest error.
    pub(super) fn neuron(&self, core: &Core, backward: &Backward) -> (usize, usize) {
        let only = self.only_layer(core);
        let is_shown = |(layer_idx, _): &(usize, usize)| only.is_none_or(|only| only == *layer_idx);
        core.picked_neuron().filter(is_shown).unwrap_or_else(|| {
            let layer_idx = only.unwrap_or(0);
            (layer_idx, largest(backward.deltas(layer_idx), 1).first().copied().unwrap_or(0))
        })
    }

    /// The weight or bias in the focus: the chosen one if it is this neuron's, else its weight with the largest gradient.
    pub(super) fn parameter(
        &self,
        network: &Network,
        backward: &Backward,
        (layer_idx, to): (usize, usize),
    ) -> Parameter {
        let is_its = |chosen: &Parameter| (chosen.layer_idx, chosen.to) == (layer_idx, to);
        self.chosen.filter(|chosen| is_its(chosen) && chosen.value(network).is_some()).unwrap_or_else(|| {
            let gradients: Vec<f32> = backward.gradients(layer_idx).row(to).iter().copied().collect();
            Parameter { layer_idx, to, from: largest(&gradients, 1).first().copied() }
        })
    }

    /// What the check depends on.
    pub(crate) fn check_key(&self, core: &Core) -> CheckKey {
        let outcome = self.outcome.as_ref().map(|(key, _)| key.clone());
        (outcome, self.only_layer(core), core.picked_neuron(), self.chosen, self.epsilon)
    }

    /// Whether the next animation frame is needed.
    pub(crate) fn is_moving(&self) -> bool {
        self.is_playing
    }
}
