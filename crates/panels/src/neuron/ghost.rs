//! The ghost under the pen: what a neuron responds to, shown on the pad to draw over. While it is shown the
//! preprocessing is off, so that ink lands on the very pixels that it is drawn on.

use app::palette::Palette;
use app::scene::heat_map::{self, Rgba};
use app::state::Core;
use digits::PreprocessingStep;
use nn::ActivationFn;

use crate::changes::Changes;
use crate::derived::Derived;
use crate::neuron::Neuron;

/// What is restored when the ghost goes.
#[derive(Clone, Debug)]
pub(super) struct Ghost {
    /// The preprocessing steps that were switched off before.
    steps_off: Vec<PreprocessingStep>,
}

impl Neuron {
    /// Whether the ghost is shown.
    pub fn has_ghost(&self) -> bool {
        self.ghost.is_some()
    }

    /// Shows the picked neuron's ghost, or ends it.
    pub(super) fn show_ghost(&mut self, core: &mut Core, is_wanted: bool) {
        if !is_wanted {
            self.end_ghost(core);
        } else if self.ghost.is_none() && core.picked_neuron().is_some() {
            let steps_off = std::mem::replace(&mut core.steps_off, PreprocessingStep::ALL.to_vec());
            self.ghost = Some(Ghost { steps_off });
        }
    }

    /// Ends the ghost if its neuron is gone.
    pub(crate) fn sync(&mut self, core: &mut Core, changes: Changes) {
        if changes.model || core.picked_neuron().is_none() {
            self.end_ghost(core);
        }
    }

    fn end_ghost(&mut self, core: &mut Core) {
        if let Some(ghost) = self.ghost.take()
            // Otherwise you have switched steps yourself in the meantime.
            && core.steps_off == PreprocessingStep::ALL
        {
            core.steps_off = ghost.steps_off;
        }
    }
}

/// The picked neuron's ghost as an image; `None` if none is shown.
pub fn ghost(neuron: &Neuron, core: &Core, derived: &Derived, palette: &Palette) -> Option<Rgba> {
    neuron.ghost.as_ref()?;
    let (layer_idx, neuron_idx) = core.picked_neuron()?;
    let pattern = derived.patterns(core).of(core.network()?, layer_idx, neuron_idx);
    Some(heat_map::signed(&pattern, palette))
}

/// What the drawing does to the neuron under the ghost: an order until it fires. Empty if none is shown.
pub fn verdict(neuron: &Neuron, core: &Core, derived: &app::derived::Derived) -> &'static str {
    let fires = || {
        let (layer_idx, neuron_idx) = neuron.ghost.as_ref().and(core.picked_neuron())?;
        let function = core.layers().get(layer_idx)?.activation_fn();
        let a = *derived.pass(core)?.activations(layer_idx).get(neuron_idx)?;
        Some(match function {
            ActivationFn::Sigmoid | ActivationFn::Softmax => a > 0.5,
            ActivationFn::Tanh | ActivationFn::Relu | ActivationFn::Identity => a > 0.0,
        })
    };
    match fires() {
        None => "",
        Some(false) => "Draw on the blue.",
        Some(true) => "It fires!",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knobs::{self, Parameter};
    use crate::neuron::Msg;
    use crate::test_support::{load, random_model, ready_state, shipped, update};
    use app::msg::Msg as CoreMsg;
    use app::target::Target;
    use digits::Preprocessing;
    use models::ModelSource;

    const NEURON: Target = Target::Neuron { layer_idx: 0, neuron_idx: 4 };

    fn has_picture(state: &crate::state::State) -> bool {
        ghost(&state.panels.neuron, &state.core, &Derived::default(), &shipped("light")).is_some()
    }

    #[test]
    fn while_the_ghost_is_shown_ink_stays_where_it_is_drawn() {
        let mut state = ready_state();
        update(&mut state, Msg::ShowGhost(true));
        assert!(!has_picture(&state), "no neuron is picked");
        update(&mut state, CoreMsg::SetStep(PreprocessingStep::Straighten, false));
        let before = state.core.preprocessing();
        update(&mut state, CoreMsg::Pick(NEURON));
        update(&mut state, Msg::ShowGhost(true));
        assert!(has_picture(&state));
        assert_eq!(state.core.preprocessing(), Preprocessing::none());
        update(&mut state, CoreMsg::PickNext(true));
        assert!(has_picture(&state), "it follows the pick");
        update(&mut state, Msg::ShowGhost(false));
        assert!(!has_picture(&state));
        assert_eq!(state.core.preprocessing(), before);
    }

    #[test]
    fn it_says_when_the_neuron_fires() {
        let mut state = ready_state();
        let said = |state: &crate::state::State| {
            verdict(&state.panels.neuron, &state.core, &app::derived::Derived::default())
        };
        update(&mut state, CoreMsg::Pick(NEURON));
        assert_eq!(said(&state), "");
        update(&mut state, Msg::ShowGhost(true));
        for (value, expected) in [(-100.0, "Draw on the blue."), (100.0, "It fires!")] {
            let parameter = Parameter { layer_idx: 0, to: 4, from: None };
            update(&mut state, knobs::Msg::Set { parameter, value });
            assert_eq!(said(&state), expected);
        }
    }

    #[test]
    fn the_ghost_goes_with_its_neuron_and_with_the_model() {
        let mut state = ready_state();
        let before = state.core.preprocessing();
        for end in [CoreMsg::Unpick, CoreMsg::Pick(Target::Pixel(3))] {
            update(&mut state, CoreMsg::Pick(NEURON));
            update(&mut state, Msg::ShowGhost(true));
            update(&mut state, end);
            assert_eq!((has_picture(&state), state.core.preprocessing()), (false, before.clone()));
        }
        update(&mut state, CoreMsg::Pick(NEURON));
        update(&mut state, Msg::ShowGhost(true));
        load(&mut state, ModelSource::Url("other".into()), &random_model(&[784, 12, 10]));
        assert!(!has_picture(&state) && state.core.steps_off.is_empty());
    }

    #[test]
    fn a_step_that_you_switch_meanwhile_stays_as_you_set_it() {
        let mut state = ready_state();
        update(&mut state, CoreMsg::Pick(NEURON));
        update(&mut state, Msg::ShowGhost(true));
        update(&mut state, CoreMsg::SetStep(PreprocessingStep::Fit20, true));
        update(&mut state, Msg::ShowGhost(false));
        assert!(state.core.preprocessing().contains(PreprocessingStep::Fit20));
        assert!(!state.core.preprocessing().contains(PreprocessingStep::CentreOfMass));
    }
}
