//! In front of a class: the page on a full screen, with a spotlight, a picture that holds still, and a way back to the start.

mod msg;
mod state;
#[cfg(test)]
pub(crate) mod tests;
mod update;

pub use msg::{Effect, Msg};
pub use state::{Classroom, Presentation};
