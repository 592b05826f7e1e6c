//! One animation frame at a time, asked for only when there is something to show.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::dom;

/// Calls back at most once a frame, and never while nothing changes.
pub struct Frames {
    is_requested: Rc<Cell<bool>>,
    callback: Closure<dyn Fn()>,
}

impl Frames {
    /// `draw` is called in each frame that was asked for. What it changes needs another.
    pub fn new(draw: Box<dyn Fn()>) -> Frames {
        let is_requested = Rc::new(Cell::new(false));
        let flag = is_requested.clone();
        let callback: Box<dyn Fn()> = Box::new(move || {
            flag.set(false);
            draw();
        });
        Frames { is_requested, callback: Closure::wrap(callback) }
    }

    /// Asks for the next frame, unless it is coming already.
    pub fn request(&self) {
        if self.is_requested.replace(true) {
            return;
        }
        let requested = dom::window()
            .and_then(|window| window.request_animation_frame(self.callback.as_ref().unchecked_ref()));
        dom::warn_on_error(requested);
    }
}
