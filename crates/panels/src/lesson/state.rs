//! The state of the lesson: what is open, at which step, and what has been answered and done there.

use std::rc::Rc;

use app::revision::Revision;

use crate::lesson::document::{Lesson, Step};
use crate::lesson::judgement::Stage;
use crate::lesson::observe::{Beginning, Reading};
use crate::lesson::progress::{Mark, Notebook, Progress};
use crate::lesson::results::Answers;
use crate::lesson::source::Source;
use crate::lesson::splice::Splice;
use crate::link::linked::Linked;

/// The lesson beside the page.
#[derive(Clone, Debug, Default)]
pub struct LessonPanel {
    /// Advances whenever any of this may have changed.
    pub(super) revision: Revision,
    pub(super) is_open: bool,
    pub(super) is_folded: bool,
    /// The lesson that is open or on its way.
    pub(super) source: Source,
    pub(super) phase: Phase,
    pub(super) lesson: Option<Rc<Lesson>>,
    /// The text that it was read from, to notice a change.
    pub(super) text: String,
    pub(super) step_idx: usize,
    /// The step to go to once the lesson is there.
    pub(super) wanted_step: Option<String>,
    pub(super) attempt: Attempt,
    pub(super) progress: Progress,
    pub(super) notebook: Notebook,
    /// Whether progress may be kept, and is worth keeping: the browser's storage can be used.
    pub(super) is_kept: bool,
    /// The learning platform that keeps it instead, if there is one.
    pub(super) splice: Option<Splice>,
    /// The page as it was when the step began, until it has been brought back.
    pub(super) before: Option<Box<Linked>>,
    pub(super) reading: Option<Reading>,
    /// What a class has said of the lesson's statements.
    pub(super) class: Vec<Answers>,
    /// What was wrong with a file of such answers, in a sentence.
    pub(super) class_trouble: String,
}

/// What has been achieved in a lesson.
pub(crate) struct Achieved<'a> {
    /// The lesson's name, or the title of one that has none.
    pub(crate) lesson: &'a str,
    /// The names of the steps that are done.
    pub(crate) steps: Vec<String>,
    /// Once all are: the share of its questions that were answered rightly.
    pub(crate) score: Option<f32>,
}

/// What has become of the lesson's file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// It has not been asked for.
    #[default]
    Idle,
    /// It is to be fetched.
    Wanted,
    /// It is on its way.
    Coming,
    /// It is there.
    Ready,
    /// It could not be had or read, for this reason, in a sentence.
    Failed(String),
}

/// What has happened at the current step.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempt {
    /// How things stood at its beginning; `None` until there is a network.
    pub(super) beginning: Option<Beginning>,
    /// The chosen answer.
    pub(super) chosen: Option<usize>,
    /// Which answer the page has given, once it has: a choice, or none of them.
    pub(super) outcome: Option<Option<usize>>,
    /// Whether what there is to do is done.
    pub(super) is_done: bool,
    /// Whether that was so at the beginning, so that it gives nothing away.
    pub(super) was_done: bool,
    /// Whether the step's starting state has been led to.
    pub(super) is_set_up: bool,
    /// Whether the lesson has done it.
    pub(super) is_shown: bool,
    /// What had become of the step before: the first time counts.
    pub(super) mark_before: Option<Mark>,
    /// Whether the hint is shown.
    pub(super) has_hint: bool,
    /// The ink's revision after the lesson has drawn something itself.
    pub(super) ink_drawn: Option<Revision>,
}

impl LessonPanel {
    /// The lesson and the step that is shown; `None` while no lesson is open.
    pub fn current(&self) -> Option<(&Lesson, &Step)> {
        let lesson = self.lesson.as_deref().filter(|_| self.is_open)?;
        Some((lesson, lesson.steps.get(self.step_idx)?))
    }

    /// The open lesson's name and the step's, for a link; a lesson from a chosen file has no name.
    pub(crate) fn place(&self) -> Option<(String, Option<String>)> {
        let name = self.source.name().filter(|_| self.is_open)?;
        let step = self.current().map(|(_, step)| step.name.clone());
        Some((name.to_owned(), step.or_else(|| self.wanted_step.clone())))
    }

