//! Training in the page: an experiment whose every setting can be changed, and the film of its run, which the whole page
//! shows frame by frame.

pub mod beside;
mod chart;
pub mod data;
mod explain;
mod field;
mod held_out;
mod msg;
pub(crate) mod recipe;
pub mod results;
pub mod scene;
mod setting;
mod state;
pub mod sweep;
mod teach;
#[cfg(test)]
mod teach_tests;
#[cfg(test)]
pub(crate) mod tests;
mod update;
mod view;

pub use chart::{Chart, Curves};
pub use explain::explanation;
pub(crate) use field::size;
pub use field::{Field, setting};
pub use msg::{CRASHED, Effect, Msg, RunId};
pub(crate) use results::Readings;
pub use setting::{OptimiserKind, Setting};
pub use state::Training;
pub(crate) use update::is_in_use;
pub use view::View;
