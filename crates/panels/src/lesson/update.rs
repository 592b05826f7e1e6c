//! Updates of the lesson by messages, and by what happens on the page.

use app::state::Core;

use crate::follow::{self, Follow};
use crate::knobs::Knobs;
use crate::lesson::check::{Check, Event};
use crate::lesson::demonstrate;
use crate::lesson::judgement::{Judgement, Stage};
use crate::lesson::msg::{Effect, Msg};
pub(crate) use crate::lesson::observe::Watched;
use crate::lesson::observe::{Beginning, Reading, hold};
use crate::lesson::parse::parse;
use crate::lesson::progress::{Mark, Notebook, Progress};
use crate::lesson::results::{Answers, add, from_csv, to_csv};
use crate::lesson::source::Source;
use crate::lesson::splice::Splice;
use crate::lesson::state::{LessonPanel, Phase};
use crate::link::Link;
use crate::link::linked::Linked;
use crate::propagation::{self, Propagation};
use crate::training::Training;

/// What the lesson may change beside the core, when it is asked to do a step.
pub(crate) struct Driven<'a> {
    pub(crate) knobs: &'a mut Knobs,
    pub(crate) training: &'a mut Training,
    pub(crate) follow: &'a mut Follow,
    pub(crate) propagation: &'a mut Propagation,
    pub(crate) link: &'a mut Link,
}

impl LessonPanel {
    /// Handles `msg`.
    pub(crate) fn update(
        &mut self,
        core: &mut Core,
        mut driven: Driven<'_>,
        msg: Msg,
        out: &mut Vec<Effect>,
    ) {
        self.revision.advance();
        match msg {
            Msg::Begun { lesson, step, kept, activity } => {
                self.is_kept = kept.is_some() || activity.is_some();

                self.notebook = Notebook::from_text(&kept.unwrap_or_default());
                let is_asked_for = lesson.is_some() || core.settings.panel == app::panel::Panel::Lesson;
                let source = lesson.as_deref().map_or(Some(Source::default()), Source::from_name);
                self.splice = activity
                    .zip(source.clone())
                    .map(|(activity, source)| Splice::begin(activity, source, out));
                match source {
                    Some(source) if is_asked_for => self.open(source, step),
                    Some(_) => {}
                    None => core.note("The address names a lesson that Inkling does not know."),
                }
            }
            Msg::Heard(json) => {
                if let Some(lessons) = self.splice.as_mut().and_then(|splice| splice.heard(&json)) {
                    self.take_up(Notebook::from_text(&lessons));
                }
            }
            Msg::Waited => {
                if let Some(splice) = &mut self.splice {
                    splice.waited();
                }
            }
            Msg::Open => {
                let step = self.current().map(|(_, step)| step.name.clone());
                self.open(self.source.clone(), step);
                out.push(Effect::Focus);
            }
            Msg::Close => {
                self.bring_back(false, core, &mut driven, out);
                self.is_open = false;
            }
            Msg::Fold => self.is_folded = !self.is_folded,
            Msg::Other(name) => match Source::from_name(name.trim()) {
                Some(source) => {
                    self.phase = Phase::Idle;
                    self.open(source, None);
                }
                None => {
                    self.phase = Phase::Failed(
                        "Enter the address of a lesson, such as https://…/lesson.md.".to_owned(),
                    )
                }
            },
            Msg::Reload => self.phase = Phase::Wanted,
            Msg::Back if self.is_open && self.source.is_foreign() => self.phase = Phase::Wanted,
            Msg::Back => {}
            Msg::Arrived(source, file) => self.arrived(source, file),
            Msg::Step(is_forward) => {
                self.bring_back(false, core, &mut driven, out);
                self.step(is_forward);
            }
            Msg::Chapter(chapter_idx) => {
                if let Some(step_idx) = self.lesson.as_ref().and_then(|lesson| lesson.first_step(chapter_idx))
                {
                    self.begin_step(step_idx);
                }
            }
            Msg::Choose(choice_idx) if self.stage().is_some() => self.judge(choice_idx),
            Msg::SaveResults(is_class) => self.save_results(is_class, out),
            Msg::ResultsArrived(name, file) => {
                self.class_trouble = self.add_results(&name, file).err().unwrap_or_default();
            }
            Msg::ForgetResults => {
                self.progress = Progress { step: self.progress.step.clone(), ..Progress::default() };
            }
            Msg::Choose(choice_idx) => {
                // The first answer counts.
                let is_open = self.attempt.outcome.is_none();
                let question = self.current().and_then(|(_, step)| step.question.as_ref());
                if is_open && question.is_some_and(|question| choice_idx < question.choices.len()) {
                    self.attempt.chosen = Some(choice_idx);
                }
            }
            Msg::Hint => self.attempt.has_hint = true,
            Msg::Start => self.lead_to_start(core, &mut driven, out),
            Msg::Show => self.demonstrate(core, &mut driven, out),
            Msg::Restore => self.bring_back(true, core, &mut driven, out),
        }
        self.keep(out);
    }

