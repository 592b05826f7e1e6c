//! Guards for callbacks: each removes its callback when dropped. Callbacks are boxed, so that this code is compiled
//! once.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget, ResizeObserver};

/// An event listener. Dropping this removes it.
pub(crate) struct Listener {
    target: EventTarget,
    event: &'static str,
    // `Fn`, not `FnMut`: a handler may cause the same event again (focus, click), which would throw with `FnMut`.
    callback: Closure<dyn Fn(Event)>,
}

impl Listener {
    /// Calls `handler` for each such event on `target`.
    pub(crate) fn new(
        target: &EventTarget,
        event: &'static str,
        handler: Box<dyn Fn(Event)>,
    ) -> Result<Listener, JsValue> {
        let callback = Closure::wrap(handler);
        target.add_event_listener_with_callback(event, callback.as_ref().unchecked_ref())?;
        Ok(Listener { target: target.clone(), event, callback })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        crate::dom::warn_on_error(self.target.remove_event_listener_with_callback(self.event, callback));
    }
}

/// Observes the sizes of elements. Dropping this stops it.
pub(crate) struct SizeWatch {
    observer: ResizeObserver,
    _callback: Closure<dyn Fn()>,
}

impl SizeWatch {
    /// Calls `handler` once at the start and whenever the size of one of the elements changes.
    pub(crate) fn new(elements: &[&Element], handler: Box<dyn Fn()>) -> Result<SizeWatch, JsValue> {
        let callback = Closure::wrap(handler);
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref())?;
        for element in elements {
            observer.observe(element);
        }
        Ok(SizeWatch { observer, _callback: callback })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_browser);

    fn fire(target: &EventTarget) {
        let event = Event::new("ping").expect("an event can be made");
        target.dispatch_event(&event).expect("it can be dispatched");
    }

    #[wasm_bindgen_test]
    fn a_dropped_listener_is_called_no_more() {
        let target = EventTarget::new().expect("an event target can be made");
        let calls = Rc::new(Cell::new(0));
        let count = calls.clone();
        let listener = Listener::new(&target, "ping", Box::new(move |_| count.set(count.get() + 1)));
        let listener = listener.expect("it can be listened to");
        fire(&target);
        drop(listener);
        fire(&target);
        assert_eq!(calls.get(), 1);
    }

    #[wasm_bindgen_test]
    fn a_handler_may_lead_to_its_own_event() {
        let target = EventTarget::new().expect("an event target can be made");
        let depth = Rc::new(Cell::new(0));
        let (again, reached) = (target.clone(), depth.clone());
        let handler = move |_| {
            if reached.replace(reached.get() + 1) < 3 {
                fire(&again);
            }
        };
        let _listener = Listener::new(&target, "ping", Box::new(handler)).expect("it can be listened to");
        fire(&target);
        assert_eq!(depth.get(), 4);
    }
}
