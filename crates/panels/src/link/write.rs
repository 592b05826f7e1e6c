//! Writing the state to the address.

use app::state::Core;

use crate::knobs::Knobs;
use crate::lesson::state::LessonPanel;
use crate::link::linked::Linked;
use crate::link::msg::Effect;
use crate::link::state::Link;
use crate::training::{Training, is_in_use};

impl Link {
    /// Updates the address. Returns the names of whatever is too long for it.
    pub(super) fn write(
        &mut self,
        core: &Core,
        (knobs, training, lesson): (&Knobs, &Training, &LessonPanel),
        out: &mut Vec<Effect>,
    ) -> Vec<&'static str> {
        let now = linked(core, knobs, training, lesson.place());
        let (hash, left_out) = now.to_hash(&core.settings);
        if let Some(before) = self.present.replace(now.clone())
            && before.to_hash(&core.settings).0 != hash
        {
            // Changes worth a history entry: the user may want to go back.
            let is_left = before.panel != now.panel
                || before.model != now.model
                || (!before.ink.is_empty() && now.ink.is_empty());
            // In a frame, the history belongs to the whole page.
            let is_new_entry = is_left && self.keeps_session;
            let is_worth_keeping =
                self.keeps_session && (!now.ink.is_empty() || !now.knobs.is_empty() || now.film.is_some());
            if is_worth_keeping {
                self.session = None;
            }
            if before.panel != now.panel && before.model == now.model && !now.ink.is_empty() {
                // Changes made since the last write belong to the previous panel's entry.
                let (hash, _) = Linked { panel: before.panel, ..now }.to_hash(&core.settings);
                out.push(Effect::SetHash { hash, is_new_entry: false, is_worth_keeping });
            }
            out.push(Effect::SetHash { hash, is_new_entry, is_worth_keeping });
        }
        left_out
    }
}

/// A link's contents for the current state.
pub(super) fn linked(
    core: &Core,
    knobs: &Knobs,
    training: &Training,
    lesson: Option<(String, Option<String>)>,
) -> Linked {
    // The film's networks are no model to load, but one to train.
    let film = training.link();
    let is_film = film.is_some() && is_in_use(core);
    let changes = knobs.changes(core).into_iter().filter(|_| !is_film);
    let knobs = changes.filter_map(|(knob, value)| Some((knob.number(core.network()?)?, value)));
    Linked {
        film: film.filter(|_| is_film),
        model: core.model_source().filter(|_| !is_film).unwrap_or(&core.settings.model).clone(),
        ink: core.pad().ink().clone(),
        picked: core.picked,
        panel: core.open,
        steps_off: core.steps_off.clone(),
        edges: core.edges,
        knobs: knobs.collect(),
        lesson,
        left_out: Vec::new(),
    }
}

/// The whole state of the page as text, in the format of a link's hash.
pub(crate) fn state_text(core: &Core, knobs: &Knobs, training: &Training, lesson: &LessonPanel) -> String {
    linked(core, knobs, training, lesson.place()).to_state()
}

/// The state of the page, for a lesson to come back to.
pub(crate) fn captured(core: &Core, knobs: &Knobs, training: &Training) -> Linked {
    linked(core, knobs, training, None)
}
