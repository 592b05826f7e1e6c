//! The interface between the page's loop and the part of the program loaded after the first answer.

use std::any::Any;

use app::derived::Derived;
use app::msg::Effect;
use app::palette::Palette;
use app::state::Core;
use wasm_bindgen::JsValue;

/// The later part. It owns its state and borrows the core for each call.
pub trait LaterPart {
    /// Handles one of its own messages. Adds the core's effects to `effects`, and keeps its own.
    fn update(&mut self, core: &mut Core, message: Box<dyn Any>, effects: &mut Vec<Effect>);

    /// Reacts to changes in the core. Called after every message.
    fn sync(&mut self, core: &mut Core, effects: &mut Vec<Effect>);

    /// Carries out the effects it has kept. Nothing borrows the core during this call.
    fn perform(&mut self);

    /// Updates its views.
    ///
    /// # Errors
    /// If the browser refuses something that the part needs. The part is removed then.
    fn show(&mut self, core: &Core, derived: &Derived, palette: &Palette) -> Result<(), JsValue>;
}
