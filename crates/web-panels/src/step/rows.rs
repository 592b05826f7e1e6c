//! A neuron's weights with the largest gradients, each a button.

use panels::step::GradientRow;
use wasm_bindgen::JsValue;
use web::{Shown, Text, dom};
use web_sys::HtmlElement;

use crate::bars::set_bar;
use crate::kept_rows::Row;

pub(super) struct GradientView {
    item: HtmlElement,
    button: HtmlElement,
    name: Text,
    bar: HtmlElement,
    value: Text,
    shown: Shown<GradientRow>,
}

impl Row for GradientView {
    type Scene = GradientRow;

    fn new(list: &HtmlElement) -> Result<GradientView, JsValue> {
        let item = dom::append(list, "li")?;
        let button = dom::append_button(&item)?;
        let name = Text::of(dom::append(&button, "span")?);
        let track = dom::append_with_class(&button, "span", "bar")?;
        let bar = dom::append(&track, "i")?;
        let value = Text::of(dom::append_with_class(&button, "span", "number")?);
        Ok(GradientView { item, button, name, bar, value, shown: Shown::default() })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, scene: &GradientRow) -> Result<(), JsValue> {
        self.shown.update_ref(scene, || {
            dom::set_attribute(&self.button, "data-parameter", &scene.parameter.to_string());
            dom::set_flag(&self.button, "aria-pressed", scene.is_chosen);
            self.name.show(&scene.name);
            self.value.show(&scene.gradient);
            self.bar.set_class_name(if scene.share < 0.0 { "negative" } else { "positive" });
            set_bar(&self.bar, scene.share);
            Ok(())
        })
    }
}
