//! Why this answer: which pixels spoke for it and against it, and what a neuron would rather see.

use app::derived::Derived;
use app::palette::Palette;
use app::state::State;
use wasm_bindgen::JsValue;

use crate::input::Wiring;

pub(super) struct WhyView {}

impl WhyView {
    pub(super) fn new() -> Result<WhyView, JsValue> {
        Ok(WhyView {})
    }

    pub(super) fn show(&self, _state: &State, _derived: &Derived, _palette: &Palette) -> Result<(), JsValue> {
        Ok(())
    }
}

pub(super) fn listen(_wiring: &mut Wiring) -> Result<(), JsValue> {
    Ok(())
}
