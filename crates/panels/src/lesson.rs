//! Lessons beside the live page: Markdown with questions that the network answers, controls to look at, and checks that
//! notice what has been done. `docs/LESSONS.md` documents the format.

pub mod check;
pub mod control;
mod demonstrate;
pub mod document;
pub mod judgement;
mod msg;
mod observe;
pub mod parse;
mod progress;
pub mod results;
pub mod scene;
pub mod source;
mod splice;
pub(crate) mod state;
#[cfg(test)]
pub(crate) mod tests;
pub mod text;
mod update;

pub use msg::{Effect, Msg};
pub use state::LessonPanel;
pub(crate) use update::{Driven, Watched};
