//! Why this answer: which pixels spoke for it and against it, and what a neuron would rather see.

pub mod dream;
pub mod explanation;
mod regions;
pub mod scene;

use models::Answer;

use crate::derived::{Derived, image_of};
use crate::msg::Effect;
use crate::network_layout::{Direction, Target};
use crate::panels::Panel;
use crate::panels::why::dream::{Dream, Start};
use crate::state::State;

/// What it remembers.
#[derive(Clone, Debug, Default)]
pub struct Why {
    /// Whether an output is compared with its strongest rival: their margin is explained in place of the one.
    pub is_compared: bool,
    /// The pixel of the picture that the keyboard is on.
    pub cursor: usize,
    /// Where the next dream starts from.
    pub start: Start,
    /// What a neuron would rather see, once it was asked for.
    pub dream: Option<Dream>,
    /// How many dreams began in noise: each begins in another.
    n_noises: u64,
    /// The network that the dream is of.
    model_revision: u64,
}

/// What can happen to it.
#[derive(Clone, Debug)]
pub enum Msg {
    /// This output is to be explained; the one that is already, no longer, but the answer.
    Explain(usize),
    /// Whether an output is compared with its strongest rival.
    Compare(bool),
    /// The keyboard came to the picture of contributions.
    FocusPicture,
    /// An arrow key in that picture.
    MoveCursor(Direction),
    /// Where the next dream is to start from.
    SetStart(Start),
    /// What the neuron of this index in this layer would rather see is to be shown, beginning now.
    Dream(usize, usize),
    /// It stops where it is.
    StopDream,
}

/// What is explained: a neuron, or the margin between it and another of its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its layer.
    pub layer_idx: usize,
    /// Its place in the layer.
    pub neuron_idx: usize,
    /// The output that it is compared with.
    pub rival: Option<usize>,
}

/// What is to be explained: the neuron attended to, else the answer; none while there is neither.
pub fn subject(state: &State, derived: &Derived) -> Option<Subject> {
    let layers = state.model.as_ref()?.network.layers();
    let attended = [state.hovered, state.picked].into_iter().flatten().find_map(|target| match target {
        Target::Neuron { layer_idx, neuron_idx } => Some((layer_idx, neuron_idx)),
        Target::Pixel(_) => None,
    });
    let last = layers.len() - 1;
    let answer = derived.answer;
    let (layer_idx, neuron_idx) = attended.or_else(|| Some((last, answer?.digit)))?;
    layers.get(layer_idx).filter(|layer| neuron_idx < layer.n_outputs())?;
    let rival = answer.filter(|_| state.panels.why.is_compared && layer_idx == last);
    Some(Subject { layer_idx, neuron_idx, rival: rival.map(|answer| rival_of(answer, neuron_idx)) })
}

/// The brightest of the other outputs.
fn rival_of(answer: Answer, digit: usize) -> usize {
    if answer.digit == digit { answer.runner_up } else { answer.digit }
}

/// Carries out `msg`. Returns whether the picture or the network's numbers have changed.
pub(super) fn update(state: &mut State, msg: Msg, effects: &mut Vec<Effect>) -> bool {
    match msg {
        Msg::Explain(digit) => {
            let n_layers = state.model.as_ref().map_or(0, |model| model.network.layers().len());
            let target =
                n_layers.checked_sub(1).map(|layer_idx| Target::Neuron { layer_idx, neuron_idx: digit });
            state.picked = if state.picked == target { None } else { target };
            state.hovered = None;
        }
        Msg::Compare(is_wanted) => state.panels.why.is_compared = is_wanted,
        Msg::FocusPicture => state.term = Some(Target::Pixel(state.panels.why.cursor)),
        Msg::MoveCursor(direction) => {
            let moved = state.layout.neighbour(Target::Pixel(state.panels.why.cursor), direction);
            if let Target::Pixel(pixel_idx) = moved {
                state.panels.why.cursor = pixel_idx;
                state.term = Some(moved);
            }
        }
        Msg::SetStart(start) => state.panels.why.start = start,
        Msg::Dream(layer_idx, neuron_idx) => begin_dream(state, layer_idx, neuron_idx, effects),
        Msg::StopDream => {
            if let Some(dream) = &mut state.panels.why.dream {
                dream.stop();
            }
        }
    }
    false
}

fn begin_dream(state: &mut State, layer_idx: usize, neuron_idx: usize, effects: &mut Vec<Effect>) {
    let Some(network) = state.model.as_ref().map(|model| &model.network) else { return };
    if network.layers().get(layer_idx).is_none_or(|layer| neuron_idx >= layer.n_outputs()) {
        return;
    }
    let drawn = image_of(state);
    let why = &mut state.panels.why;
    let pixels = match why.start {
        Start::Drawing => drawn.pixels().to_vec(),
        Start::Noise => {
            why.n_noises += 1;
            dream::noise(why.n_noises)
        }
    };
    let mut dream = Dream::new(network, (layer_idx, neuron_idx), pixels);
    if state.panels.is_motion_reduced {
        while dream.is_running() {
            dream.step(network);
        }
    } else {
        effects.push(Effect::Panel(super::Effect::Tick));
    }
    why.dream = Some(dream);
}

/// Reacts to what has changed elsewhere.
pub(super) fn follow(state: &mut State, _effects: &mut Vec<Effect>) {
    let why = &mut state.panels.why;
    if why.model_revision != state.model_revision {
        why.model_revision = state.model_revision;
        why.dream = None;
    }
    if state.panels.open != Panel::Why
        && let Some(dream) = &mut why.dream
    {
        dream.stop();
    }
}

/// The next animation frame. Returns whether the picture or the network's numbers have changed.
pub(super) fn tick(state: &mut State, _now_ms: f64, effects: &mut Vec<Effect>) -> bool {
    if let (Some(dream), Some(model)) = (&mut state.panels.why.dream, &state.model)
        && dream.is_running()
    {
        dream.step(&model.network);
        if dream.is_running() {
            effects.push(Effect::Panel(super::Effect::Tick));
        }
    }
    false
}
