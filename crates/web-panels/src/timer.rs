//! A timer for what must not be done at every change, only once things have settled.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web::dom;

/// Calls back once, some time after it was first asked to.
pub(crate) struct Timer {
    is_set: Rc<Cell<bool>>,
    delay_ms: i32,
    callback: Closure<dyn Fn()>,
}

impl Timer {
    /// `ring` is called this long after each time the timer was set.
    pub(crate) fn new(delay_ms: i32, ring: Box<dyn Fn()>) -> Timer {
        let is_set = Rc::new(Cell::new(false));
        let flag = is_set.clone();
        let callback: Box<dyn Fn()> = Box::new(move || {
            flag.set(false);
            ring();
        });
        Timer { is_set, delay_ms, callback: Closure::wrap(callback) }
    }

    /// Sets it, unless it is set already.
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
