//! Painting the weights of a neuron of the first layer on its 28x28 picture: make your own edge detector.

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
