//! Every weight and bias, to be changed, taken back, and compared with the trained model.

mod accuracy;
mod action;
mod block;
mod edit;
mod freeze;
mod history;
mod list;
mod noise;
mod parameter;
mod scene;
mod turn;

pub use accuracy::N_DIGITS as N_BUILT_IN_DIGITS;
pub use action::{Action, Scope};
pub use noise::LARGEST_NOISE;
pub use parameter::Parameter;
pub use scene::{KnobRow, KnobsScene, NeuronKnobs, changed_text, knobs_scene};
pub use turn::Nudge;
pub(super) use turn::parse;

use nn::Network;

use self::edit::{OpenStep, StepKind};
use crate::msg::Effect;
use crate::panels::Panel;
use crate::state::State;

/// A knob set to more than this, or less than its negative, is refused: no network needs it, and sums stay finite.
pub const LARGEST_VALUE: f32 = 1000.0;

/// What it remembers.
#[derive(Clone, Debug, Default)]
pub struct Knobs {
    /// The network as its file has it; none before the first model, or while nothing was changed.
    trained: Option<Network>,
    /// The [`State::n_models`] that it belongs to.
    of_model: u64,
    /// How many numbers of each block differ from the trained model.
    n_changed_in: Vec<usize>,
    /// How far the tracks of each layer's knobs reach.
    reaches: Vec<f32>,
    history: history::History,
    open: Option<OpenStep>,
    frozen: freeze::Frozen,
    /// The noise that the network is under and how much of it, until something else changes.
    noise: Option<(noise::Noise, f32)>,
    seed: u32,
    scope: Scope,
    list: list::List,
    /// The knob whose number can be typed.
    chosen: Option<Parameter>,
    /// Why the number that was typed is none; empty where it is one.
    typed_wrong: String,
    /// What was refused, in words; empty where nothing was.
    says: String,
    accuracy: accuracy::Accuracy,
}

/// What can happen to it.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A gesture begins: what is set until [`Msg::End`] is one step that can be undone.
    Begin,
    /// The gesture ends.
    End,
    /// A knob is set, within the gesture if one has begun, else as a step of its own. A knob that is not there or is frozen
    /// and a value that is not finite or beyond [`LARGEST_VALUE`] change nothing.
    Set {
        /// The knob.
        parameter: Parameter,
        /// Its new value.
        value: f32,
    },
    /// The same for many.
    SetMany(Vec<(Parameter, f32)>),
    /// A knob is dragged, within the gesture.
    Drag {
        /// The knob.
        parameter: Parameter,
        /// By this share of its track since the gesture began.
        share: f32,
    },
    /// A knob is turned by key or wheel. Until [`Msg::End`] or anything else, these are one step.
    Nudge {
        /// The knob.
        parameter: Parameter,
        /// How far.
        nudge: Nudge,
        /// Whether a tenth of that.
        is_small: bool,
    },
    /// Another knob's number is to be typed.
    Choose(Parameter),
    /// This was typed for the chosen knob.
    Type(String),
    /// A knob is to be as in the trained model.
    Reset(Parameter),
    /// All weights of the neuron are to have a row (true), or the strongest.
    ShowAll(bool),
    /// What actions are about.
    SetScope(Scope),
    /// Something is done to all of the scope.
    Act(Action),
    /// The seed of randomness.
    SetSeed(u32),
    /// Noise upon all of the scope, 0 to [`LARGEST_NOISE`]; within a gesture, which it begins itself if need be.
    AddNoise(f32),
    /// The last step is taken back.
    Undo,
    /// The step that was taken back is done again.
    Redo,
    /// Everything is to be as in the trained model, and nothing frozen. A step that can be undone.
    BackToTrained,
}

impl Knobs {
    /// The network as its file has it; none while nothing was changed.
    pub fn trained(&self) -> Option<&Network> {
        self.trained.as_ref()
    }

    /// How many knobs differ from the trained model.
    pub fn n_changed(&self) -> usize {
        self.n_changed_in.iter().sum()
    }

    /// Whether a knob is not to change, since its neuron is frozen.
    pub fn is_frozen(&self, parameter: Parameter) -> bool {
        self.frozen.holds(parameter)
    }

    /// How far the tracks of a layer's knobs reach to both sides.
    pub fn reach(&self, layer_idx: usize) -> f32 {
        self.reaches.get(layer_idx).copied().unwrap_or(1.0)
    }
}

/// The knobs that differ from the trained model, with their present values, in the order of their numbers.
pub fn changes(state: &State) -> Vec<(Parameter, f32)> {
    let (Some(trained), Some(model)) = (&state.panels.knobs.trained, &state.model) else { return Vec::new() };
    let mut changes = Vec::new();
    if state.panels.knobs.n_changed() == 0 {
        return changes;
    }
    for (layer_idx, (now, before)) in model.network.layers().iter().zip(trained.layers()).enumerate() {
        for to in 0..now.n_outputs() {
            let weights = (0..now.n_inputs()).map(|from| (Some(from), (to, from)));
            let weights = weights.map(|(from, place)| (from, now.weights()[place], before.weights()[place]));
            let all = weights.chain([(None, now.biases()[to], before.biases()[to])]);
            let changed = all.filter(|(_, now, before)| now != before);
            changes.extend(changed.map(|(from, now, _)| (Parameter { layer_idx, to, from }, now)));
        }
    }
    changes
}

