//! The end of the page, said plainly: a panic stops the page's loop, shows a message in place and leaves the drawing.

use std::cell::Cell;

use wasm_bindgen::JsValue;
use web_sys::{ErrorEvent, HtmlElement};

use crate::dom;
use crate::listener::Listener;

const MESSAGE: &str = "Inkling has stopped because of an internal error. Your drawing is still here; reload the page to continue.";

thread_local! {
    static HAS_STOPPED: Cell<bool> = const { Cell::new(false) };
}

/// After a panic nothing of the page may run: its borrows were never given back.
pub(crate) fn has_stopped() -> bool {
    HAS_STOPPED.get()
}

/// Stops the page for good: the error goes to the console, a plain message stands in place, the drawing stays.
pub(crate) fn stop(error: &JsValue) {
    HAS_STOPPED.set(true);
    web_sys::console::error_1(error);
    if let Ok(element) = dom::find::<HtmlElement>("#failure") {
        element.set_text_content(Some(MESSAGE));
        element.set_hidden(false);
    }
}

/// Ends the page visibly when an exception leaves one of its own files, which no Rust code can catch: a browser that lacks
/// a function, say. Errors of others, such as extensions, are none of its business.
pub(crate) fn watch() -> Result<Listener, JsValue> {
    let place = dom::document()?.base_uri()?.unwrap_or_default();
    let folder = place
        .split(['?', '#'])
        .next()
        .and_then(|url| url.rsplit_once('/'))
        .map(|(folder, _)| folder.to_owned());
    let window = dom::window()?;
    Listener::new(&window, "error", move |event: ErrorEvent| {
        if folder.as_ref().is_some_and(|folder| event.filename().starts_with(folder)) {
            stop(&event.error());
        }
    })
}

/// Makes every panic end the page visibly.
pub(crate) fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| stop(&info.to_string().into())));
}
