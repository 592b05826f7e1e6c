//! The class tally: the pen goes round, each drawing is labelled with what it was meant to be, and what the network reads is
//! counted. The drawings stay in the browser until they are saved as a file or a new tally is started.

mod cell;
mod export;
mod msg;
pub mod scene;
mod state;
#[cfg(test)]
pub(crate) mod tests;
mod update;

pub use cell::{Cell, N_CELLS, N_COLUMNS};
pub use msg::{Effect, Format, Msg};
pub use state::Tally;
