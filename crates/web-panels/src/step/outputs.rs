//! The ten outputs in a stage: a number and a bar each.

use panels::step::Output;
use wasm_bindgen::JsValue;
use web::{Shown, Text, dom};
use web_sys::HtmlElement;

use crate::bars::set_bar;
use crate::kept_rows::Row;

pub(super) struct OutputView {
    item: HtmlElement,
    value: Text,
    bar: HtmlElement,
    before: HtmlElement,
    shown: Shown<Output>,
}

impl Row for OutputView {
    type Scene = Output;

    fn new(list: &HtmlElement) -> Result<OutputView, JsValue> {
        let item = dom::append(list, "li")?;
        // The outputs are the digits in order.
        let digit = list.child_element_count() - 1;
        dom::append_text(&item, "b", &digit.to_string())?;
        let track = dom::append_with_class(&item, "span", "bar")?;
        let bar = dom::append(&track, "i")?;
        let before = dom::append_with_class(&track, "i", "before")?;
        let value = Text::of(dom::append_with_class(&item, "span", "number")?);
        Ok(OutputView { item, value, bar, before, shown: Shown::default() })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, scene: &Output) -> Result<(), JsValue> {
        self.shown.update_ref(scene, || {
            dom::set_flag(&self.item, "data-target", scene.is_target);
            self.value.show(&scene.text);
            if scene.is_signed {
                self.bar.set_class_name(if scene.share < 0.0 { "negative" } else { "positive" });
                set_bar(&self.bar, scene.share);
            } else {
                self.bar.set_class_name("plain");
                dom::set_length(&self.bar, "left", 0.0, "%");
                dom::set_length(&self.bar, "width", 100.0 * scene.share, "%");
            }
            self.before.set_hidden(scene.before.is_none());
            dom::set_length(&self.before, "left", 100.0 * scene.before.unwrap_or_default(), "%");
            Ok(())
        })
    }
}
