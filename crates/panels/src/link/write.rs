//! Writing the address: it says what is so, and what is too long for it is left out.

use app::state::Core;

use crate::knobs::Knobs;
use crate::link::linked::Linked;
use crate::link::msg::Effect;
use crate::link::state::Link;

impl Link {
    /// Lets the address say what is so. Returns what is too long for it, in words.
    pub(super) fn write(&mut self, core: &Core, knobs: &Knobs, out: &mut Vec<Effect>) -> Vec<&'static str> {
        let now = linked(core, knobs);
        let (hash, left_out) = now.to_hash(&core.settings);
        if let Some(before) = self.present.replace(now.clone())
            && before.to_hash(&core.settings).0 != hash
        {
            // Somebody may want to come back to what was there before these.
            let is_left = before.panel != now.panel
                || before.model != now.model
                || (!before.ink.is_empty() && now.ink.is_empty());
            // A frame's history is the whole page's, in which other things are gone back to.
            let is_new_entry = is_left && self.keeps_session;
            let is_worth_keeping = self.keeps_session && (!now.ink.is_empty() || !now.knobs.is_empty());
            if is_worth_keeping {
                self.session = None;
            }
            if before.panel != now.panel && before.model == now.model && !now.ink.is_empty() {
                // What was done in the panel before, since the address was written last, belongs to it.
                let (hash, _) = Linked { panel: before.panel, ..now }.to_hash(&core.settings);
                out.push(Effect::SetHash { hash, is_new_entry: false, is_worth_keeping });
            }
            out.push(Effect::SetHash { hash, is_new_entry, is_worth_keeping });
        }
        left_out
    }
}

/// What a link to the present state holds.
fn linked(core: &Core, knobs: &Knobs) -> Linked {
    let changes = knobs.changes(core).into_iter();
    let knobs = changes.filter_map(|(knob, value)| Some((knob.number(core.network()?)?, value)));
    Linked {
        model: core.model_source().unwrap_or(&core.settings.model).clone(),
        ink: core.pad().ink().clone(),
        picked: core.picked,
        panel: core.open,
        steps_off: core.steps_off.clone(),
        edges: core.edges,
        knobs: knobs.collect(),
        left_out: Vec::new(),
    }
}
