//! Why this answer: which pixels spoke for it and against it, and what a neuron would rather see.

use crate::msg::Effect;
use crate::state::State;

/// What it remembers.
#[derive(Clone, Debug, Default)]
pub struct Why {}

/// What can happen to it.
#[derive(Clone, Debug)]
pub enum Msg {}

/// Carries out `msg`. Returns whether the picture or the network's numbers have changed.
pub(super) fn update(_state: &mut State, msg: Msg, _effects: &mut Vec<Effect>) -> bool {
    match msg {}
}

/// Reacts to what has changed elsewhere.
pub(super) fn follow(_state: &mut State, _effects: &mut Vec<Effect>) {}

/// The next animation frame. Returns whether the picture or the network's numbers have changed.
pub(super) fn tick(_state: &mut State, _now_ms: f64, _effects: &mut Vec<Effect>) -> bool {
    false
}
