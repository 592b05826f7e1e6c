//! One animation frame at a time, asked for only when there is something to show.

use std::cell::Cell;

use wasm_bindgen::prelude::*;

use crate::dom;

/// Draws at most once a frame, and never while nothing changes.
pub(crate) struct Frames {
    is_requested: Cell<bool>,
    callback: Closure<dyn Fn()>,
}

impl Frames {
    /// `draw` is called in each frame that was asked for.
    pub(crate) fn new(draw: impl Fn() + 'static) -> Frames {
        Frames { is_requested: Cell::new(false), callback: Closure::<dyn Fn()>::new(draw) }
    }

    /// Asks for the next frame, unless it is coming already.
    pub(crate) fn request(&self) {
        if self.is_requested.replace(true) {
            return;
        }
        let requested = dom::window()
            .and_then(|window| window.request_animation_frame(self.callback.as_ref().unchecked_ref()));
        dom::warn_on_error(requested);
    }

    /// The frame has begun: what changes from here on needs another.
    pub(crate) fn begin(&self) {
        self.is_requested.set(false);
    }
}
