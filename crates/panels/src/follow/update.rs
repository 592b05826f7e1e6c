//! Updates by messages, and by picks and changes elsewhere.

use app::state::Core;
use app::target::{EdgeIdx, Target};
use nn::ForwardPass;

use crate::changes::Changes;
use crate::follow::msg::{Effect, Msg};
use crate::follow::path::route;
use crate::follow::state::{Follow, step_into};

impl Follow {
    /// Handles `msg`.
    pub fn update(&mut self, core: &mut Core, msg: Msg, out: &mut Vec<Effect>) {
        match (msg, self.pixel) {
            (Msg::Start, _) => {
                if let Some(Target::Pixel(pixel_idx)) = core.picked.filter(|_| core.network().is_some()) {
                    self.start(core, pixel_idx);
                    out.push(Effect::FocusOnNext);
                }
            }
            (_, None) => {}
            (Msg::Step(true), _) => self.step = (self.step + 1).min(self.n_steps() - 1),
            (Msg::Step(false), _) => self.step = self.step.saturating_sub(1),
            (Msg::Through(target), _) => self.lead_through(core, target),
            (Msg::Close, Some(pixel_idx)) => {
                *self = Follow::default();
                out.push(Effect::Core(app::msg::Effect::FocusOn(Target::Pixel(pixel_idx))));
            }
        }
    }

    /// Follows the selection: another pixel starts over, and a neuron that is picked is led through. Publishes the path to
    /// the network view.
    pub(crate) fn sync(&mut self, core: &mut Core, changes: Changes) {
        if changes.model || core.open.replaces_inspector() {
            *self = Follow::default();
        }
        if let Some(pixel_idx) = self.pixel {
            match core.picked.filter(|_| changes.picked) {
                Some(Target::Pixel(other)) if other != pixel_idx => self.start(core, other),
                Some(target @ Target::Neuron { .. }) => {
                    self.lead_through(core, target);
                    core.picked = Some(Target::Pixel(pixel_idx));
                }
                None if core.picked.is_none() => *self = Follow::default(),
                _ => {}
            }
            if changes.ink || changes.network || changes.steps_off {
                self.find_route(core);
            }
        }
        let path = self.path();
        core.path = path.windows(2).filter_map(|pair| EdgeIdx::between(pair[0], pair[1])).collect();
    }

    fn start(&mut self, core: &Core, pixel_idx: usize) {
        *self = Follow { pixel: Some(pixel_idx), ..Follow::default() };
        self.find_route(core);
    }

    /// Leads the path through a neuron. Beyond it, the strongest edges lead on.
    fn lead_through(&mut self, core: &Core, target: Target) {
        if let Target::Neuron { layer_idx, neuron_idx } = target
            && core.has(target)
        {
            self.chosen.resize(layer_idx + 1, None);
            self.chosen[layer_idx] = Some(neuron_idx);
            self.step = step_into(layer_idx);
            self.find_route(core);
        }
    }

