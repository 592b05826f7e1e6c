//! Finding the page's elements, and the few things done to them everywhere. No state, no events.

use wasm_bindgen::{JsCast, JsError, JsValue};
use web_sys::{CanvasRenderingContext2d, Document, Element, HtmlCanvasElement, HtmlElement, Window};

/// The browser's window.
pub(crate) fn window() -> Result<Window, JsValue> {
    web_sys::window().ok_or_else(|| JsError::new("there is no window").into())
}

/// The window's document.
pub(crate) fn document() -> Result<Document, JsValue> {
    window()?.document().ok_or_else(|| JsError::new("there is no document").into())
}

/// The root element.
pub(crate) fn root() -> Result<HtmlElement, JsValue> {
    find("html")
}

/// The element that a selector names, as the type it must be.
pub(crate) fn find<T: JsCast>(selector: &str) -> Result<T, JsValue> {
    document()?
        .query_selector(selector)?
        .and_then(|element| element.dyn_into().ok())
        .ok_or_else(|| JsError::new(&["the page lacks ", selector].concat()).into())
}

/// All elements that a selector names, in the document's order.
pub(crate) fn find_all<T: JsCast>(selector: &str) -> Result<Vec<T>, JsValue> {
    let list = document()?.query_selector_all(selector)?;
    Ok((0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()).collect())
}

/// A new element inside `parent`, at its end.
pub(crate) fn append(parent: &Element, tag: &str) -> Result<HtmlElement, JsValue> {
    let element: HtmlElement = document()?.create_element(tag)?.unchecked_into();
    parent.append_child(&element)?;
    Ok(element)
}

/// The canvas's 2D context.
pub(crate) fn context(canvas: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, JsValue> {
    canvas
        .get_context("2d")?
        .and_then(|context| context.dyn_into().ok())
        .ok_or_else(|| JsError::new("the browser has no 2D canvas").into())
}

/// Sets an attribute; on an element of the page's own that cannot fail.
pub(crate) fn set_attribute(element: &Element, name: &str, value: &str) {
    warn_on_error(element.set_attribute(name, value));
}

/// What can fail only if the page is not the page is reported and survived.
pub(crate) fn warn_on_error<T>(result: Result<T, JsValue>) {
    if let Err(error) = result {
        web_sys::console::warn_1(&error);
    }
}
