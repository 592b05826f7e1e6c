//! Models in and out: loaded, saved, made, and two beside each other.

use app::derived::Derived;
use app::palette::Palette;
use app::state::State;
use wasm_bindgen::JsValue;

use crate::input::Wiring;

pub(super) struct ModelsView {}

impl ModelsView {
    pub(super) fn new() -> Result<ModelsView, JsValue> {
        Ok(ModelsView {})
    }

    pub(super) fn show(&self, _state: &State, _derived: &Derived, _palette: &Palette) -> Result<(), JsValue> {
        Ok(())
    }
}

pub(super) fn listen(_wiring: &mut Wiring) -> Result<(), JsValue> {
    Ok(())
}
