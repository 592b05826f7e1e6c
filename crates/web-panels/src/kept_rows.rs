//! Rows of a list that are kept while their contents change, so that they keep focus and pointer capture.

use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// A row that shows a scene.
pub(crate) trait Row: Sized {
    /// What it shows.
    type Scene;

    /// A new row at the end of the list.
    fn new(list: &HtmlElement) -> Result<Self, JsValue>;

    /// Its element, which is hidden while there is nothing to show.
    fn item(&self) -> &HtmlElement;

    /// Shows the scene.
    fn show(&mut self, scene: &Self::Scene) -> Result<(), JsValue>;
}

/// A list of rows.
pub(crate) struct KeptRows<R> {
    list: HtmlElement,
    rows: Vec<R>,
}

impl<R: Row> KeptRows<R> {
    /// Rows in `list`, which is empty so far.
    pub(crate) fn new(list: HtmlElement) -> KeptRows<R> {
        KeptRows { list, rows: Vec::new() }
    }

    /// Shows one scene in each row, and hides the rows that are left over.
    pub(crate) fn show(&mut self, scenes: &[R::Scene]) -> Result<(), JsValue> {
        while self.rows.len() < scenes.len() {
            self.rows.push(R::new(&self.list)?);
        }
        for (row_idx, row) in self.rows.iter_mut().enumerate() {
            let scene = scenes.get(row_idx);
            row.item().set_hidden(scene.is_none());
            if let Some(scene) = scene {
                row.show(scene)?;
            }
        }
        Ok(())
    }
}
