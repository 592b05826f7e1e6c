//! Applying a link: some of it at once, the rest when its model has loaded.

use app::msg::Effect as CoreEffect;
use app::state::Core;

use crate::knobs::{self, Knobs, Parameter};
use crate::lesson::state::LessonPanel;
use crate::link::linked::{Linked, names_model};
use crate::link::msg::Effect;
use crate::link::state::Link;
use crate::link::write::linked;
use crate::training::{Training, is_in_use};

impl Link {
    /// Applies a hash.
    pub(super) fn receive(
        &mut self,
        core: &mut Core,
        (knobs, training, lesson): (&mut Knobs, &mut Training, &mut LessonPanel),
        hash: &str,
        out: &mut Vec<Effect>,
    ) {
        let (linked, complaints) = Linked::from_hash(hash, &core.settings, core.pad().ink());
        for complaint in complaints {
            out.push(Effect::Core(CoreEffect::Warn(complaint.clone())));
            core.note(complaint);
        }
        let Some(linked) = linked else { return };
        for words in &linked.left_out {
            core.note(["The link does not include ", words, " (too large for a link)."].concat());
        }
        lesson.go_to(linked.lesson.clone());
        self.present = Some(linked.clone());
        self.apply(core, (knobs, training), linked, out);
    }

    /// Applies a hash of another window, unless there is something wrong with it.
    pub(super) fn mirror(
        &mut self,
        core: &mut Core,
        (knobs, training): (&mut Knobs, &mut Training),
        hash: &str,
        out: &mut Vec<Effect>,
    ) {
        if !hash.is_empty()
            && let (Some(linked), complaints) = Linked::from_hash(hash, &core.settings, core.pad().ink())
            && complaints.is_empty()
        {
            self.present = Some(linked.clone());
            self.apply(core, (knobs, training), linked, out);
        }
    }

    /// Returns to the state that the page was opened with. The lesson stays where it is.
    pub(super) fn reopen(
        &mut self,
        core: &mut Core,
        (knobs, training): (&mut Knobs, &mut Training),
        out: &mut Vec<Effect>,
    ) {
        let (opened, _) = Linked::from_hash(&self.opened, &core.settings, core.pad().ink());
        let opened = opened.unwrap_or_else(|| Linked::nothing(&core.settings));
        self.apply(core, (knobs, training), opened, out);
    }

    /// Leads to a state given as a hash, for a lesson. What the hash does not name stays, and so does the lesson.
    pub(crate) fn lead_to(
        &mut self,
        core: &mut Core,
        (knobs, training): (&mut Knobs, &mut Training),
        hash: &str,
        out: &mut Vec<Effect>,
    ) {
        let before = linked(core, knobs, training, None);
        let mut after = before.clone();
        if names_model(hash) {
            (after.knobs, after.picked, after.film) = (Vec::new(), None, None);
        }
        after.read_hash(hash);
        if after != before {
            self.apply(core, (knobs, training), after, out);
        }
    }

    /// Leads back to an earlier state, for a lesson: to its network and its switches; to its ink, if the ink is the lesson's;
    /// and to its panel and selection, if all is to be as it was.
    pub(crate) fn restore(
        &mut self,
        core: &mut Core,
        (knobs, training): (&mut Knobs, &mut Training),
        (mut before, has_lessons_ink, is_all): (Linked, bool, bool),
        out: &mut Vec<Effect>,
    ) {
        let now = linked(core, knobs, training, None);
        if !has_lessons_ink {
            before.ink.clone_from(&now.ink);
        }
        if !is_all {
            (before.panel, before.picked, before.edges) = (now.panel, now.picked, now.edges);
        }
        if before != now {
            self.apply(core, (knobs, training), before, out);
        }
    }

    fn apply(
        &mut self,
        core: &mut Core,
        (knobs, training): (&mut Knobs, &mut Training),
        linked: Linked,
        out: &mut Vec<Effect>,
    ) {
        core.edit_ink(|pad| pad.replace(linked.ink.clone()));
        core.open = linked.panel;
        core.edges = linked.edges;
        core.steps_off.clone_from(&linked.steps_off);
        let film = linked.film.clone();
        let is_film = film.is_some() && is_in_use(core);
        if core.model_wanted().is_none() && (is_film || core.model_source() == Some(&linked.model)) {
            take_up(core, knobs, &linked);
        } else {
            let mut effects = Vec::new();
            core.choose(linked.model.clone(), &mut effects);
            out.extend(effects.into_iter().map(Effect::Core));
            self.waiting = Some(linked);
        }
        if let Some((experiment, frame_idx)) = film {
            training.follow_link(core, &experiment, frame_idx);
        }
    }

    /// Applies the rest of a waiting link once its model has loaded, or reports that it did not load.
    pub(super) fn take_up_waiting(&mut self, core: &mut Core, knobs: &mut Knobs) {
        if core.model_wanted().is_some() {
            return;
        }
        let Some(waiting) = self.waiting.take() else { return };
        if core.model_source() == Some(&waiting.model) {
            take_up(core, knobs, &waiting);
        } else if !waiting.knobs.is_empty() {
            let model = waiting.model.url();
            core.note(
                [
                    "The link changes knobs of “",
                    &model,
                    "”, which could not be loaded. The changes were left out.",
                ]
                .concat(),
            );
        }
    }
}

/// Applies what depends on the link's model: knobs and selection.
fn take_up(core: &mut Core, knobs: &mut Knobs, linked: &Linked) {
    let Some(model) = core.model() else { return };
    let preprocessing = model.preprocessing.clone();

    // Knobs that the link does not list return to their trained values.
    let changes = knobs.changes(core).into_iter();
    let reset = changes.filter_map(|(knob, _)| Some((knob, knobs.trained_value(core, knob)?)));
    let named =
        linked.knobs.iter().map(|(number, value)| (Parameter::of_number(&model.network, *number), *value));
    let known = named.clone().filter_map(|(knob, value)| Some((knob?, value)));
    let values: Vec<_> = reset.chain(known).collect();
    let n_unknown = named.filter(|(knob, _)| knob.is_none()).count();

    core.steps_off.retain(|step| preprocessing.contains(*step));
    core.picked = linked.picked.filter(|target| core.has(*target));
    if linked.picked.is_some() && core.picked.is_none() {
        core.note("The link selects a neuron that this model does not have, so none is selected.");
    }
    if n_unknown > 0 {
        core.note("The link changes knobs that this model does not have. Those changes were left out.");
    }
    if !values.is_empty() {
        knobs.update(core, knobs::Msg::SetMany(values));
    }
}
