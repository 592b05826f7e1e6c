//! Every weight and bias, to be changed, taken back, and compared with the trained model.

mod parameter;

pub use parameter::Parameter;

use nn::Network;

use crate::msg::Effect;
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
}

/// What can happen to it.
#[derive(Clone, Debug)]
pub enum Msg {
    /// These knobs are set to these values, as one step that can be undone. Knobs that are not there and values that are not
    /// finite or beyond [`LARGEST_VALUE`] are passed over.
    SetMany(Vec<(Parameter, f32)>),
}

impl Knobs {
    /// The network as its file has it; none while nothing was changed.
    pub fn trained(&self) -> Option<&Network> {
        self.trained.as_ref()
    }
}

/// The knobs that differ from the trained model, with their present values, in the order of their numbers.
pub fn changes(state: &State) -> Vec<(Parameter, f32)> {
    let (Some(trained), Some(model)) = (&state.panels.knobs.trained, &state.model) else { return Vec::new() };
    let numbers = 0..model.network.n_parameters();
    let changed = |number| {
        let parameter = Parameter::of_number(trained, number)?;
        let value = parameter.value(&model.network)?;
        (Some(value) != parameter.value(trained)).then_some((parameter, value))
    };
    numbers.filter_map(changed).collect()
}

/// Carries out `msg`. Returns whether the picture or the network's numbers have changed.
pub(super) fn update(state: &mut State, msg: Msg, _effects: &mut Vec<Effect>) -> bool {
    match msg {
        Msg::SetMany(values) => set(state, &values),
    }
}

fn set(state: &mut State, values: &[(Parameter, f32)]) -> bool {
    let Some(model) = &mut state.model else { return false };
    let before = model.network.clone();
    let mut has_changed = false;
    for (parameter, value) in values.iter().filter(|(_, value)| value.abs() <= LARGEST_VALUE) {
        has_changed |= parameter.set(&mut model.network, *value);
    }
    if has_changed {
        state.panels.knobs.trained.get_or_insert(before);
        state.model_revision += 1;
    }
    has_changed
}

/// Another model has its own trained state.
pub(super) fn follow(state: &mut State, _effects: &mut Vec<Effect>) {
    if state.panels.knobs.of_model != state.n_models {
        state.panels.knobs = Knobs { of_model: state.n_models, ..Knobs::default() };
    }
}

/// The next animation frame. Returns whether the picture or the network's numbers have changed.
pub(super) fn tick(_state: &mut State, _now_ms: f64, _effects: &mut Vec<Effect>) -> bool {
    false
}
