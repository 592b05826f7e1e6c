//! Test helpers for the panels: a fully loaded page.

use app::msg::Msg;
use app::test_support::ready_core;
use models::{Model, ModelSource};

pub(crate) use app::test_support::{model_json, model_packed, random_model, shipped};

use crate::msg::Effect;
use crate::panels::Panels;
use crate::state::{PageMsg, State};

/// A page with a model and panels loaded and a sized network view.
pub(crate) fn ready_state() -> State {
    page(false)
}

/// The same, optionally with reduced motion.
pub(crate) fn page(is_motion_reduced: bool) -> State {
    let mut state = State { core: ready_core(), panels: Panels::new(is_motion_reduced) };
    state.panels.sync(&mut state.core, &mut Vec::new());
    state
}

/// Handles `msg` on the page.
pub(crate) fn update(state: &mut State, msg: impl Into<PageMsg>) -> Vec<Effect> {
    state.update(msg)
}

/// Loads a model as if the user had chosen it.
pub(crate) fn load(state: &mut State, source: ModelSource, file: &Model) {
    update(state, Msg::ChooseModel(source.clone()));
    update(state, Msg::ModelArrived(source, Ok(file.to_packed())));
}
