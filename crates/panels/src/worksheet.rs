//! A worksheet to print: one neuron with few enough numbers to compute by hand, and a second sheet with the results.

mod msg;
pub mod sheet;
mod update;

pub use msg::{Effect, Msg};
pub(crate) use update::update;
