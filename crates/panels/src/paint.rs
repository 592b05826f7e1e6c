//! Painting the weights of a neuron of the first layer on its 28x28 picture: make your own edge detector.

pub mod brush;
pub mod scene;

use digits::{N_PIXELS, SIDE};

use self::brush::{Brush, Pattern};
use crate::msg::Effect;
use crate::network_layout::Target;
use crate::panels::knobs::{self, Parameter};
use crate::state::State;

/// The strongest weight that can be painted.
pub const STRONGEST: f32 = 3.0;

/// What it remembers.
#[derive(Clone, Debug)]
pub struct Paint {
    /// What is painted with.
    brush: Brush,
    /// The pixel that the keyboard is on.
    cursor: usize,
    /// Where the stroke that is being painted has come to, in pixels.
    at: Option<(f32, f32)>,
}

/// What can happen to it. Points are in units of the picture's side, from its upper left corner.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The first neuron of the first layer is picked.
    Choose,
    /// A pointer touched the picture.
    Down(f32, f32),
    /// It moved through these points, in order.
    Move(Vec<(f32, f32)>),
    /// It left, or was taken away.
    Up,
    /// The keyboard's pixel moves by so many columns and rows.
    MoveCursor(i32, i32),
    /// The brush touches the keyboard's pixel.
    Dab,
    /// The brush is to paint weights of this sign: 1, -1, or 0 to take them away.
    SetSign(i8),
    /// The brush is to be so many pixels wide.
    SetSize(usize),
    /// The brush is to paint weights so strong.
    SetStrength(f32),
    /// The neuron is to have this pattern as weights, and no bias.
    Start(Pattern),
}

impl Default for Paint {
    fn default() -> Self {
        Paint { brush: Brush::default(), cursor: N_PIXELS / 2 + SIDE / 2, at: None }
    }
}

impl Paint {
    /// What is painted with.
    pub fn brush(&self) -> Brush {
        self.brush
    }
}

/// The neuron of the first layer that is picked.
pub fn neuron(state: &State) -> Option<usize> {
    let Some(Target::Neuron { layer_idx: 0, neuron_idx }) = state.picked else { return None };
    let layer = state.model.as_ref()?.network.layers().first()?;
    (neuron_idx < layer.n_outputs()).then_some(neuron_idx)
}

/// Carries out `msg`. Returns whether the picture or the network's numbers have changed.
pub(super) fn update(state: &mut State, msg: Msg, effects: &mut Vec<Effect>) -> bool {
    let paint = &mut state.panels.paint;
    match msg {
        Msg::Choose => {
            state.picked = Some(Target::Neuron { layer_idx: 0, neuron_idx: 0 });
            state.hovered = None;
            false
        }
        Msg::Down(x, y) => {
            let point = in_pixels((x, y));
            paint.at = Some(point);
            // The whole stroke is one step that can be undone.
            knobs::update(state, knobs::Msg::Begin, effects);
            touch(state, &[point], effects)
        }
        Msg::Move(points) => {
            let Some(mut at) = paint.at else { return false };
            let mut path = Vec::new();
            for point in points {
                let next = in_pixels(point);
                path.extend(brush::between(at, next));
                at = next;
            }
            paint.at = Some(at);
            touch(state, &path, effects)
        }
        Msg::Up => paint.at.take().is_some_and(|_| knobs::update(state, knobs::Msg::End, effects)),
        Msg::MoveCursor(columns, rows) => {
            let moved = |at: usize, by: i32| at.saturating_add_signed(by as isize).min(SIDE - 1);
            paint.cursor = moved(paint.cursor / SIDE, rows) * SIDE + moved(paint.cursor % SIDE, columns);
            state.term = Some(Target::Pixel(paint.cursor));
            false
        }
        Msg::Dab => {
            let (column, row) = (paint.cursor % SIDE, paint.cursor / SIDE);
            touch(state, &[(column as f32 + 0.5, row as f32 + 0.5)], effects)
        }
        Msg::SetSign(sign) => {
            paint.brush.sign = sign.signum();
            false
        }
        Msg::SetSize(size) => {
            paint.brush.size = size.clamp(1, SIDE);
            false
        }
        Msg::SetStrength(strength) => {
            if strength.is_finite() {
                paint.brush.strength = strength.clamp(0.0, STRONGEST);
            }
            false
        }
        Msg::Start(pattern) => {
            paint.brush.sign = 1;
            let weights = pattern.weights(paint.brush.strength);
            let from = weights.into_iter().enumerate().map(|(pixel_idx, weight)| (Some(pixel_idx), weight));
            set(state, from.chain([(None, 0.0)]), effects)
        }
    }
}

/// A stroke ends with the neuron that it was painted on.
pub(super) fn follow(state: &mut State, _effects: &mut Vec<Effect>) {
    if neuron(state).is_none() {
        state.panels.paint.at = None;
    }
}

fn in_pixels((x, y): (f32, f32)) -> (f32, f32) {
    (x * SIDE as f32, y * SIDE as f32)
}

/// The brush touches these points, in pixels.
fn touch(state: &mut State, points: &[(f32, f32)], effects: &mut Vec<Effect>) -> bool {
    let brush = state.panels.paint.brush;
    let mut pixels: Vec<usize> = points.iter().flat_map(|point| brush.pixels(*point)).collect();
    pixels.sort_unstable();
    pixels.dedup();
    set(state, pixels.into_iter().map(|pixel_idx| (Some(pixel_idx), brush.weight())), effects)
}

/// Sets knobs of the neuron; those that have their value already are left alone.
fn set(
    state: &mut State,
    values: impl Iterator<Item = (Option<usize>, f32)>,
    effects: &mut Vec<Effect>,
) -> bool {
    let (Some(to), Some(model)) = (neuron(state), &state.model) else { return false };
    let knob = |from| Parameter { layer_idx: 0, to, from };
    let changes = values
        .map(|(from, value)| (knob(from), value))
        .filter(|(parameter, value)| parameter.value(&model.network) != Some(*value))
        .collect::<Vec<_>>();
    !changes.is_empty() && knobs::update(state, knobs::Msg::SetMany(changes), effects)
}

#[cfg(test)]
mod tests;
