//! The confusion matrix: a table whose cells are buttons. One of them at a time is reached by Tab, the others by arrow keys.

use std::ops::Range;

use panels::training::results::confusion::{Cell, CellScene};
use panels::training::results::mistakes::MistakesScene;
use wasm_bindgen::JsValue;
use web::{Shown, Text, dom};
use web_sys::HtmlElement;

pub(super) struct ConfusionView {
    body: HtmlElement,
    /// Row by row.
    cells: Vec<CellView>,
}

struct CellView {
    cell: Cell,
    button: HtmlElement,
    number: Text,
    shown: Shown<CellScene>,
}

impl ConfusionView {
    /// The view in `body`, which is empty so far.
    pub(super) fn new(body: HtmlElement) -> ConfusionView {
        ConfusionView { body, cells: Vec::new() }
    }

    pub(super) fn show(&mut self, scene: &MistakesScene) -> Result<(), JsValue> {
        if self.cells.is_empty() {
            let digits = 0..scene.rows.len() as u8;
            for written in digits.clone() {
                self.append_row(written, digits.clone())?;
            }
        }
        let has_focus = self.body.contains(dom::document()?.active_element().as_deref());
        for (view, cell) in self.cells.iter_mut().zip(scene.rows.iter().flatten()) {
            view.show(cell)?;
            dom::set_flag(&view.button, "aria-pressed", scene.chosen == Some(view.cell));
            let is_reached = view.cell == scene.cursor;
            dom::set_attribute(&view.button, "tabindex", if is_reached { "0" } else { "-1" });
            if is_reached && has_focus {
                view.button.focus()?;
            }
        }
        Ok(())
    }

    fn append_row(&mut self, written: u8, digits: Range<u8>) -> Result<(), JsValue> {
        let row = dom::append(&self.body, "tr")?;
        let header = dom::append_text(&row, "th", &written.to_string())?;
        dom::set_attribute(&header, "scope", "row");
        for cell in digits.filter_map(|read| Cell::new(written, read)) {
            let place = dom::append(&row, "td")?;
            let button = dom::append_button(&place)?;
            dom::set_attribute(&button, "data-cell", &cell.to_string());
            dom::set_flag(&button, "data-right", !cell.is_mistake());
            let number = Text::of(dom::append(&button, "span")?);
            self.cells.push(CellView { cell, button, number, shown: Shown::default() });
        }
        Ok(())
    }
}

impl CellView {
    fn show(&mut self, scene: &CellScene) -> Result<(), JsValue> {
        let (button, Cell { written, read }) = (&self.button, self.cell);
        self.shown.update_ref(scene, || {
            let n = scene.n.to_string();
            // The eye looks for what is not nothing.
            self.number.show(if scene.n == 0 { "·" } else { &n });
            let name = [&written.to_string(), " read as ", &read.to_string(), ": ", &n].concat();
            dom::set_attribute(button, "aria-label", &name);
            dom::set_length(button, "--share", 100.0 * scene.share, "%");
            dom::set_flag(button, "data-none", scene.n == 0);
            Ok(())
        })
    }
}
