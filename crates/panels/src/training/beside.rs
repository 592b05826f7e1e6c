//! Beside the result: how your own digit was read before the run, and the training drawings that are nearest to it.

pub mod scene;
pub(super) mod state;
#[cfg(test)]
mod tests;
mod update;
