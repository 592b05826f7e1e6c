//! What the host is told: the answers that it is owed, and events.

use app::state::Core;

use crate::commands::COMMANDS;
use crate::embed::Embed;
use crate::embed::msg::{Effect, Ticket};
use crate::embed::owed::Owed;
use crate::embed::protocol::{Code, Kind};
use crate::embed::reply::{Reply, covered, layers, no_network, numbers, refuse, resized};
use crate::embed::size::height;
use crate::embed::state::{Read, State};
use crate::embed::throttle::Beat;
use crate::knobs::Knobs;
use crate::lesson::LessonPanel;
use crate::link::write::state_text;
use crate::tally::Tally;
use crate::training::{Training, is_in_use};

/// What there is to tell of.
#[derive(Clone, Copy)]
pub(crate) struct Watched<'a> {
    pub(crate) core: &'a Core,
    pub(crate) knobs: &'a Knobs,
    pub(crate) training: &'a Training,
    pub(crate) lesson: &'a LessonPanel,
    pub(crate) tally: &'a Tally,
}

impl Embed {
    /// Gives the answers that can be given, and tells what has happened.
    pub(crate) fn sync(&mut self, watched: Watched<'_>, out: &mut Vec<Effect>) {
        self.tell_size(watched.core, out);
        if self.n_lines == 0 {
            return;
        }
        self.check_animation(watched.core, out);
        let is_model_coming = watched.core.model_wanted().is_some();
        let has_network = watched.core.network().is_some();
        for (ticket, owed) in std::mem::take(&mut self.owed) {
            let is_too_early = (is_model_coming && owed.waits_for_model())
                || (is_model_coming && !has_network && owed.waits_for_network())
                || (owed == Owed::Drawn && self.animation.is_some());
            if is_too_early {
                self.owed.push((ticket, owed));
            } else {
                let answer = self.answer(ticket, &owed, watched);
                out.push(answer);
            }
        }
        let read = self.reads(watched.core);
        if has_network && self.read.as_ref() != Some(&read) && self.has_news(Beat::Prediction, out) {
            out.push(self.prediction(None, watched.core));
        }
        let state = state(watched);
        if self.state.as_ref() != Some(&state) {
            self.state = Some(state);
            if self.has_news(Beat::State, out) {
                out.push(state_changed());
            }
        }
        if self.film != watched.training.film_revision {
            self.film = watched.training.film_revision;
            if self.has_news(Beat::Training, out) {
                out.extend(progress(watched.training));
            }
        }
        let tally = watched.tally.score();
        if self.tally != tally {
            self.tally = tally;
            if self.has_news(Beat::Tally, out) {
                out.push(tally_changed(watched.tally));
            }
        }
        self.tell_of_lesson(watched.lesson, out);
    }

    /// Tells how high the page wants to be, once for each width.
    fn tell_size(&mut self, core: &Core, out: &mut Vec<Effect>) {
        let Some(frame) = self.frame else { return };
        let (width, height) = (frame.width, height(core.settings.ui, frame));
        if self.size.replace((width, height)) != Some((width, height)) {
            out.push(Effect::Resize { height, json: resized(width, height) });
        }
    }

    /// A host has a line from now on: it is told what happens after this.
    pub(crate) fn begin(&mut self, watched: Watched<'_>) {
        self.n_lines += 1;
        if self.n_lines == 1 {
            self.read = Some(self.reads(watched.core));
            self.state = Some(state(watched));
            self.film = watched.training.film_revision;
            self.tally = watched.tally.score();
            self.lesson = watched.lesson.achieved().map(|it| (it.lesson.to_owned(), it.steps));
        }
    }

    /// The rest after an event is over.
    pub(crate) fn rested(&mut self, beat: Beat, watched: Watched<'_>, out: &mut Vec<Effect>) {
        if !self.has_rested(beat, out) {
            return;
        }
        match beat {
            Beat::Prediction => out.push(self.prediction(None, watched.core)),
            Beat::State => out.push(state_changed()),
            Beat::Training => out.extend(progress(watched.training)),
            Beat::Tally => out.push(tally_changed(watched.tally)),
        }
    }

