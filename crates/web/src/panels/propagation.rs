//! The forward pass, slowly: layer by layer and neuron by neuron, played, stepped and scrubbed.

use app::derived::Derived;
use app::palette::Palette;
use app::state::State;
use wasm_bindgen::JsValue;

use crate::input::Wiring;

pub(super) struct PropagationView {}

impl PropagationView {
    pub(super) fn new() -> Result<PropagationView, JsValue> {
        Ok(PropagationView {})
    }

    pub(super) fn show(&self, _state: &State, _derived: &Derived, _palette: &Palette) -> Result<(), JsValue> {
        Ok(())
    }
}

pub(super) fn listen(_wiring: &mut Wiring) -> Result<(), JsValue> {
    Ok(())
}
