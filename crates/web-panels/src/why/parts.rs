//! What each ninth of the drawing contributes: a number and a bar, laid out like the picture.

use panels::why::parts::Part;
use wasm_bindgen::JsValue;
use web::{Text, dom};
use web_sys::HtmlElement;

use crate::bars::set_bar;
use crate::kept_rows::Row;

pub(super) struct PartView {
    item: HtmlElement,
    name: Text,
    number: Text,
    bar: HtmlElement,
}

impl Row for PartView {
    type Scene = Part;

    fn new(list: &HtmlElement) -> Result<PartView, JsValue> {
        let item = dom::append(list, "li")?;
        let name = Text::of(dom::append_with_class(&item, "span", "unseen")?);
        let number = Text::of(dom::append_with_class(&item, "span", "number")?);
        let track = dom::append_with_class(&item, "div", "bar")?;
        let bar = dom::append(&track, "i")?;
        Ok(PartView { item, name, number, bar })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, part: &Part) -> Result<(), JsValue> {
        self.name.show(&[part.name, ": "].concat());
        self.number.show(&part.value);
        self.bar.set_class_name(if part.share < 0.0 { "negative" } else { "positive" });
        self.bar.set_hidden(part.share == 0.0);
        set_bar(&self.bar, part.share);
        Ok(())
    }
}
