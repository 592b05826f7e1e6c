//! Numbers as a table, for whoever reads no curves.

use wasm_bindgen::JsValue;
use web::{Text, dom};
use web_sys::HtmlElement;

use crate::kept_rows::Row;

/// A row, which begins with its name.
pub(super) struct TableRow {
    item: HtmlElement,
    cells: [Text; 5],
}

impl Row for TableRow {
    type Scene = [String; 5];

    fn new(list: &HtmlElement) -> Result<TableRow, JsValue> {
        let item = dom::append(list, "tr")?;
        let header = dom::append(&item, "th")?;
        dom::set_attribute(&header, "scope", "row");
        let cell = || Ok::<_, JsValue>(Text::of(dom::append(&item, "td")?));
        Ok(TableRow { cells: [Text::of(header), cell()?, cell()?, cell()?, cell()?], item })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, texts: &[String; 5]) -> Result<(), JsValue> {
        for (cell, text) in self.cells.iter_mut().zip(texts) {
            cell.show(text);
        }
        Ok(())
    }
}