    fn find_route(&mut self, core: &Core) {
        let (Some(network), Some(pixel_idx)) = (core.network(), self.pixel) else { return };
        let image = core.image_by(&core.preprocessing());
        let mut pass = ForwardPass::for_network(network);
        network.forward(image.pixels(), &mut pass);
        self.route = route(network, &pass, pixel_idx, &self.chosen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::Stage;
    use crate::state::State;
    use crate::test_support::{load, random_model, ready_state, update};
    use app::msg::Msg as CoreMsg;
    use app::panel::Panel;
    use models::ModelSource;

    const PIXEL: Target = Target::Pixel(13 * 28 + 13);

    fn path(state: &State) -> Vec<Target> {
        let (path, edges) = (state.panels.follow.path(), &state.core.path);
        assert!(
            edges.iter().map(EdgeIdx::target).eq(path.iter().skip(1).copied()),
            "the network view shows it"
        );
        path
    }

    /// A page on which the pixel is followed, after this many steps.
    fn following(sizes: &[usize], n_steps: usize) -> State {
        let mut state = ready_state();
        load(&mut state, ModelSource::Url("test".into()), &random_model(sizes));
        update(&mut state, CoreMsg::ShowExample(3));
        update(&mut state, CoreMsg::Pick(PIXEL));
        update(&mut state, Msg::Start);
        for _ in 0..n_steps {
            update(&mut state, Msg::Step(true));
        }
        state
    }

    #[test]
    fn it_leads_from_the_pixel_through_every_layer_to_the_answer() {
        for sizes in [vec![784, 3, 10], vec![784, 16, 16, 10], vec![784, 5, 6, 7, 8, 9, 10, 10]] {
            let mut state = following(&sizes, 0);
            let mut stages = vec![state.panels.follow.stage()];
            for step in 1..state.panels.follow.n_steps() {
                update(&mut state, Msg::Step(true));
                stages.push(state.panels.follow.stage());
                let n_layers = sizes.len() - 1;
                assert_eq!(state.core.path.len(), step.div_ceil(3).min(n_layers), "{sizes:?}");
            }
            let expected = (0..sizes.len() - 1)
                .flat_map(|layer| [Stage::Product(layer), Stage::Sum(layer), Stage::Activation(layer)]);
            let expected: Vec<Stage> =
                std::iter::once(Stage::Pixel).chain(expected).chain([Stage::Answer]).collect();
            assert_eq!(stages, expected);
            update(&mut state, Msg::Step(true));
            assert_eq!(state.panels.follow.stage(), Stage::Answer, "there is no farther");
            update(&mut state, Msg::Step(false));
            assert_eq!(state.panels.follow.stage(), Stage::Activation(sizes.len() - 2));
        }
    }

    #[test]
    fn a_neuron_that_is_picked_is_led_through() {
        let mut state = following(&[784, 16, 16, 10], 5);
        let neuron = Target::neuron(0, 11);
        update(&mut state, CoreMsg::Focus(neuron));
        assert_eq!(state.panels.follow.stage(), Stage::Product(0));
        assert_eq!((path(&state), state.core.picked), (vec![PIXEL, neuron], Some(PIXEL)));
        update(&mut state, Msg::Through(Target::neuron(2, 4)));
        assert_eq!(state.panels.follow.stage(), Stage::Product(2));
        assert!(path(&state)[1] == neuron && path(&state)[3] == Target::neuron(2, 4));
        update(&mut state, Msg::Through(Target::neuron(7, 4)));
        assert_eq!(path(&state).len(), 4, "there is no such layer");
    }

    #[test]
    fn another_pixel_begins_anew_and_deselecting_ends_it() {
        let mut state = following(&[784, 16, 10], 4);
        update(&mut state, CoreMsg::Pick(Target::Pixel(3)));
        assert_eq!((state.panels.follow.step(), path(&state)), (0, vec![Target::Pixel(3)]));
        let ends: [fn(&mut State); 4] = [
            |state| drop(update(state, CoreMsg::Unpick)),
            |state| drop(update(state, CoreMsg::Open(Panel::Why))),
            |state| drop(update(state, Msg::Close)),
            |state| load(state, ModelSource::Url("other".into()), &random_model(&[784, 3, 10])),
        ];
        for end in ends {
            let mut state = following(&[784, 16, 10], 4);
            end(&mut state);
            assert!(!state.panels.follow.is_open() && state.core.path.is_empty());
            update(&mut state, Msg::Step(true));
            assert!(state.core.path.is_empty());
        }
    }

    #[test]
    fn without_a_pixel_there_is_nothing_to_follow() {
        let mut state = ready_state();
        update(&mut state, Msg::Start);
        update(&mut state, CoreMsg::Pick(Target::neuron(0, 3)));
        update(&mut state, Msg::Start);
        assert!(!state.panels.follow.is_open());
    }

    #[test]
    fn the_strongest_path_is_found_anew_while_one_draws() {
        let mut state = following(&[784, 16, 16, 10], 10);
        let before = path(&state);
        update(&mut state, CoreMsg::ShowExample(1));
        let mut anew = state.clone();
        update(&mut anew, Msg::Start);
        for _ in 0..10 {
            update(&mut anew, Msg::Step(true));
        }
        assert_eq!(path(&state), path(&anew));
        assert_eq!(before.len(), path(&state).len());
    }
}