    /// What has been achieved in the open lesson.
    pub(crate) fn achieved(&self) -> Option<Achieved<'_>> {
        let (lesson, _) = self.current()?;
        let steps: Vec<String> = self.progress.marks.iter().map(|(step, _)| step.clone()).collect();
        let is_whole = lesson.steps.iter().all(|step| steps.contains(&step.name));
        let name = self.source.name().unwrap_or(&lesson.title);
        Some(Achieved { lesson: name, steps, score: is_whole.then(|| self.score(lesson)) })
    }

    /// The share of the lesson's questions and statements that have been answered rightly; if there are none, the share of its
    /// steps that are done.
    pub(super) fn score(&self, lesson: &Lesson) -> f32 {
        let answers = lesson.steps.iter().filter_map(|step| match &step.statement {
            Some(statement) => {
                let after = self.progress.judged(&step.name).and_then(|judged| judged.after);
                Some(after.is_some_and(|judgement| judgement.is_right(statement.is_true)))
            }
            None => step.question.as_ref().map(|_| self.mark(step) == Some(Mark::Right)),
        });
        let (n_right, n) =
            answers.fold((0, 0), |(n_right, n), is_right| (n_right + u16::from(is_right), n + 1));
        if n > 0 {
            return f32::from(n_right) / n as f32;
        }
        let n_done = lesson.steps.iter().filter(|step| self.mark(step).is_some()).count();
        n_done as f32 / lesson.steps.len() as f32
    }

    /// Opens the lesson that a link names at a step, or closes the lesson if the link names none.
    pub(crate) fn go_to(&mut self, place: Option<(String, Option<String>)>) {
        self.revision.advance();
        let Some((source, step)) = place.and_then(|(name, step)| Some((Source::from_name(&name)?, step)))
        else {
            // A lesson from a file is in no link.
            self.is_open &= self.source.name().is_none();
            return;
        };
        self.open(source, step);
    }

    /// Opens a lesson, at a step if it is named.
    pub(super) fn open(&mut self, source: Source, step: Option<String>) {
        self.revision.advance();
        (self.is_open, self.is_folded) = (true, false);
        if self.source == source && self.lesson.is_some() && self.phase == Phase::Ready {
            if let Some(step_idx) = step.and_then(|step| self.lesson.as_ref()?.step_idx(&step))
                && step_idx != self.step_idx
            {
                self.begin_step(step_idx);
            }
            return;
        }
        self.wanted_step = step;
        (self.lesson, self.text) = (None, String::new());
        (self.source, self.phase) = (source, Phase::Wanted);
    }

    /// Begins a step.
    pub(super) fn begin_step(&mut self, step_idx: usize) {
        self.revision.advance();
        self.step_idx = step_idx;
        self.attempt = Attempt::default();
        self.before = None;
        let Some(lesson) = self.lesson.clone() else { return };
        let Some(step) = lesson.steps.get(step_idx) else { return };
        self.progress.step.clone_from(&step.name);
        self.attempt.mark_before = self.mark(step);
        // Nothing leads on from the last step, so it has been read when it is seen.
        if step_idx + 1 == lesson.steps.len() && !step.asks() {
            self.progress.put(&step.name, Mark::Done);
        }
    }

    /// Where the current step's statement has come to; `None` for a step without one.
    pub(super) fn stage(&self) -> Option<Stage> {
        let (_, step) = self.current()?;
        step.statement.as_ref()?;
        Some(match self.progress.judged(&step.name) {
            None => Stage::Asked,
            Some(judged) if judged.after.is_some() => Stage::Told,
            Some(_) if self.attempt.is_done => Stage::AskedAgain,
            Some(_) => Stage::Trying,
        })
    }

    /// What has become of a step.
    pub(super) fn mark(&self, step: &Step) -> Option<Mark> {
        self.progress.mark(&step.name)
    }
}