    fn arrived(&mut self, source: Source, file: Result<Vec<u8>, String>) {
        if let Source::File(_) = source {
            (self.is_open, self.is_folded) = (true, false);
            self.source = source;
        } else if self.source != source || self.phase != Phase::Coming {
            return;
        }
        let text =
            file.map_err(|reason| format!("The lesson could not be loaded: {reason}.")).and_then(|bytes| {
                String::from_utf8(bytes).map_err(|_| "The lesson is not UTF-8 text.".to_owned())
            });
        match text {
            Ok(text) if text == self.text && self.lesson.is_some() => self.phase = Phase::Ready,
            Ok(text) => self.read(text),
            Err(message) => self.phase = Phase::Failed(message),
        }
    }

    fn read(&mut self, text: String) {
        match parse(&text) {
            Ok(lesson) => {
                let is_edited = self.lesson.is_some() && self.wanted_step.is_none();
                if !is_edited {
                    self.progress = self.notebook.of(&self.source);
                }
                let step = self.wanted_step.take().unwrap_or_else(|| self.progress.step.clone());
                let step_idx = lesson.step_idx(&step).unwrap_or(if is_edited { self.step_idx } else { 0 });
                let step_idx = step_idx.min(lesson.steps.len().saturating_sub(1));
                self.lesson = Some(lesson.into());
                (self.phase, self.text) = (Phase::Ready, text);
                self.begin_step(step_idx);
            }
            Err(fault) => self.phase = Phase::Failed(format!("There is a mistake in the lesson, {fault}.")),
        }
    }

    /// Takes up what a learning platform has kept. The lesson may have been begun in the meantime.
    fn take_up(&mut self, notebook: Notebook) {
        let earlier = notebook.of(&self.source);
        self.notebook = notebook;
        let Some(lesson) = self.lesson.clone() else { return };
        let is_begun = self.step_idx > 0 || self.attempt.chosen.is_some() || !self.progress.judged.is_empty();
        let step_idx = lesson.step_idx(&earlier.step).filter(|_| !is_begun);
        self.progress.add(earlier);
        match step_idx {
            Some(step_idx) => self.begin_step(step_idx),
            None => self.attempt.mark_before = self.current().and_then(|(_, step)| self.mark(step)),
        }
    }

    /// Notes what is said of the statement.
    fn judge(&mut self, choice_idx: usize) {
        let Some((_, step)) = self.current() else { return };
        let name = step.name.clone();
        let Some(judgement) = Judgement::ALL.get(choice_idx) else { return };
        match self.stage() {
            Some(Stage::Asked) => {
                self.progress.judge(&name, *judgement);
                // What was done before does not count.
                (self.attempt.beginning, self.attempt.is_done) = (None, false);
            }
            Some(Stage::AskedAgain) => {
                self.progress.judge(&name, *judgement);
                self.progress.put(&name, Mark::Done);
            }
            Some(Stage::Trying | Stage::Told) | None => {}
        }
    }

