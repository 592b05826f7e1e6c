//! What the page's loop knows of the part of the program that arrives after the first answer: this and nothing else.

use std::any::Any;

use app::derived::Derived;
use app::msg::Effect;
use app::palette::Palette;
use app::state::Core;
use wasm_bindgen::JsValue;

/// The part that arrives later. Its state is its own; what it needs of the core is lent to it for each call.
pub trait LaterPart {
    /// Carries out a message of its own. What the core asks of the browser for it goes into `effects`.
    fn update(&mut self, core: &mut Core, message: Box<dyn Any>, effects: &mut Vec<Effect>);

    /// Reacts to whatever has changed in the core; called after every message.
    fn sync(&mut self, core: &mut Core, effects: &mut Vec<Effect>);

    /// Does what it has asked of the browser since this was called last. The core is not lent to anybody now.
    fn perform(&mut self);

    /// Brings its elements up to the state.
    ///
    /// # Errors
    /// When the browser refuses something that the part cannot do without.
    fn show(&mut self, core: &Core, derived: &Derived, palette: &Palette) -> Result<(), JsValue>;
}
