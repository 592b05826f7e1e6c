//! Animation frames, requested one at a time and only when needed.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::dom;

/// Calls a function once per requested animation frame.
pub struct Frames {
    is_requested: Rc<Cell<bool>>,
    callback: Closure<dyn Fn()>,
}

impl Frames {
    /// Calls `draw` in each requested frame.
    pub fn new(draw: Box<dyn Fn()>) -> Frames {
        let is_requested = Rc::new(Cell::new(false));
        let flag = is_requested.clone();
        let callback: Box<dyn Fn()> = Box::new(move || {
            flag.set(false);
            draw();
        });
        Frames { is_requested, callback: Closure::wrap(callback) }
    }

    /// Requests a frame, unless one is already requested.
    pub fn request(&self) {
        if self.is_requested.replace(true) {
            return;
        }
        let requested = dom::window()
            .and_then(|window| window.request_animation_frame(self.callback.as_ref().unchecked_ref()));
        dom::warn_on_error(requested);
    }
}
