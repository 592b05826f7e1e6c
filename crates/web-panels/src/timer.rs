//! A timer for work to do once changes have settled.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web::dom;

use crate::js::call_with;

/// Calls a function once, a fixed delay after it was set. It ends when this is dropped.
pub(crate) struct Timer {
    /// The browser's number for it, while it is set.
    handle: Rc<Cell<Option<i32>>>,
    delay_ms: i32,
    callback: Closure<dyn Fn()>,
}

impl Timer {
    /// A timer that calls `ring` after `delay_ms` milliseconds.
    pub(crate) fn new(delay_ms: i32, ring: Box<dyn Fn()>) -> Timer {
        let handle = Rc::new(Cell::new(None));
        let place = handle.clone();
        let callback: Box<dyn Fn()> = Box::new(move || {
            place.set(None);
            ring();
        });
        Timer { handle, delay_ms, callback: Closure::wrap(callback) }
    }

    /// Sets the timer, unless it is already set.
    pub(crate) fn set(&self) {
        if self.handle.get().is_some() {
            return;
        }
        let callback = self.callback.as_ref().unchecked_ref();
        let set = dom::window().and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, self.delay_ms)
        });
        match set {
            Ok(handle) => self.handle.set(Some(handle)),
            Err(error) => dom::warn_on_error::<()>(Err(error)),
        }
    }

    /// Clears it, if it is set.
    pub(crate) fn clear(&self) {
        if let (Some(handle), Ok(window)) = (self.handle.take(), dom::window()) {
            dom::warn_on_error(call_with(&window, "clearTimeout", &Array::of1(&handle.into())));
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.clear();
    }
}