    fn save_results(&self, is_class: bool, out: &mut Vec<Effect>) {
        let (Some((lesson, _)), Some(name)) = (self.current(), self.source.name()) else { return };
        let own = Answers { who: String::new(), judged: self.progress.judged.clone() };
        let (people, name) = if is_class { (&self.class[..], "class") } else { (&[own][..], name) };
        out.push(Effect::Save([name, "-answers.csv"].concat(), to_csv(lesson, people)));
    }

    fn add_results(&mut self, name: &str, file: Result<Vec<u8>, String>) -> Result<(), String> {
        let Some((lesson, _)) = self.current() else { return Ok(()) };
        let people = file.and_then(|bytes| from_csv(lesson, name, &bytes));
        people
            .and_then(|people| add(&mut self.class, people))
            .map_err(|reason| format!("“{name}” could not be read: {reason}."))
    }

    fn step(&mut self, is_forward: bool) {
        let Some((lesson, step)) = self.current() else { return };
        let n_steps = lesson.steps.len();
        let is_read = is_forward && !step.asks();
        let name = step.name.clone();
        if is_read {
            self.progress.put(&name, Mark::Done);
        }
        let next = if is_forward { self.step_idx + 1 } else { self.step_idx.wrapping_sub(1) };
        if next < n_steps {
            self.begin_step(next);
        }
    }

    /// Leads to the step's starting state.
    fn lead_to_start(&mut self, core: &mut Core, driven: &mut Driven<'_>, out: &mut Vec<Effect>) {
        let Some(state) = self.current().and_then(|(_, step)| step.start.clone()) else { return };
        self.lead_to(&state, core, driven, out);
        // What the lesson has changed is no deed of the person's.
        (self.attempt.beginning, self.attempt.is_set_up) = (None, true);
    }

    fn demonstrate(&mut self, core: &mut Core, driven: &mut Driven<'_>, out: &mut Vec<Effect>) {
        let Some((_, step)) = self.current() else { return };
        let (checks, state) = (step.done.clone(), step.show.clone());
        if let Some(state) = &state {
            self.lead_to(state, core, driven, out);
        }
        let ink = core.ink_revision();
        let mut stage = demonstrate::Stage {
            knobs: &mut *driven.knobs,
            training: &mut *driven.training,
            follow: &mut *driven.follow,
            propagation: &mut *driven.propagation,
        };
        for check in checks {
            demonstrate::show(check, state.is_some(), core, &mut stage, out);
        }
        if core.ink_revision() != ink {
            self.attempt.ink_drawn = Some(core.ink_revision());
        }
        self.attempt.is_shown = true;
        self.attempt.beginning.iter_mut().for_each(|beginning| beginning.is_shown = true);
    }

    /// Leads to a state, which may be undone.
    fn lead_to(&mut self, state: &str, core: &mut Core, driven: &mut Driven<'_>, out: &mut Vec<Effect>) {
        let mut effects = Vec::new();
        let ink = core.ink_revision();
        driven.link.lead_to(core, (&mut *driven.knobs, &mut *driven.training), state, &mut effects);
        out.extend(effects.into_iter().map(Effect::Link));
        if core.ink_revision() != ink {
            self.attempt.ink_drawn = Some(core.ink_revision());
        }
    }

    /// Brings back the page as it was when the step began: all of it if that is asked for, else only what the lesson has changed
    /// or asked to be changed. What somebody has drawn stays.
    fn bring_back(
        &mut self,
        is_asked_for: bool,
        core: &mut Core,
        driven: &mut Driven<'_>,
        out: &mut Vec<Effect>,
    ) {
        let Some((_, step)) = self.current() else { return };
        let asks_for = |event| step.done.contains(&Check::Event(event));
        if asks_for(Event::Replaying) || asks_for(Event::Replayed) {
            driven.propagation.update(core, propagation::Msg::Close);
        }
        if asks_for(Event::Following) || asks_for(Event::Followed) {
            let mut effects = Vec::new();
            driven.follow.update(core, follow::Msg::Close, &mut effects);
            out.extend(effects.into_iter().map(Effect::Follow));
        }
        let has_led = self.attempt.is_set_up || self.attempt.is_shown;
        if !is_asked_for && !has_led && !step.asks_for_change() {
            return;
        }
        let Some(before) = self.before.clone() else { return };
        let has_lessons_ink = self.attempt.ink_drawn == Some(core.ink_revision());
        let mut effects = Vec::new();
        let others = (&mut *driven.knobs, &mut *driven.training);
        driven.link.restore(core, others, (*before, has_lessons_ink, is_asked_for), &mut effects);
        out.extend(effects.into_iter().map(Effect::Link));
        (self.attempt.is_set_up, self.attempt.is_shown) = (false, false);
        self.attempt.beginning = None;
    }

