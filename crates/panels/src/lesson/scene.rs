//! What the lesson shows.

use std::rc::Rc;

use app::revision::Revision;

use crate::lesson::check::{Check, Event};
use crate::lesson::control::Control;
use crate::lesson::document::{Lesson, Step};
use crate::lesson::judgement::{Judgement, Stage};
use crate::lesson::progress::Mark;
use crate::lesson::results::{ResultsScene, results};
use crate::lesson::state::{LessonPanel, Phase};

/// The lesson, as shown beside the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LessonScene {
    /// Whether it is folded to a line.
    pub is_folded: bool,
    /// What is wrong with the lesson, or what it waits for, in a sentence; empty if nothing.
    pub trouble: String,
    /// Where its file can be fetched again from.
    pub can_be_reloaded: bool,
    /// The lesson and the index of the step, if it has been read.
    pub place: Option<(Rc<Lesson>, usize)>,
    /// For each chapter, its number and title, and how much of it is done.
    pub chapters: Vec<String>,
    /// The step's number, and of how many.
    pub count: String,
    /// The share of steps that are done.
    pub share: f32,
    /// The chosen answer, and the right one once that is known.
    pub chosen: Option<usize>,
    /// Which answer is right: not known yet, none of them, or this one.
    pub outcome: Option<Option<usize>>,
    /// Whether an answer can be chosen now.
    pub is_asking: bool,
    /// Whether a statement is asked again.
    pub asks_again: bool,
    /// Whether there is nothing to read before the statement has been judged.
    pub is_text_hidden: bool,
    /// What has become of the question, or of what there was to do, in a sentence; or empty.
    pub says: String,
    /// Whether the step is done, so that what follows from it is shown.
    pub is_done: bool,
    /// Whether the hint is shown.
    pub has_hint: bool,
    /// Which buttons there are.
    pub buttons: Buttons,
    /// The score in words, at the end of the lesson.
    pub score: String,
    /// What has been said of the lesson's statements, at its end.
    pub results: Option<ResultsScene>,
}

/// Which of the lesson's buttons there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Buttons {
    /// Lead to the starting state.
    pub start: bool,
    /// That is all there is to do.
    pub finds_out: bool,
    /// Do the step.
    pub show: bool,
    /// Show the hint.
    pub hint: bool,
    /// Bring the person's own state back.
    pub restore: bool,
    /// There is a step before.
    pub back: bool,
    /// There is a step after.
    pub next: bool,
    /// It is not done yet, so that going on skips it.
    pub skips: bool,
}

impl LessonPanel {
    /// Advances whenever what is shown may have changed.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Whether a lesson is open.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// The controls to mark.
    pub fn looks(&self) -> &[Control] {
        // What is marked would say what there is to try out.
        self.current().filter(|_| self.stage() != Some(Stage::Asked)).map_or(&[], |(_, step)| &step.look)
    }
}

