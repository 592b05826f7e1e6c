//! Messages to the lesson, and its effects.

use crate::lesson::source::Source;
use crate::{follow, link, training};

/// A message.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The page started.
    Begun {
        /// `lesson` in the address's query.
        lesson: Option<String>,
        /// `step` in the address's query.
        step: Option<String>,
        /// What the browser's storage has kept; `None` where nothing may be kept.
        kept: Option<String>,
        /// By which name a learning platform knows the page, if it keeps how far somebody has come.
        activity: Option<String>,
    },
    /// The learning platform says this, in JSON.
    Heard(String),
    /// The learning platform has had enough time to answer.
    Waited,
    /// Open the lesson, or the default one if none has been opened.
    Open,
    /// Close it. It stays where it is.
    Close,
    /// Fold it to a line, or unfold it.
    Fold,
    /// Open another lesson, by name or address.
    Other(String),
    /// Fetch the lesson again.
    Reload,
    /// The window has the focus again: whoever writes a lesson may have changed it.
    Back,
    /// A lesson's file has arrived, or the reason why not.
    Arrived(Source, Result<Vec<u8>, String>),
    /// Go to the next (`true`) or previous step.
    Step(bool),
    /// Go to a chapter's first step.
    Chapter(usize),
    /// Choose an answer to the question.
    Choose(usize),
    /// Save what the person has said of the statements, or, with `true`, the class.
    SaveResults(bool),
    /// A file with what somebody, or a class, has said of the statements has been read, or why not.
    ResultsArrived(String, Result<Vec<u8>, String>),
    /// Forget what the person has said of the statements.
    ForgetResults,
    /// Show the hint.
    Hint,
    /// Lead to the step's starting state.
    Start,
    /// Do the step.
    Show,
    /// Bring back the state from before the lesson changed it.
    Restore,
}

/// A side effect for the browser to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Fetch this lesson and reply with [`Msg::Arrived`].
    Fetch {
        /// Where it is.
        source: Source,
        /// Whether it has been fetched before, so that a cache would do no good.
        is_again: bool,
    },
    /// Keep this text until the next visit.
    Keep(String),
    /// Send this JSON to the learning platform.
    Post(String),
    /// Reply with [`Msg::Waited`] when the learning platform has had enough time to answer.
    Wait,
    /// Save a file with this name and these contents.
    Save(String, String),
    /// Move the keyboard focus to the lesson.
    Focus,
    /// An effect of the core.
    Core(app::msg::Effect),
    /// An effect of the panel that follows a number.
    Follow(follow::Effect),
    /// An effect of the training panel.
    Training(training::Effect),
    /// An effect of the link.
    Link(link::Effect),
}
