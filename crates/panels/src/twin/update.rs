//! What the second window is to show.

use app::edge_meaning::EdgeMeaning;
use app::revision::Revision;
use app::settings::Settings;
use app::state::Core;
use app::target::Target;
use digits::PreprocessingStep;

use crate::knobs::Knobs;
use crate::link::write::captured;
use crate::training::Training;
use crate::twin::msg::{Effect, Msg};

/// What decides what the second window shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    asked: Revision,
    ink: Revision,
    network: Revision,
    model: Revision,
    picked: Option<Target>,
    edges: EdgeMeaning,
    steps_off: Vec<PreprocessingStep>,
}

/// The second window, seen from the page that opens it.
#[derive(Clone, Debug, Default)]
pub struct Twin {
    /// Whether there is one.
    is_there: bool,
    /// Advances whenever it asks.
    asked: Revision,
}

impl Twin {
    /// Handles `msg`.
    pub(crate) fn update(&mut self, core: &mut Core, msg: Msg, out: &mut Vec<Effect>) {
        match msg {
            Msg::Open => out.push(Effect::Open),
            Msg::Arrived => {
                self.is_there = true;
                self.asked.advance();
            }
            Msg::Failed => core
                .note("The browser did not open a second window. It may block pop-ups, or not support them."),
        }
    }

    /// What it shows depends on this alone, and on how often it has asked.
    pub fn key(&self, core: &Core) -> Option<Key> {
        // A state that is only coming would show something else meanwhile, and a covered answer is covered on both screens.
        let is_there = self.is_there && core.model_wanted().is_none() && !core.is_answer_covered();
        is_there.then(|| Key {
            asked: self.asked,
            ink: core.ink_revision(),
            network: core.network_revision(),
            model: core.model_revision(),
            picked: core.picked,
            edges: core.edges,
            steps_off: core.steps_off.clone(),
        })
    }

    /// The state that it is to show, as a link holds it. What a link has no room for is left out.
    pub fn mirrored(&self, core: &Core, (knobs, training): (&Knobs, &Training)) -> String {
        let state = captured(core, knobs, training).for_twin(&Settings::default());
        if state.is_empty() { "v=1".to_owned() } else { state }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link;
    use crate::state::State;
    use crate::test_support::{ready_state, update};
    use app::msg::Msg as CoreMsg;
    use app::panel::Panel;

    fn mirrored(state: &State) -> Option<String> {
        let panels = &state.panels;
        panels.twin.key(&state.core)?;
        Some(panels.twin.mirrored(&state.core, (&panels.knobs, &panels.training)))
    }

    #[test]
    fn the_second_window_shows_the_same_ink_and_selection_but_no_panel() {
        let mut state = ready_state();
        update(&mut state, CoreMsg::ShowExample(4));
        assert_eq!(mirrored(&state), None, "nobody has asked");
        update(&mut state, Msg::Arrived);
        update(&mut state, CoreMsg::Pick(app::target::Target::neuron(1, 3)));
        update(&mut state, CoreMsg::Open(Panel::Why));
        let hash = mirrored(&state).expect("there is one");
        let mut stage = ready_state();
        update(&mut stage, link::Msg::Mirror(hash.clone()));
        assert_eq!(stage.core.picked, state.core.picked);
        assert_eq!(stage.core.open, Panel::None);
        let images =
            [&state, &stage].map(|state| state.core.pad().ink().to_image(&state.core.preprocessing()));
        let pixels = images[0].pixels().iter().zip(images[1].pixels());
        assert!(
            pixels.clone().all(|(one, other)| (one - other).abs() < 0.03),
            "a link rounds the ink a little"
        );
        assert!(pixels.map(|(one, _)| one).sum::<f32>() > 10.0);
        update(&mut state, CoreMsg::Clear);
        update(&mut stage, link::Msg::Mirror(mirrored(&state).expect("there is one")));
        assert!(stage.core.pad().ink().is_empty());
    }

    #[test]
    fn what_is_no_state_changes_nothing() {
        let mut stage = ready_state();
        update(&mut stage, CoreMsg::ShowExample(4));
        let before = (stage.core.pad().ink().clone(), stage.core.picked);
        for hash in ["", "hello", "v=2", "v=1&ink=?", "v=1&pick=9:9&panel=kitchen"] {
            update(&mut stage, link::Msg::Mirror(hash.into()));
            assert_eq!((stage.core.pad().ink().clone(), stage.core.picked), before, "{hash}");
        }
        assert!(stage.core.notes().is_empty(), "nobody sees why");
    }
}
