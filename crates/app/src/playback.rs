//! The progress of a replayed forward pass. Set by the panel that replays it; the network view hides what is still to
//! come.

use std::cmp::Ordering;

/// The neuron that a replayed forward pass has reached; later ones are blank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Playback {
    /// Index of its layer.
    pub layer_idx: usize,
    /// Its index within the layer.
    pub neuron_idx: usize,
    /// Its brightness, from 0 to 1.
    pub light: f32,
    /// Whether it is being computed, or the input is still unrolling.
    pub is_at_work: bool,
    /// How far the input is unrolled, from the grid (0) to the column (1).
    pub unroll: f32,
}

impl Playback {
    /// The brightness of a neuron, from 0 to 1. Its activation is written out once it reaches 1.
    pub fn light(&self, layer_idx: usize, neuron_idx: usize) -> f32 {
        match (layer_idx, neuron_idx).cmp(&(self.layer_idx, self.neuron_idx)) {
            Ordering::Less => 1.0,
            Ordering::Equal => self.light,
            Ordering::Greater => 0.0,
        }
    }
}
