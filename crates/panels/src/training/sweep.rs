//! A sweep: the same experiment with several values of one setting, each run side by side with the others, for its curve alone.

pub(crate) mod msg;
pub mod scene;
pub(super) mod state;
#[cfg(test)]
mod tests;
mod update;
mod values;

pub use msg::Msg;
