//! The knobs of a neuron, a row each. The rows stay while their numbers change, so that pointer and focus can rest on one.

use app::panels::knobs::{KnobRow, Parameter};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::dom;
use crate::shown::Shown;
use crate::view::{Text, set_bar};

/// `data-knob` of a knob: `LAYER:NEURON:INPUT`, the bias without the input.
pub(super) fn id_of(parameter: Parameter) -> String {
    let from = parameter.from.map_or_else(String::new, |from| from.to_string());
    [parameter.layer_idx.to_string(), parameter.to.to_string(), from].join(":")
}

/// The knob that it names.
pub(super) fn parameter_of(id: &str) -> Option<Parameter> {
    let mut parts = id.split(':');
    let (layer_idx, to, from) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    Some(Parameter { layer_idx, to, from: if from.is_empty() { None } else { Some(from.parse().ok()?) } })
}

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
    pub(super) fn new() -> Result<Rows, JsValue> {
        Ok(Rows { list: dom::find("#knob-list")?, rows: Vec::new() })
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
        dom::set_attribute(&reset, "title", "As in the trained model");
        reset.set_text_content(Some("↺"));
        Ok(Row { item, knob, name, value, bar, trained, reset, shown: Shown::default() })
    }

    fn show(&mut self, scene: &KnobRow) -> Result<(), JsValue> {
        self.shown.update_ref(scene, || {
            let id = id_of(scene.parameter);
            self.name.show(&scene.name);
            self.value.show(&scene.value);
            for (name, value) in [
                ("data-knob", id.as_str()),
                ("aria-label", &scene.name),
                ("aria-valuemin", &["-", &scene.reach].concat()),
                ("aria-valuemax", &scene.reach),
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
            // Where there is nothing to reset, the place stays, so that nothing jumps.
            dom::set_style(&self.reset, "visibility", if scene.is_changed { "visible" } else { "hidden" });
            dom::set_attribute(&self.reset, "data-reset", &id);
            dom::set_attribute(&self.reset, "aria-label", &["Reset: ", &scene.name].concat());
            Ok(())
        })
    }
}
