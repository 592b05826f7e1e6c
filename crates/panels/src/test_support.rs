//! What the panels' tests share: a page on which everything has arrived.

use app::msg::Msg;
use app::test_support::ready_core;
use models::{Model, ModelSource};

pub(crate) use app::test_support::{model_file, model_json, model_packed, shipped};

use crate::msg::Effect;
use crate::panels::Panels;
use crate::state::{PageMsg, State};

/// A page in use: model and panels have arrived, and the network view has a size.
pub(crate) fn ready_state() -> State {
    page(false)
}

/// The same for a person who asked for less motion (true).
pub(crate) fn page(is_motion_reduced: bool) -> State {
    let mut state = State { core: ready_core(), panels: Panels::new(is_motion_reduced) };
    state.panels.sync(&mut state.core, &mut Vec::new());
    state
}

/// Carries out `msg` on the page.
pub(crate) fn update(state: &mut State, msg: impl Into<PageMsg>) -> Vec<Effect> {
    state.update(msg)
}

/// Takes a model into use as if it had been chosen.
pub(crate) fn load(state: &mut State, source: ModelSource, file: &Model) {
    update(state, Msg::ChooseModel(source.clone()));
    update(state, Msg::ModelArrived(source, Ok(file.to_packed())));
}
