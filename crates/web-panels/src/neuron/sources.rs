//! The strongest inputs of a deeper neuron, each a button with a picture of what it responds to.

use panels::neuron::sources::Source;
use wasm_bindgen::JsValue;
use web::{HeatMap, Text, dom};
use web_sys::HtmlElement;

use crate::kept_rows::Row;
use crate::picture::append_heat_map;

pub(super) struct SourceView {
    item: HtmlElement,
    button: HtmlElement,
    picture: HeatMap,
    name: Text,
    weight: Text,
}

impl Row for SourceView {
    type Scene = Source;

    fn new(list: &HtmlElement) -> Result<SourceView, JsValue> {
        let item = dom::append(list, "li")?;
        let button = dom::append_button(&item)?;
        let (_, picture) = append_heat_map(&button)?;
        Ok(SourceView {
            picture,
            name: Text::of(dom::append_with_class(&button, "span", "unseen")?),
            weight: Text::of(dom::append_with_class(&button, "span", "number")?),
            item,
            button,
        })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, source: &Source) -> Result<(), JsValue> {
        dom::set_attribute(&self.button, "data-term", &source.target.to_string());
        dom::set_attribute(&self.button, "title", &source.name);
        dom::set_flag(&self.button, "data-negative", source.is_negative);
        self.name.show(&source.name);
        self.weight.show(&source.weight);
        self.picture.show(&source.picture)
    }
}
