//! Finding the page's elements, and the few things that are done to them everywhere. No state, no events.

use app::number;
use wasm_bindgen::{JsCast, JsError, JsValue};
use web_sys::{CanvasRenderingContext2d, Document, Element, HtmlCanvasElement, HtmlElement, Window};

/// The browser's window.
pub fn window() -> Result<Window, JsValue> {
    web_sys::window().ok_or_else(|| error(&["there is no window"]))
}

/// The window's document.
pub fn document() -> Result<Document, JsValue> {
    window()?.document().ok_or_else(|| error(&["there is no document"]))
}

/// The root element.
pub fn root() -> Result<HtmlElement, JsValue> {
    find("html")
}

/// The first element that a selector names. Its type is taken on trust: markup and program come from one build.
pub fn find<T: JsCast>(selector: &str) -> Result<T, JsValue> {
    find_element(selector).map(JsCast::unchecked_into)
}

/// All elements that a selector names, in the document's order.
pub fn find_all(selector: &str) -> Result<Vec<HtmlElement>, JsValue> {
    let list = document()?.query_selector_all(selector)?;
    Ok((0..list.length()).filter_map(|i| list.item(i)).map(JsCast::unchecked_into).collect())
}

/// The first element inside of `parent` that a selector names.
pub fn find_within(parent: &Element, selector: &str) -> Result<Element, JsValue> {
    parent.query_selector(selector)?.ok_or_else(|| error(&["the page lacks ", selector]))
}

fn find_element(selector: &str) -> Result<Element, JsValue> {
    document()?.query_selector(selector)?.ok_or_else(|| error(&["the page lacks ", selector]))
}

/// A JavaScript error that says this.
pub fn error(words: &[&str]) -> JsValue {
    JsError::new(&words.concat()).into()
}

/// A new element inside `parent`, at its end.
pub fn append(parent: &Element, tag: &str) -> Result<HtmlElement, JsValue> {
    let element: HtmlElement = document()?.create_element(tag)?.unchecked_into();
    parent.append_child(&element)?;
    Ok(element)
}

/// The same, of this class.
pub fn append_with_class(parent: &Element, tag: &str, class: &str) -> Result<HtmlElement, JsValue> {
    let element = append(parent, tag)?;
    element.set_class_name(class);
    Ok(element)
}

/// A new element with a text inside `parent`, at its end.
pub fn append_text(parent: &Element, tag: &str, text: &str) -> Result<HtmlElement, JsValue> {
    let element = append(parent, tag)?;
    element.set_text_content(Some(text));
    Ok(element)
}

/// A new button inside `parent`, at its end.
pub fn append_button(parent: &Element) -> Result<HtmlElement, JsValue> {
    let button = append(parent, "button")?;
    set_attribute(&button, "type", "button");
    Ok(button)
}

/// The canvas's 2D context.
pub fn context(canvas: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, JsValue> {
    let context = canvas.get_context("2d")?.ok_or_else(|| error(&["the browser has no 2D canvas"]))?;
    Ok(context.unchecked_into())
}

/// Sets an attribute; on an element of the page's own that cannot fail.
pub fn set_attribute(element: &Element, name: &str, value: &str) {
    warn_on_error(element.set_attribute(name, value));
}

/// Sets an attribute that is `true` or `false`.
pub fn set_flag(element: &Element, name: &str, is_set: bool) {
    set_attribute(element, name, if is_set { "true" } else { "false" });
}

/// Presses the one button whose attribute has this value, and lets the others go.
pub fn press(buttons: &[HtmlElement], attribute: &str, value: &str) {
    for button in buttons {
        let is_pressed = button.get_attribute(attribute).as_deref() == Some(value);
        set_flag(button, "aria-pressed", is_pressed);
    }
}

/// Sets a property of an element's own style.
pub fn set_style(element: &HtmlElement, property: &str, value: &str) {
    warn_on_error(element.style().set_property(property, value));
}

/// Sets a property of an element's own style to a length in `unit`.
pub fn set_length(element: &HtmlElement, property: &str, length: f32, unit: &str) {
    set_style(element, property, &[&number::fixed(length, 2), unit].concat());
}

/// What can fail only if the page is not the page is reported and survived.
pub fn warn_on_error<T>(result: Result<T, JsValue>) {
    if let Err(error) = result {
        web_sys::console::warn_1(&error);
    }
}
