//! How far a forward pass that is replayed has come. Who replays it sets this; the network view shows no more than that.

use std::cmp::Ordering;

/// The neuron that a replayed forward pass has come to; those after it are blank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Playback {
    /// Its layer.
    pub layer_idx: usize,
    /// Its index within the layer.
    pub neuron_idx: usize,
    /// How far it is lit, 0 to 1.
    pub light: f32,
}

impl Playback {
    /// How far a neuron is lit, 0 to 1: its number shows once it is wholly lit.
    pub fn light(&self, layer_idx: usize, neuron_idx: usize) -> f32 {
        match (layer_idx, neuron_idx).cmp(&(self.layer_idx, self.neuron_idx)) {
            Ordering::Less => 1.0,
            Ordering::Equal => self.light,
            Ordering::Greater => 0.0,
        }
    }
}
