//! A drawing with what it is read as: a button that puts it on the pad.

use panels::training::results::mistakes::DrawingScene;
use wasm_bindgen::JsValue;
use web::{HeatMap, Text, dom};
use web_sys::HtmlElement;

use crate::kept_rows::Row;
use crate::picture::append_heat_map;

pub(super) struct DrawingView {
    item: HtmlElement,
    button: HtmlElement,
    picture: HeatMap,
    caption: Text,
}

impl Row for DrawingView {
    type Scene = DrawingScene;

    fn new(list: &HtmlElement) -> Result<DrawingView, JsValue> {
        let item = dom::append(list, "li")?;
        let button = dom::append_button(&item)?;
        let (_, picture) = append_heat_map(&button)?;
        let caption = Text::of(dom::append(&button, "span")?);
        Ok(DrawingView { item, button, picture, caption })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, drawing: &DrawingScene) -> Result<(), JsValue> {
        dom::set_attribute(&self.button, "data-drawing", &drawing.idx.to_string());
        self.caption.show(&drawing.caption);
        self.picture.show(&drawing.picture)
    }
}
