//! What is on screen, as plain values: the browser's side only carries them over.

pub mod edges;
pub mod heat_map;
pub mod models;
pub mod network;
pub mod pad;
pub mod page;
