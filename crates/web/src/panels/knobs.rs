//! Every weight and bias, to be changed, taken back, and compared with the trained model.

use app::derived::Derived;
use app::palette::Palette;
use app::state::State;
use wasm_bindgen::JsValue;

use crate::input::Wiring;

pub(super) struct KnobsView {}

impl KnobsView {
    pub(super) fn new() -> Result<KnobsView, JsValue> {
        Ok(KnobsView {})
    }

    pub(super) fn show(&self, _state: &State, _derived: &Derived, _palette: &Palette) -> Result<(), JsValue> {
        Ok(())
    }
}

pub(super) fn listen(_wiring: &mut Wiring) -> Result<(), JsValue> {
    Ok(())
}
