//! A layer as what it is: a matrix, a vector of biases, and a function.

use app::derived::Derived;
use app::palette::Palette;
use app::state::State;
use wasm_bindgen::JsValue;

use crate::input::Wiring;

pub(super) struct MatrixView {}

impl MatrixView {
    pub(super) fn new() -> Result<MatrixView, JsValue> {
        Ok(MatrixView {})
    }

    pub(super) fn show(&self, _state: &State, _derived: &Derived, _palette: &Palette) -> Result<(), JsValue> {
        Ok(())
    }
}

pub(super) fn listen(_wiring: &mut Wiring) -> Result<(), JsValue> {
    Ok(())
}
