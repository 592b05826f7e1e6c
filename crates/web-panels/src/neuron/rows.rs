//! The terms of the weighted sum, one per row, with an image, a bar and a number.

use panels::neuron::scene::Term;
use wasm_bindgen::JsValue;
use web::{HeatMap, Text, dom};
use web_sys::HtmlElement;

use crate::bars::set_bar;
use crate::kept_rows::Row;
use crate::picture::append_heat_map;

pub(super) struct TermView {
    item: HtmlElement,
    button: HtmlElement,
    canvas: HtmlElement,
    picture: HeatMap,
    name: Text,
    weight: HtmlElement,
    contribution: HtmlElement,
    value: Text,
}

impl Row for TermView {
    type Scene = Term;

    fn new(list: &HtmlElement) -> Result<TermView, JsValue> {
        let item = dom::append(list, "li")?;
        let button = dom::append_button(&item)?;
        let (canvas, picture) = append_heat_map(&button)?;
        let name = Text::of(dom::append_with_class(&button, "span", "name")?);
        let value = Text::of(dom::append_with_class(&button, "span", "number")?);
        let bar = dom::append_with_class(&button, "span", "bar")?;
        Ok(TermView {
            picture,
            name,
            weight: dom::append_with_class(&bar, "i", "weight")?,
            contribution: dom::append(&bar, "i")?,
            value,
            item,
            button,
            canvas,
        })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, term: &Term) -> Result<(), JsValue> {
        dom::set_attribute(&self.button, "data-term", &term.target.to_string());
        self.canvas.set_hidden(term.picture.is_none());
        if let Some(picture) = &term.picture {
            self.picture.show(picture)?;
        }
        self.name.show(&term.name);
        self.value.show(&term.value);
        set_bar(&self.weight, term.weight);
        set_bar(&self.contribution, term.contribution);
        self.contribution.set_class_name(if term.contribution < 0.0 { "negative" } else { "positive" });
        Ok(())
    }
}
