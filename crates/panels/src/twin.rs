//! A second window: the stage, with the network alone, for the other screen. It shows what the page shows that opened it.

mod msg;
mod update;

pub use msg::{Effect, Msg};
pub use update::{Key, Twin};
