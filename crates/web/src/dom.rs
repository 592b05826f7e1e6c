//! Helpers for the DOM. No state, no events.

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

/// The first element that matches a selector. Its type is not checked: markup and program come from the same build.
pub fn find<T: JsCast>(selector: &str) -> Result<T, JsValue> {
    find_element(selector).map(JsCast::unchecked_into)
}

/// All elements that match a selector, in document order.
pub fn find_all(selector: &str) -> Result<Vec<HtmlElement>, JsValue> {
    let list = document()?.query_selector_all(selector)?;
    Ok((0..list.length()).filter_map(|i| list.item(i)).map(JsCast::unchecked_into).collect())
}

/// The same, but it is an error if there are none.
pub fn find_all_there(selector: &str) -> Result<Vec<HtmlElement>, JsValue> {
    let elements = find_all(selector)?;
    if elements.is_empty() { Err(error(&["the page lacks ", selector])) } else { Ok(elements) }
}

/// The first element inside `parent` that matches a selector.
pub fn find_within(parent: &Element, selector: &str) -> Result<Element, JsValue> {
    parent.query_selector(selector)?.ok_or_else(|| error(&["the page lacks ", selector]))
}

fn find_element(selector: &str) -> Result<Element, JsValue> {
    document()?.query_selector(selector)?.ok_or_else(|| error(&["the page lacks ", selector]))
}

/// A JavaScript `Error` with this message.
pub fn error(words: &[&str]) -> JsValue {
    JsError::new(&words.concat()).into()
}

/// Appends a new element.
pub fn append(parent: &Element, tag: &str) -> Result<HtmlElement, JsValue> {
    let element: HtmlElement = document()?.create_element(tag)?.unchecked_into();
    parent.append_child(&element)?;
    Ok(element)
}

/// Appends a new element with a class.
pub fn append_with_class(parent: &Element, tag: &str, class: &str) -> Result<HtmlElement, JsValue> {
    let element = append(parent, tag)?;
    element.set_class_name(class);
    Ok(element)
}

/// Shows a text in an element, which is touched only if its text is different.
pub fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Appends a new element with a text.
pub fn append_text(parent: &Element, tag: &str, text: &str) -> Result<HtmlElement, JsValue> {
    let element = append(parent, tag)?;
    element.set_text_content(Some(text));
    Ok(element)
}

/// Appends a new button.
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

/// Sets an attribute, which cannot fail with a valid name.
pub fn set_attribute(element: &Element, name: &str, value: &str) {
    warn_on_error(element.set_attribute(name, value));
}

/// Sets an attribute to `true` or `false`.
pub fn set_flag(element: &Element, name: &str, is_set: bool) {
    set_attribute(element, name, if is_set { "true" } else { "false" });
}

/// Sets an attribute without a value, or removes it.
pub fn set_present(element: &Element, name: &str, is_set: bool) {
    if is_set {
        set_attribute(element, name, "");
    } else {
        warn_on_error(element.remove_attribute(name));
    }
}

/// Marks the button whose attribute has this value as pressed, and the others as not pressed.
pub fn press(buttons: &[HtmlElement], attribute: &str, value: &str) {
    for button in buttons {
        let is_pressed = button.get_attribute(attribute).as_deref() == Some(value);
        set_flag(button, "aria-pressed", is_pressed);
    }
}

/// Sets a property of an element's inline style.
pub fn set_style(element: &HtmlElement, property: &str, value: &str) {
    warn_on_error(element.style().set_property(property, value));
}

/// Sets a property of an element's inline style to a number with a unit.
pub fn set_length(element: &HtmlElement, property: &str, length: f32, unit: &str) {
    set_style(element, property, &[&number::plain(length, 2), unit].concat());
}

/// Logs an error that should never happen, and goes on.
pub fn warn_on_error<T>(result: Result<T, JsValue>) {
    if let Err(error) = result {
        web_sys::console::warn_1(&error);
    }
}