    /// Notices what has been done on the page.
    pub(crate) fn sync(
        &mut self,
        watched: Watched<'_>,
        before: impl FnOnce() -> Linked,
        out: &mut Vec<Effect>,
    ) {
        if self.phase == Phase::Wanted {
            self.revision.advance();
            // A file that was chosen cannot be read again.
            let can_be_fetched = self.source.url().is_some();
            self.phase = if can_be_fetched { Phase::Coming } else { Phase::Ready };
            if can_be_fetched {
                let is_again = self.lesson.is_some();
                out.push(Effect::Fetch { source: self.source.clone(), is_again });
            }
        }
        let core = watched.core;
        // A stroke or a slider is judged when it is done, and a model once it is there.
        if core.is_in_gesture() || core.model_wanted().is_some() || core.model().is_none() {
            return;
        }
        let Some(lesson) = self.lesson.clone().filter(|_| self.is_open) else { return };
        let Some(step) = lesson.steps.get(self.step_idx).filter(|step| step.asks()) else { return };
        if self.before.is_none() {
            self.before = Some(before().into());
        }
        self.reading = Reading::of(core, self.reading.take());
        if self.stage() == Some(Stage::Asked) {
            return;
        }
        let attempt = &mut self.attempt;
        let is_beginning = attempt.beginning.is_none();
        let beginning = attempt
            .beginning
            .get_or_insert_with(|| Beginning::of(watched, self.reading.as_ref(), attempt.is_set_up));
        let is_true = |checks: &[_]| hold(checks, watched, beginning, self.reading.as_ref());
        let holds = is_true(&step.done);
        attempt.was_done |= is_beginning && holds && !attempt.is_set_up;
        let (was_done, outcome_before) = (attempt.is_done, attempt.outcome);
        attempt.is_done |= holds;
        // As long as it holds, the answer follows what goes on: the first stroke of a 4 is no 4 yet.
        if let Some(question) = &step.question
            && holds
            && (!attempt.was_done || attempt.chosen.is_some() || attempt.is_shown)
            && !core.is_answer_covered()
        {
            attempt.outcome = Some(question.choices.iter().position(|choice| is_true(&choice.checks)));
        }
        if (was_done, outcome_before) == (attempt.is_done, attempt.outcome) {
            return;
        }
        self.revision.advance();
        let is_over = if step.question.is_some() { attempt.outcome.is_some() } else { attempt.is_done };
        if is_over && step.statement.is_none() && attempt.mark_before.is_none() {
            let mark = match (attempt.outcome, attempt.chosen) {
                (Some(Some(right)), Some(chosen)) if right == chosen => Mark::Right,
                (Some(_), Some(_)) => Mark::Wrong,
                _ => Mark::Done,
            };
            self.progress.put(&step.name, mark);
        }
        self.keep(out);
    }

    /// Keeps the progress until the next visit.
    fn keep(&mut self, out: &mut Vec<Effect>) {
        let Some(lesson) = self.lesson.clone().filter(|_| self.is_kept) else { return };
        let is_wanted = self.splice.as_ref().is_none_or(|splice| splice.wants(&self.source, &self.progress));
        if !is_wanted || self.notebook.of(&self.source) == self.progress {
            return;
        }
        self.notebook.remember(&self.source, self.progress.clone());
        if self.source.name().is_some() {
            let (score, text) = (self.score(&lesson), self.notebook.to_text());
            out.push(match &mut self.splice {
                Some(splice) => splice.report(score, &text),
                None => Effect::Keep(text),
            });
        }
    }
}
