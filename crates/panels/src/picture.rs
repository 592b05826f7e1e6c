//! Pictures to save: the network, its first layer's weights, or the explanation of the answer, as they are now, in any theme.

mod compose;
mod msg;
pub mod shape;
mod svg;
#[cfg(test)]
pub(crate) mod tests;
mod text;
mod update;

pub use msg::{Effect, File, Format, Msg, Subject};
pub(crate) use update::{make, update};
