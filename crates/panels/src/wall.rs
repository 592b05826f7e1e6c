//! The wall: every weight and bias of the network as a cell, from all of them down to a single knob that can be set.

pub mod layout;
pub mod scene;
pub mod sheet;

use nn::Network;

use self::layout::Level;
use crate::msg::Effect;
use crate::network_layout::{Direction, Target};
use crate::panels::knobs::{self, Nudge, Parameter};
use crate::state::{EdgeIdx, State};

/// What it remembers.
#[derive(Clone, Debug)]
pub struct Wall {
    /// How near one looks.
    level: Level,
    /// The cell that the keyboard is on, which zooming keeps in view.
    cursor: Parameter,
    /// The cell that the pointer is over.
    pointed: Option<Parameter>,
    /// What was typed and could not be taken, and why.
    refusal: Option<(String, String)>,
    /// The neuron that was picked when the wall last looked.
    seen_pick: Option<Target>,
}

/// What can happen to it. Points are in units of the wall ([`layout::WIDTH`]).
#[derive(Clone, Debug)]
pub enum Msg {
    /// The pointer is over this point, or has left.
    PointAt(Option<(f32, f32)>),
    /// A click or tap: one step nearer to what is there.
    ZoomAt(f32, f32),
    /// One step nearer to the cursor.
    ZoomIn,
    /// One step back.
    ZoomOut,
    /// To this level, at the cursor.
    ZoomTo(Level),
    /// The cursor moves; true: over the rest of its neuron.
    Move(Direction, bool),
    /// The cursor's knob is set.
    Set(f32),
    /// The cursor's knob is turned by a key or the wheel; true: a tenth as far.
    Turn(Nudge, bool),
    /// A number was typed for the cursor's knob.
    Typed(String),
    /// The cursor's knob is to have its trained value again.
    Reset,
}

impl Default for Wall {
    fn default() -> Self {
        let cursor = Parameter { layer_idx: 0, to: 0, from: Some(0) };
        Wall { level: Level::All, cursor, pointed: None, refusal: None, seen_pick: None }
    }
}

impl Wall {
    /// How near one looks.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The cell that the keyboard is on.
    pub fn cursor(&self) -> Parameter {
        self.cursor
    }
}

/// Carries out `msg`. Returns whether the picture or the network's numbers have changed.
pub(super) fn update(state: &mut State, msg: Msg, effects: &mut Vec<Effect>) -> bool {
    let Some(model) = &state.model else { return false };
    let network = &model.network;
    let Wall { level, cursor, .. } = state.panels.wall;
    let at = |x, y| layout::parameter_at(&layout::sheets(network, level, &cursor), x, y);
    match msg {
        Msg::PointAt(point) => {
            let pointed = point.and_then(|(x, y)| at(x, y));
            if pointed != state.panels.wall.pointed {
                state.panels.wall.pointed = pointed;
                state.hovered = pointed.as_ref().map(neuron_of);
                state.term = pointed.as_ref().and_then(source_of);
            }
            false
        }
        Msg::ZoomAt(x, y) => {
            if let Some(there) = layout::parameter_near(&layout::sheets(network, level, &cursor), x, y) {
                go_to(state, there);
                state.panels.wall.level = level.nearer();
            }
            false
        }
        Msg::ZoomIn => {
            state.panels.wall.level = level.nearer();
            go_to(state, cursor);
            false
        }
        Msg::ZoomOut => {
            state.panels.wall.level = level.farther();
            state.panels.wall.refusal = None;
            false
        }
        Msg::ZoomTo(level) => {
            state.panels.wall.level = level;
            go_to(state, cursor);
            false
        }
        Msg::Move(direction, is_far) => {
            let next = moved(network, level, &cursor, direction, is_far);
            go_to(state, next);
            false
        }
        Msg::Set(value) => set(state, value, effects),
        Msg::Turn(nudge, is_small) => {
            turn(state, |parameter| knobs::Msg::Nudge { parameter, nudge, is_small }, effects)
        }
        Msg::Typed(text) => match knobs::parse(&text) {
            Ok(value) => set(state, value, effects),
            Err(reason) => {
                state.panels.wall.refusal = Some((text, reason));
                false
            }
        },
        Msg::Reset => turn(state, knobs::Msg::Reset, effects),
    }
}

