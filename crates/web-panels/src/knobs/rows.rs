//! A neuron's knobs, one per row. Rows are kept while their values change, so that they keep focus and pointer capture.

use panels::knobs::KnobRow;
use wasm_bindgen::JsValue;
use web::{Markup, Shown, Text, dom};
use web_sys::HtmlElement;

use crate::bars::set_bar;

pub(super) struct Rows {
    list: HtmlElement,
    rows: Vec<Row>,
}

struct Row {
    item: HtmlElement,
    knob: HtmlElement,
    name: Text,
    value: Text,
    bar: HtmlElement,
    trained: HtmlElement,
    reset: HtmlElement,
    shown: Shown<KnobRow>,
}

impl Rows {
    pub(super) fn new(markup: &Markup) -> Rows {
        Rows { list: markup.find("#knob-list"), rows: Vec::new() }
    }

    pub(super) fn show(&mut self, scenes: &[KnobRow]) -> Result<(), JsValue> {
        while self.rows.len() < scenes.len() {
            self.rows.push(Row::new(&self.list)?);
        }
        for (i, row) in self.rows.iter_mut().enumerate() {
            row.item.set_hidden(i >= scenes.len());
            if let Some(scene) = scenes.get(i) {
                row.show(scene)?;
            }
        }
        Ok(())
    }
}

impl Row {
    fn new(list: &HtmlElement) -> Result<Row, JsValue> {
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
        Ok(Row { item, knob, name, value, bar, trained, reset, shown: Shown::default() })
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
