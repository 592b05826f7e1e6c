//! What happens after a panic: the page's loop stops, a message is shown, and the drawing stays visible.

use std::cell::Cell;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, HtmlElement};

use crate::dom;
use crate::listener::Listener;

const MESSAGE: &str = "Inkling has stopped because of an internal error. Your drawing is still here; reload the page to continue.";

thread_local! {
    static HAS_STOPPED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic has stopped the page. Nothing may run after one: `RefCell`s may still be borrowed.
pub(crate) fn has_stopped() -> bool {
    HAS_STOPPED.get()
}

/// Stops the page for good: logs the error and shows a message. The drawing stays visible.
pub(crate) fn stop(error: &JsValue) {
    HAS_STOPPED.set(true);
    web_sys::console::error_1(error);
    if let Ok(element) = dom::find::<HtmlElement>("#failure") {
        element.set_text_content(Some(MESSAGE));
        element.set_hidden(false);
    }
}

/// Stops the page when one of its own files throws an exception that Rust cannot catch, for example because the browser
/// lacks a function. Errors from elsewhere, such as extensions, are ignored.
pub(crate) fn watch() -> Result<Listener, JsValue> {
    let place = dom::document()?.base_uri()?.unwrap_or_default();
    let folder = place
        .split(['?', '#'])
        .next()
        .and_then(|url| url.rsplit_once('/'))
        .map(|(folder, _)| folder.to_owned());
    let window = dom::window()?;
    let on_error = move |event: web_sys::Event| {
        let event: ErrorEvent = event.unchecked_into();
        if folder.as_ref().is_some_and(|folder| event.filename().starts_with(folder)) {
            stop(&event.error());
        }
    };
    Listener::new(&window, "error", Box::new(on_error))
}

/// Makes every panic stop the page with a message.
pub(crate) fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| stop(&info.to_string().into())));
}