    fn answer(&mut self, ticket: Ticket, owed: &Owed, watched: Watched<'_>) -> Effect {
        let Watched { core, .. } = watched;
        if let Some(source) = owed.model().filter(|source| core.model_source() != Some(source)) {
            let address = source.url();
            if let Some(note) = core.notes().iter().rev().find(|note| note.contains(&address)) {
                return refuse(ticket, Code::BadModel, note);
            }
            // A state with a training run leads on, to the network that is trained.
            if !(matches!(owed, Owed::State(_)) && is_in_use(core)) {
                return refuse(ticket, Code::Interrupted, "Another model was chosen in the meantime.");
            }
        }
        let reply = match owed {
            Owed::Prediction | Owed::Drawn if core.network().is_none() => return no_network(ticket),
            Owed::Prediction | Owed::Drawn => return self.prediction(Some(ticket), core),
            Owed::Model(source) => {
                let mut reply = Reply::new(Kind::ModelChanged, ticket.id);
                reply.text("model", source.name());
                reply.text("title", core.model().map_or("", |model| &model.title));
                let sizes: Vec<String> = core.sizes().iter().map(usize::to_string).collect();
                reply.raw("layers", &["[", &sizes.join(","), "]"].concat());
                reply
            }
            Owed::Params(_) => Reply::new(Kind::ParamsChanged, ticket.id),
            Owed::Selected => {
                let mut reply = Reply::new(Kind::Selected, ticket.id);
                // As in the page's attributes: `LAYER:NEURON`.
                let picked = core.picked.map(|target| target.to_string());
                let (layer, neuron) =
                    picked.as_deref().and_then(|picked| picked.split_once(':')).unwrap_or(("null", "null"));
                reply.raw("layer", layer);
                reply.raw("neuron", neuron);
                reply
            }
            Owed::State(_) => {
                let Watched { core, knobs, training, lesson, .. } = watched;
                let mut reply = Reply::new(Kind::State, ticket.id);
                reply.text("state", &state_text(core, knobs, training, lesson));
                reply
            }
            Owed::Activations if core.is_answer_covered() => return covered(ticket),
            Owed::Activations => {
                let Some(pass) = self.derived.pass(core) else { return no_network(ticket) };
                let mut reply = Reply::new(Kind::Activations, ticket.id);
                reply.raw("layers", &layers(self.derived.image(core).pixels(), &pass, core.n_layers()));
                reply
            }
            Owed::Done(command, is_on) => {
                let mut reply = Reply::new(Kind::CommandDone, ticket.id);
                let line = COMMANDS.iter().find(|line| line.command == *command);
                reply.text("command", line.map_or("", |line| line.name));
                if let Some(is_on) = is_on {
                    reply.flag("isOn", *is_on);
                }
                reply
            }
        };
        Effect::Post(Some(ticket.line), reply.finish())
    }

    /// What the network reads: in answer to a request, or as an event.
    fn prediction(&mut self, ticket: Option<Ticket>, core: &Core) -> Effect {
        let read = self.reads(core);
        let mut reply = Reply::new(Kind::Prediction, ticket.and_then(|ticket| ticket.id));
        let answer = self.derived.answer(core).filter(|_| !read.is_covered);
        let digit = answer.and_then(|answer| answer.winner());
        reply.raw("digit", &digit.map_or_else(|| "null".to_owned(), |digit| digit.to_string()));
        reply.number("confidence", answer.map(|answer| answer.confidence));
        let pass = self.derived.pass(core).filter(|_| !read.is_covered);
        reply.raw("outputs", &numbers(pass.as_ref().map_or(&[], |pass| pass.output())));
        reply.flag("final", read.is_final);
        // Whoever asked has been told; those on other lines have not.
        if ticket.is_none() || self.n_lines == 1 {
            self.read = Some(read);
        }
        Effect::Post(ticket.map(|ticket| ticket.line), reply.finish())
    }

    fn reads(&self, core: &Core) -> Read {
        Read {
            ink: core.ink_revision(),
            network: core.network_revision(),
            steps_off: core.steps_off.clone(),
            is_covered: core.is_answer_covered(),
            is_final: !core.pad().is_drawing() && !self.is_animating(),
        }
    }

    /// Tells of the steps that have been done since.
    fn tell_of_lesson(&mut self, lesson: &LessonPanel, out: &mut Vec<Effect>) {
        let Some(now) = lesson.achieved() else { return };
        let before = self.lesson.replace((now.lesson.to_owned(), now.steps.clone()));
        // What was done before it was opened is not told of.
        let Some((_, before)) = before.filter(|(name, _)| name == now.lesson) else { return };
        let new: Vec<_> = now.steps.iter().filter(|step| !before.contains(step)).collect();
        for step in &new {
            let mut event = Reply::new(Kind::StepCompleted, None);
            event.text("lesson", now.lesson);
            event.text("step", step);
            out.push(Effect::Post(None, event.finish()));
        }
        if let Some(score) = now.score.filter(|_| !new.is_empty()) {
            let mut event = Reply::new(Kind::LessonCompleted, None);
            event.text("lesson", now.lesson);
            event.number("score", Some(score));
            out.push(Effect::Post(None, event.finish()));
        }
    }
}

fn state(watched: Watched<'_>) -> State {
    let Watched { core, lesson, .. } = watched;
    State {
        revisions: [core.ink_revision(), core.network_revision(), core.model_revision()],
        steps_off: core.steps_off.clone(),
        edges: core.edges,
        open: core.open,
        picked: core.picked,
        lesson: lesson.place(),
    }
}

fn state_changed() -> Effect {
    Effect::Post(None, Reply::new(Kind::StateChanged, None).finish())
}

fn tally_changed(tally: &Tally) -> Effect {
    let (n_drawings, n_right) = tally.score();
    let mut event = Reply::new(Kind::TallyChanged, None);
    event.raw("drawings", &n_drawings.to_string());
    event.raw("right", &n_right.to_string());
    Effect::Post(None, event.finish())
}

/// How far the run has come; nothing before its first frame.
fn progress(training: &Training) -> Option<Effect> {
    let frame = training.film()?.frames().last()?;
    let held_out = frame.measures.held_out;
    let mut event = Reply::new(Kind::TrainProgress, None);
    event.raw("samples", &frame.n_samples.to_string());
    event.number("loss", Some(held_out.loss));
    event.number("accuracy", Some(held_out.accuracy));
    Some(Effect::Post(None, event.finish()))
}
