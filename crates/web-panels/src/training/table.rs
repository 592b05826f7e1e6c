//! Numbers as a table, for whoever reads no curves.

use wasm_bindgen::JsValue;
use web::{Shown, dom};
use web_sys::HtmlElement;

/// The body of a table, whose rows each begin with their name.
pub(super) struct Table {
    body: HtmlElement,
    shown: Shown<Vec<[String; 5]>>,
}

impl Table {
    pub(super) fn new(body: HtmlElement) -> Table {
        Table { body, shown: Shown::default() }
    }

    pub(super) fn show(&mut self, rows: &[[String; 5]]) -> Result<(), JsValue> {
        let body = &self.body;
        self.shown.update(rows.to_vec(), |rows, _| {
            body.set_text_content(None);
            for [name, numbers @ ..] in rows {
                let line = dom::append(body, "tr")?;
                let header = dom::append_text(&line, "th", name)?;
                dom::set_attribute(&header, "scope", "row");
                for number in numbers {
                    dom::append_text(&line, "td", number)?;
                }
            }
            Ok(())
        })
    }
}
