//! A neuron's knobs, one per row.

use panels::knobs::KnobRow;
use wasm_bindgen::JsValue;
use web::{Shown, Text, dom};
use web_sys::HtmlElement;

use crate::bars::set_bar;
use crate::kept_rows::Row;

pub(super) struct KnobView {
    item: HtmlElement,
    knob: HtmlElement,
    name: Text,
    value: Text,
    bar: HtmlElement,
    trained: HtmlElement,
    reset: HtmlElement,
    shown: Shown<KnobRow>,
}

impl Row for KnobView {
    type Scene = KnobRow;

    fn new(list: &HtmlElement) -> Result<KnobView, JsValue> {
        let item = dom::append(list, "li")?;
        let knob = dom::append_with_class(&item, "div", "knob")?;
        for (name, value) in [("role", "slider"), ("tabindex", "0"), ("aria-orientation", "horizontal")] {
            dom::set_attribute(&knob, name, value);
        }
        let name = Text::of(dom::append(&knob, "span")?);
        let value = Text::of(dom::append_with_class(&knob, "span", "number")?);
        let track = dom::append_with_class(&knob, "span", "track")?;
        let bar = dom::append(&track, "i")?;
        let trained = dom::append_with_class(&track, "i", "trained")?;
        let reset = dom::append_button(&item)?;
        dom::set_attribute(&reset, "title", "Reset to the trained value");
        reset.set_text_content(Some("↺"));
        Ok(KnobView { item, knob, name, value, bar, trained, reset, shown: Shown::default() })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, scene: &KnobRow) -> Result<(), JsValue> {
        self.shown.update_ref(scene, || {
            let id = scene.parameter.to_string();
            self.name.show(&scene.name);
            self.value.show(&scene.value);
            for (name, value) in [
                ("data-knob", id.as_str()),
                ("aria-label", &scene.name),
                ("aria-valuemin", &["-", &scene.slider_range].concat()),
                ("aria-valuemax", &scene.slider_range),
                ("aria-valuenow", &scene.number),
                ("aria-valuetext", &scene.spoken),
            ] {
                dom::set_attribute(&self.knob, name, value);
            }
            dom::set_flag(&self.knob, "aria-disabled", scene.is_frozen);
            dom::set_flag(&self.knob, "data-changed", scene.is_changed);
            dom::set_flag(&self.knob, "data-chosen", scene.is_chosen);
            self.bar.set_class_name(if scene.share < 0.0 { "negative" } else { "positive" });
            set_bar(&self.bar, scene.share);
            self.trained.set_hidden(!scene.is_changed);
            dom::set_length(&self.trained, "left", 50.0 + 50.0 * scene.trained_share, "%");
            // Hidden, but not removed, so that the layout does not jump.
            dom::set_style(&self.reset, "visibility", if scene.is_changed { "visible" } else { "hidden" });
            dom::set_attribute(&self.reset, "data-reset", &id);
            dom::set_attribute(&self.reset, "aria-label", &["Reset: ", &scene.name].concat());
            Ok(())
        })
    }
}