/// The lesson; `None` while none is open.
pub fn lesson_scene(panel: &LessonPanel) -> Option<LessonScene> {
    if !panel.is_open {
        return None;
    }
    let trouble = match &panel.phase {
        Phase::Failed(reason) => reason.clone(),
        Phase::Wanted | Phase::Coming if panel.lesson.is_none() => "The lesson is loading…".to_owned(),
        _ => String::new(),
    };
    let mut scene = LessonScene {
        is_folded: panel.is_folded,
        trouble,
        can_be_reloaded: panel.source.is_foreign() && panel.source.url().is_some()
            || matches!(panel.phase, Phase::Failed(_)),
        ..LessonScene::default()
    };
    let Some((lesson, step)) = panel.current() else { return Some(scene) };
    let attempt = &panel.attempt;
    let n_steps = lesson.steps.len();
    let n_done = lesson.steps.iter().filter(|step| panel.mark(step).is_some()).count();
    scene.place = panel.lesson.clone().map(|lesson| (lesson, panel.step_idx));
    scene.chapters = chapters(panel, lesson);
    scene.count = format!("{} of {n_steps}", panel.step_idx + 1);
    scene.share = n_done as f32 / n_steps as f32;
    (scene.chosen, scene.outcome) = (attempt.chosen, attempt.outcome);
    scene.is_asking = attempt.outcome.is_none();
    scene.is_done = step.asks() && attempt.is_done && (step.question.is_none() || attempt.outcome.is_some());
    let stage = panel.stage();
    if let (Some(statement), Some(stage)) = (&step.statement, stage) {
        let judged = panel.progress.judged(&step.name);
        scene.is_asking = matches!(stage, Stage::Asked | Stage::AskedAgain);
        scene.is_text_hidden = stage == Stage::Asked;
        scene.asks_again = stage == Stage::AskedAgain;
        scene.is_done = stage == Stage::Told;
        let judgement = match stage {
            Stage::Trying => judged.map(|judged| judged.before),
            Stage::Told => judged.and_then(|judged| judged.after),
            Stage::Asked | Stage::AskedAgain => None,
        };
        let idx = |judgement| Judgement::ALL.iter().position(|it| *it == judgement);
        scene.chosen = judgement.and_then(idx);
        scene.outcome = (stage == Stage::Told).then(|| idx(Judgement::right(statement.is_true)));
    }
    let can_be_done = !matches!(stage, Some(Stage::Asked | Stage::Told)) && !attempt.is_done;
    scene.says = says(panel);
    scene.has_hint = attempt.has_hint;
    scene.buttons = Buttons {
        start: step.start.is_some() && !attempt.is_set_up && (stage.is_none() || can_be_done),
        finds_out: finds_out(step),
        // Where setting it up is all there is to do, one button will do.
        show: !step.done.is_empty() && !finds_out(step) && can_be_done && !attempt.is_shown,
        hint: step.hint.is_some() && !attempt.has_hint && can_be_done,
        restore: attempt.is_set_up || attempt.is_shown,
        back: panel.step_idx > 0,
        next: panel.step_idx + 1 < n_steps,
        skips: step.asks() && !scene.is_done && panel.mark(step).is_none(),
    };
    if !scene.buttons.next {
        scene.score = score(panel, lesson);
        scene.results = results(lesson, &panel.progress.judged, &panel.class, &panel.class_trouble);
    }
    Some(scene)
}

fn finds_out(step: &Step) -> bool {
    step.done.contains(&Check::Event(Event::SetUp))
}

fn chapters(panel: &LessonPanel, lesson: &Lesson) -> Vec<String> {
    let chapter = |(chapter_idx, title): (usize, &String)| {
        let steps = lesson.steps.iter().filter(|step| step.chapter_idx == chapter_idx);
        let (mut n_done, mut n_steps) = (0, 0);
        for step in steps {
            n_done += usize::from(panel.mark(step).is_some());
            n_steps += 1;
        }
        let tick = if n_done == n_steps { "✓ " } else { "" };
        format!("{tick}{}. {title}", chapter_idx + 1)
    };
    lesson.chapters.iter().enumerate().map(chapter).collect()
}

fn says(panel: &LessonPanel) -> String {
    let Some((_, step)) = panel.current() else { return String::new() };
    let attempt = &panel.attempt;
    if let (Some(statement), Some(stage)) = (&step.statement, panel.stage()) {
        let after = panel.progress.judged(&step.name).and_then(|judged| judged.after);
        let is_right = after.is_some_and(|judgement| judgement.is_right(statement.is_true));
        let words = match (stage, is_right, statement.is_true) {
            (Stage::Asked, ..) => "",
            (Stage::Trying, ..) => "Noted. Now try it out.",
            (Stage::AskedAgain, ..) => "What do you say now?",
            (Stage::Told, true, true) => "✓ It is true.",
            (Stage::Told, true, false) => "✓ It is false.",
            (Stage::Told, false, true) => "✗ It is true.",
            (Stage::Told, false, false) => "✗ It is false.",
        };
        return words.to_owned();
    }
    let words = match (&step.question, attempt.outcome, attempt.chosen) {
        (Some(_), Some(None), _) => "None of these happened.",
        (Some(_), Some(Some(right)), Some(chosen)) if right == chosen => "✓ Just as you predicted.",
        (Some(_), Some(_), Some(_)) => "✗ It turned out differently.",
        (Some(_), Some(_), None) => "There it is.",
        (Some(_), None, Some(_)) => "Your prediction is in. Now find out.",
        (Some(_), None, None) => "",
        (None, ..) if step.done.is_empty() || !attempt.is_done => "",
        (None, ..) if attempt.is_shown => "Done for you.",
        (None, ..) => "✓ Done.",
    };
    words.to_owned()
}

fn score(panel: &LessonPanel, lesson: &Lesson) -> String {
    let count = |mark| lesson.steps.iter().filter(|step| panel.mark(step) == Some(mark)).count();
    let (n_right, n_wrong) = (count(Mark::Right), count(Mark::Wrong));
    match n_right + n_wrong {
        0 => String::new(),
        n => format!("{n_right} of your {n} predictions were right."),
    }
}
