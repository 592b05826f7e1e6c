//! In front of a class: presenting the page.

mod msg;
mod state;
mod update;

pub use msg::{Effect, Msg};
pub use state::Classroom;
