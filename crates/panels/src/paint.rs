//! Painting the weights of a first-layer neuron on its 28x28 image, for example to make an edge detector.

pub mod brush;
mod msg;
pub mod scene;
mod state;
#[cfg(test)]
mod tests;
mod update;

pub use msg::Msg;
pub use state::Paint;
pub use update::STRONGEST;
