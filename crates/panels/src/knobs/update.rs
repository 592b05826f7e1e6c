//! Updates of the knobs by messages, frames and changes elsewhere.

use app::panel::Panel;
use app::state::Core;
use nn::Network;

use crate::changes::Changes;
use crate::knobs::freeze::Frozen;
use crate::knobs::history::{History, StepKind};
use crate::knobs::msg::Msg;
use crate::knobs::state::Knobs;
use crate::knobs::turn::slider_ranges;

impl Knobs {
    /// Handles `msg`.
    pub fn update(&mut self, core: &mut Core, msg: Msg) {
        self.revision.advance();
        let before = core.network_revision();
        // Noise can be removed only until something else changes.
        let is_elsewhere = matches!(
            msg,
            Msg::Set { .. }
                | Msg::SetMany(_)
                | Msg::Drag { .. }
                | Msg::Nudge { .. }
                | Msg::Type(_)
                | Msg::Reset(_)
        );
        match msg {
            Msg::Begin => {
                core.network().into_iter().for_each(|network| self.begin(network, StepKind::Gesture))
            }
            Msg::End => core.network().into_iter().for_each(|network| self.end(network)),
            Msg::Set { parameter, value } => self.set(core, &[(parameter, value)]),
            Msg::SetMany(values) => self.set(core, &values),
            Msg::Drag { parameter, share } => self.drag(core, parameter, share),
            Msg::Nudge { parameter, nudge, is_small } => self.nudge(core, parameter, nudge, is_small),
            Msg::Choose(parameter) => {
                self.chosen = Some(parameter);
                self.typed_wrong.clear();
            }
            Msg::Type(text) => self.type_in(core, &text),
            Msg::Reset(parameter) => {
                if let Some(value) = self.trained().and_then(|trained| parameter.value(trained)) {
                    self.set(core, &[(parameter, value)]);
                }
            }
            Msg::ShowAll(is_whole) => {
                self.list.is_whole = is_whole;
                core.network().into_iter().for_each(|network| self.list.make(network));
            }
            Msg::SetScope(scope) => self.scope = scope,
            Msg::Act(action) => {
                self.act(core, action);
                core.network().into_iter().for_each(|network| self.list.make(network));
            }
            Msg::SetSeed(seed) => self.seed = seed,
            Msg::AddNoise(sigma) => self.add_noise(core, sigma),
            Msg::Show(view) => self.view = view,
            Msg::Break(damage) => {
                self.break_it(core, damage);
                core.network().into_iter().for_each(|network| self.list.make(network));
            }
            Msg::Undo => self.travel(core, History::undo),
            Msg::Redo => self.travel(core, History::redo),
            Msg::BackToTrained => {
                core.steps_off.clear();
                self.back_to_trained(core);
            }
        }
        if is_elsewhere && core.network_revision() != before {
            self.noise = None;
        }
    }

    /// Moves through the history, after ending the open step.
    pub(super) fn travel(
        &mut self,
        core: &mut Core,
        go: impl FnOnce(&mut History, &mut Network, &mut Frozen) -> Option<bool>,
    ) {
        core.edit_network(|network| {
            self.end(network);
            self.says.clear();
            let has_changed = go(&mut self.history, network, &mut self.frozen);
            if has_changed.is_some() {
                self.noise = None;
                self.recount(network);
            }
            has_changed.unwrap_or_default()
        });
    }

    /// Resets the knobs for another model and the list for another neuron.
    pub(crate) fn sync(&mut self, core: &mut Core, changes: Changes) {
        let Some(model) = core.model() else { return };
        if changes.model {
            *self = Knobs {
                revision: self.revision,
                slider_ranges: slider_ranges(&model.network),
                frozen: Frozen::none_of(&model.network),
                seed: self.seed.max(1),
                scope: self.scope,
                view: self.view,
                ..Knobs::default()
            };
        }
        if changes.network || changes.model || changes.steps_off || changes.open || changes.picked {
            self.revision.advance();
        }
        if core.open == Panel::Knobs {
            let neuron = core.picked_neuron();
            self.list.show(&model.network, neuron);
            if self.chosen.map(|chosen| (chosen.layer_idx, chosen.to)) != neuron {
                self.chosen = self.list.parameters.first().copied();
                self.typed_wrong.clear();
            }
        }
        core.is_editing_network = self.is_in_gesture();
    }
}
