//! An element whose text changes. The DOM is touched only if the text is different.

use wasm_bindgen::JsCast;
use web_sys::Element;

/// An element and its text.
pub struct Text {
    element: Element,
    shown: String,
}

impl Text {
    /// For an element that is still empty.
    pub fn of(element: impl JsCast) -> Text {
        Text { element: element.unchecked_into(), shown: String::new() }
    }

    /// Shows a text.
    pub fn show(&mut self, text: &str) {
        if self.shown != text {
            self.element.set_text_content(Some(text));
            text.clone_into(&mut self.shown);
        }
    }
}