/// Carries out `msg`. Returns whether the picture or the network's numbers have changed.
pub(super) fn update(state: &mut State, msg: Msg, _effects: &mut Vec<Effect>) -> bool {
    // Noise can be taken away again only as long as nothing else has happened.
    let is_elsewhere = matches!(
        msg,
        Msg::Set { .. }
            | Msg::SetMany(_)
            | Msg::Drag { .. }
            | Msg::Nudge { .. }
            | Msg::Type(_)
            | Msg::Reset(_)
    );
    let has_changed = match msg {
        Msg::Begin => with_network(state, |network, knobs| knobs.begin(network, StepKind::Gesture)),
        Msg::End => with_network(state, |network, knobs| knobs.end(network)),
        Msg::Set { parameter, value } => edit::set(state, &[(parameter, value)]),
        Msg::SetMany(values) => edit::set(state, &values),
        Msg::Drag { parameter, share } => turn::drag(state, parameter, share),
        Msg::Nudge { parameter, nudge, is_small } => turn::nudge(state, parameter, nudge, is_small),
        Msg::Choose(parameter) => {
            state.panels.knobs.chosen = Some(parameter);
            state.panels.knobs.typed_wrong.clear();
            false
        }
        Msg::Type(text) => match state.panels.knobs.chosen {
            Some(parameter) => turn::type_in(state, parameter, &text),
            None => false,
        },
        Msg::Reset(parameter) => {
            let trained = state.panels.knobs.trained.as_ref();
            let value = trained.and_then(|trained| parameter.value(trained));
            value.is_some_and(|value| edit::set(state, &[(parameter, value)]))
        }
        Msg::ShowAll(is_whole) => with_network(state, |network, knobs| {
            knobs.list.is_whole = is_whole;
            knobs.list.make(network);
        }),
        Msg::SetScope(scope) => {
            state.panels.knobs.scope = scope;
            false
        }
        Msg::Act(action) => {
            let has_changed = action::act(state, action);
            with_network(state, |network, knobs| knobs.list.make(network));
            has_changed
        }
        Msg::SetSeed(seed) => {
            state.panels.knobs.seed = seed;
            false
        }
        Msg::AddNoise(sigma) => action::add_noise(state, sigma),
        Msg::Undo => travel(state, history::History::undo),
        Msg::Redo => travel(state, history::History::redo),
        Msg::BackToTrained => action::back_to_trained(state),
    };
    if has_changed {
        state.model_revision += 1;
        if is_elsewhere {
            state.panels.knobs.noise = None;
        }
    }
    has_changed
}

/// Lets `change` have the network and what the knobs remember; it does not change the network's numbers.
fn with_network(state: &mut State, change: impl FnOnce(&Network, &mut Knobs)) -> bool {
    if let Some(model) = &state.model {
        change(&model.network, &mut state.panels.knobs);
    }
    false
}

/// Through the history, once the open step has ended.
fn travel(
    state: &mut State,
    go: impl FnOnce(&mut history::History, &mut Network, &mut freeze::Frozen) -> bool,
) -> bool {
    let State { model: Some(model), panels, .. } = state else { return false };
    let (network, knobs) = (&mut model.network, &mut panels.knobs);
    knobs.end(network);
    knobs.says.clear();
    let has_changed = go(&mut knobs.history, network, &mut knobs.frozen);
    if has_changed {
        knobs.noise = None;
        knobs.recount(network);
    }
    has_changed
}

/// Another model has its own trained state; another neuron has its own rows; another network reads otherwise.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    let subject = action::subject(state);
    let State { model: Some(model), panels, .. } = state else { return };
    let knobs = &mut panels.knobs;
    if knobs.of_model != state.n_models {
        *knobs = Knobs {
            of_model: state.n_models,
            reaches: turn::reaches(&model.network),
            frozen: freeze::Frozen::none_of(&model.network),
            seed: knobs.seed.max(1),
            scope: knobs.scope,
            accuracy: std::mem::take(&mut knobs.accuracy),
            ..Knobs::default()
        };
    }
    if panels.open != Panel::Knobs {
        return;
    }
    knobs.list.follow(&model.network, subject);
    if knobs.chosen.map(|chosen| (chosen.layer_idx, chosen.to)) != subject {
        knobs.chosen = knobs.list.parameters.first().copied();
        knobs.typed_wrong.clear();
    }
    let is_trained = knobs.n_changed() == 0;
    knobs.accuracy.follow(&model.preprocessing, state.n_models, state.model_revision, is_trained);
    if knobs.accuracy.is_unfinished() {
        effects.push(Effect::Panel(super::Effect::Tick));
    }
}

/// The next animation frame. Returns whether the picture or the network's numbers have changed.
pub(super) fn tick(state: &mut State, _now_ms: f64, _effects: &mut Vec<Effect>) -> bool {
    let State { model: Some(model), panels, .. } = state else { return false };
    let knobs = &mut panels.knobs;
    if panels.open == Panel::Knobs && knobs.accuracy.is_unfinished() {
        knobs.accuracy.go_on(&model.network, knobs.trained.as_ref().unwrap_or(&model.network));
    }
    false
}

#[cfg(test)]
mod tests;
