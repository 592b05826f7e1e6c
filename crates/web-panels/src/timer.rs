//! A timer for work to do once changes have settled.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web::dom;

/// Calls a function once, a fixed delay after it was set.
pub(crate) struct Timer {
    is_set: Rc<Cell<bool>>,
    delay_ms: i32,
    callback: Closure<dyn Fn()>,
}

impl Timer {
    /// A timer that calls `ring` after `delay_ms` milliseconds.
    pub(crate) fn new(delay_ms: i32, ring: Box<dyn Fn()>) -> Timer {
        let is_set = Rc::new(Cell::new(false));
        let flag = is_set.clone();
        let callback: Box<dyn Fn()> = Box::new(move || {
            flag.set(false);
            ring();
        });
        Timer { is_set, delay_ms, callback: Closure::wrap(callback) }
    }

    /// Sets the timer, unless it is already set.
    pub(crate) fn set(&self) {
        if self.is_set.replace(true) {
            return;
        }
        let callback = self.callback.as_ref().unchecked_ref();
        let set = dom::window().and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, self.delay_ms)
        });
        dom::warn_on_error(set);
    }
}
