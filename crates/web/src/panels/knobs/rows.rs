//! The knobs of a neuron, a row each. The rows stay while their numbers change, so that pointer and focus can rest on one.

use std::cell::RefCell;

use app::number;
use app::panels::knobs::{KnobRow, Parameter};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::dom;
use crate::view::Text;

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
    rows: RefCell<Vec<Row>>,
}

struct Row {
    item: HtmlElement,
    knob: HtmlElement,
    name: Text,
    value: Text,
    bar: HtmlElement,
    trained: HtmlElement,
    reset: HtmlElement,
    shown: RefCell<Option<KnobRow>>,
}

impl Rows {
    pub(super) fn new() -> Result<Rows, JsValue> {
        Ok(Rows { list: dom::find("#knob-list")?, rows: RefCell::default() })
    }

    pub(super) fn show(&self, scenes: &[KnobRow]) -> Result<(), JsValue> {
        let mut rows = self.rows.borrow_mut();
        while rows.len() < scenes.len() {
            rows.push(Row::new(&self.list)?);
        }
        for (i, row) in rows.iter().enumerate() {
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
        let knob = dom::append(&item, "div")?;
        knob.set_class_name("knob");
        for (name, value) in [("role", "slider"), ("tabindex", "0"), ("aria-orientation", "horizontal")] {
            dom::set_attribute(&knob, name, value);
        }
        let name = dom::append(&knob, "span")?;
        let value = dom::append(&knob, "span")?;
        value.set_class_name("number");
        let track = dom::append(&knob, "span")?;
        track.set_class_name("track");
        let bar = dom::append(&track, "i")?;
        let trained = dom::append(&track, "i")?;
        trained.set_class_name("trained");
        let reset = dom::append(&item, "button")?;
        dom::set_attribute(&reset, "type", "button");
        dom::set_attribute(&reset, "title", "Reset to the trained value");
        reset.set_text_content(Some("↺"));
        let (name, value) = (Text::of(name), Text::of(value));
        Ok(Row { item, knob, name, value, bar, trained, reset, shown: RefCell::default() })
    }

    fn show(&self, scene: &KnobRow) -> Result<(), JsValue> {
        if self.shown.borrow().as_ref() == Some(scene) {
            return Ok(());
        }
        let id = id_of(scene.parameter);
        self.name.show(&scene.name);
        self.value.show(&scene.value);
        let text = |is: bool| if is { "true" } else { "false" };
        for (name, value) in [
            ("data-knob", id.as_str()),
            ("aria-label", &scene.name),
            ("aria-valuemin", &["-", &scene.reach].concat()),
            ("aria-valuemax", &scene.reach),
            ("aria-valuenow", &scene.number),
            ("aria-valuetext", &scene.spoken),
            ("aria-disabled", text(scene.is_frozen)),
            ("data-changed", text(scene.is_changed)),
            ("data-chosen", text(scene.is_chosen)),
        ] {
            dom::set_attribute(&self.knob, name, value);
        }
        let percent = |share: f32| [number::fixed(share, 2).as_str(), "%"].concat();
        self.bar.set_class_name(if scene.share < 0.0 { "negative" } else { "positive" });
        self.bar.style().set_property("left", &percent(50.0 + 50.0 * scene.share.min(0.0)))?;
        self.bar.style().set_property("width", &percent(50.0 * scene.share.abs()))?;
        self.trained.set_hidden(!scene.is_changed);
        self.trained.style().set_property("left", &percent(50.0 + 50.0 * scene.trained_share))?;
        // Where there is nothing to reset, the place stays, so that nothing jumps.
        self.reset.style().set_property("visibility", if scene.is_changed { "visible" } else { "hidden" })?;
        dom::set_attribute(&self.reset, "data-reset", &id);
        dom::set_attribute(&self.reset, "aria-label", &["Reset: ", &scene.name].concat());
        self.shown.replace(Some(scene.clone()));
        Ok(())
    }
}