/// The cursor follows what is picked elsewhere, and stays within the network.
pub(super) fn follow(state: &mut State, _effects: &mut Vec<Effect>) {
    let Some(model) = &state.model else { return };
    let wall = &mut state.panels.wall;
    if wall.cursor.value(&model.network).is_none() {
        *wall = Wall::default();
    }
    wall.pointed = wall.pointed.filter(|pointed| pointed.value(&model.network).is_some());
    if state.picked == wall.seen_pick {
        return;
    }
    wall.seen_pick = state.picked;
    if let Some(Target::Neuron { layer_idx, neuron_idx }) = state.picked {
        let moved = Parameter { layer_idx, to: neuron_idx, ..wall.cursor };
        let first = Parameter { from: Some(0), ..moved };
        if neuron_of(&wall.cursor) != neuron_of(&moved) {
            wall.refusal = None;
            wall.cursor = if moved.value(&model.network).is_some() { moved } else { first };
        }
    }
}

/// The cursor goes there; its neuron is picked and its edge is lit everywhere.
fn go_to(state: &mut State, cursor: Parameter) {
    if state.panels.wall.cursor != cursor {
        state.panels.wall.refusal = None;
    }
    state.panels.wall.cursor = cursor;
    state.panels.wall.pointed = None;
    state.picked = Some(neuron_of(&cursor));
    state.panels.wall.seen_pick = state.picked;
    state.hovered = None;
    state.term = source_of(&cursor);
}

/// Where an arrow leads. Near one neuron, Shift leads to the same place of the next.
fn moved(
    network: &Network,
    level: Level,
    cursor: &Parameter,
    direction: Direction,
    is_far: bool,
) -> Parameter {
    if is_far && level >= Level::Neuron {
        let is_forward = matches!(direction, Direction::Right | Direction::Down);
        let to = if is_forward { Some(cursor.to + 1) } else { cursor.to.checked_sub(1) };
        let next = to.map(|to| Parameter { to, ..*cursor });
        return next.filter(|next| next.value(network).is_some()).unwrap_or(*cursor);
    }
    layout::moved(&layout::sheets(network, level, cursor), cursor, direction, is_far)
}

/// The neuron that a knob belongs to.
fn neuron_of(parameter: &Parameter) -> Target {
    Target::Neuron { layer_idx: parameter.layer_idx, neuron_idx: parameter.to }
}

/// What a weight listens to; none for a bias.
fn source_of(parameter: &Parameter) -> Option<Target> {
    let Parameter { layer_idx, to, from } = *parameter;
    from.map(|from| EdgeIdx { layer_idx, from, to }.source())
}

fn set(state: &mut State, value: f32, effects: &mut Vec<Effect>) -> bool {
    turn(state, |parameter| knobs::Msg::Set { parameter, value }, effects)
}

/// Lets the knobs do something with the cursor's.
fn turn(state: &mut State, msg: impl FnOnce(Parameter) -> knobs::Msg, effects: &mut Vec<Effect>) -> bool {
    state.panels.wall.refusal = None;
    let parameter = state.panels.wall.cursor;
    knobs::update(state, msg(parameter), effects)
}

/// The value as the model's file has it.
fn trained_value(state: &State, parameter: &Parameter) -> Option<f32> {
    let network = state.panels.knobs.trained().or(state.model.as_ref().map(|model| &model.network))?;
    parameter.value(network)
}

/// The largest magnitude among a layer's weights: that of the strongest colour. Biases are often much larger; by theirs all
/// weights would be pale.
pub(super) fn largest(layer: &nn::Layer) -> f32 {
    layer.weights().iter().fold(0.0, |largest, value| largest.max(value.abs()))
}

#[cfg(test)]
mod tests;
