//! Scenes: what is on screen, as plain values for the browser to draw.

pub mod caption;
pub mod edges;
pub mod heat_map;
pub mod legend;
pub mod models;
pub mod network;
pub mod pad;
pub mod page;
