//! An element whose text follows the app, written only when it changes.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use crate::dom;

/// An element and the text it shows.
pub struct Text {
    element: Element,
    shown: String,
}

impl Text {
    /// The element that a selector names.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(selector: &str) -> Result<Text, JsValue> {
        Ok(Text::of(dom::find::<Element>(selector)?))
    }

    /// This element, which is empty.
    pub fn of(element: impl JsCast) -> Text {
        Text { element: element.unchecked_into(), shown: String::new() }
    }

    /// Has it show this text.
    pub fn show(&mut self, text: &str) {
        if self.shown != text {
            self.element.set_text_content(Some(text));
            text.clone_into(&mut self.shown);
        }
    }
}
