//! An element whose text follows the app, written only when it changes.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use crate::dom;

/// An element and the text it shows.
pub(crate) struct Text {
    element: Element,
    shown: String,
}

impl Text {
    pub(crate) fn find(selector: &str) -> Result<Text, JsValue> {
        Ok(Text::of(dom::find::<Element>(selector)?))
    }

    pub(crate) fn of(element: impl JsCast) -> Text {
        Text { element: element.unchecked_into(), shown: String::new() }
    }

    pub(crate) fn show(&mut self, text: &str) {
        if self.shown != text {
            self.element.set_text_content(Some(text));
            text.clone_into(&mut self.shown);
        }
    }
}
