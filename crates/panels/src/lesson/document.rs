//! A lesson as it was written: chapters of steps.

use crate::lesson::check::{Check, Event};
use crate::lesson::control::Control;
use crate::lesson::judgement::Judgement;
use crate::lesson::text::{Block, Inline, Line};

/// A lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lesson {
    /// Its title.
    pub title: String,
    /// The titles of its chapters. Each has at least one step.
    pub chapters: Vec<String>,
    /// Its steps, in order. There is at least one.
    pub steps: Vec<Step>,
}

/// A step of a lesson: something to read, and perhaps to answer and to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Its name in the address, unique in the lesson.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The chapter that it belongs to.
    pub chapter_idx: usize,
    /// Where it begins in the file, counted from 1.
    pub line: usize,
    /// What there is to read.
    pub text: Vec<Block>,
    /// `predict:` what the live page answers.
    pub question: Option<Question>,
    /// `true:` or `false:` what is to be judged, before it is tried out and after.
    pub statement: Option<Statement>,
    /// `done:` it is done once all of these hold.
    pub done: Vec<Check>,
    /// `look:` what to mark.
    pub look: Vec<Control>,
    /// `start:` a state to begin with, in the link's format.
    pub start: Option<String>,
    /// `show:` the state that "Show me" leads to, in the link's format.
    pub show: Option<String>,
    /// `hint:` for who asks.
    pub hint: Option<Line>,
    /// `then:` what there is to say once it is done.
    pub then: Option<Line>,
    /// `claims:` what is true of the shipped model in the step's starting state, for tests.
    pub claims: Vec<Check>,
}

/// A question with choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The question.
    pub text: Line,
    /// The choices. The first whose checks all hold is right.
    pub choices: Vec<Choice>,
}

/// A statement that is true or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The statement.
    pub text: Line,
    /// Whether it is true.
    pub is_true: bool,
}

/// A possible answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The answer.
    pub text: Line,
    /// It is right if all of these hold.
    pub checks: Vec<Check>,
}

impl Step {
    /// Whether it asks for a change of the network, or of what the network sees.
    pub fn asks_for_change(&self) -> bool {
        self.done.iter().any(|check| match check {
            Check::Event(event) => matches!(event, Event::KnobChanged | Event::BiasChanged | Event::Trained),
            Check::Number(..) | Check::Model(_) | Check::Off(_) => true,
            _ => false,
        })
    }

    /// Whether there is something to do or to answer.
    pub fn asks(&self) -> bool {
        self.question.is_some() || !self.done.is_empty()
    }

    /// What the step asks, and what there is to choose from.
    pub fn asked(&self) -> Option<(&Line, Vec<Line>)> {
        if let Some(statement) = &self.statement {
            let words = |judgement: Judgement| vec![Inline::Text(judgement.words().to_owned())];
            return Some((&statement.text, Judgement::ALL.map(words).to_vec()));
        }
        let question = self.question.as_ref()?;
        Some((&question.text, question.choices.iter().map(|choice| choice.text.clone()).collect()))
    }
}

impl Lesson {
    /// The index of the step with this name.
    pub fn step_idx(&self, name: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.name == name)
    }

    /// The steps with a statement.
    pub fn statements(&self) -> impl Iterator<Item = (&Step, &Statement)> {
        self.steps.iter().filter_map(|step| Some((step, step.statement.as_ref()?)))
    }

    /// The index of a chapter's first step.
    pub fn first_step(&self, chapter_idx: usize) -> Option<usize> {
        self.steps.iter().position(|step| step.chapter_idx == chapter_idx)
    }
}
