//! The state in the link: what the address's hash says, and what it is to say.

use app::derived::Derived;
use app::palette::Palette;
use app::state::State;
use wasm_bindgen::JsValue;

use crate::input::Wiring;

pub(super) struct LinkView {}

impl LinkView {
    pub(super) fn new() -> Result<LinkView, JsValue> {
        Ok(LinkView {})
    }

    pub(super) fn show(&self, _state: &State, _derived: &Derived, _palette: &Palette) -> Result<(), JsValue> {
        Ok(())
    }
}

pub(super) fn listen(_wiring: &mut Wiring) -> Result<(), JsValue> {
    Ok(())
}
