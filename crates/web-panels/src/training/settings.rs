//! The fields of the settings, each with what it does. Sliders, lists and boxes take effect at once, texts when they are complete.

use panels::training::{Field, Msg, Setting, explanation, setting};
use wasm_bindgen::{JsCast, JsValue};
use web::event::closest_attribute;
use web::{Markup, Message, Text, Wiring, dom};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::tell::tell;

pub(super) struct SettingsView {
    /// Every field with what stands beside it.
    fields: Vec<HtmlElement>,
    digits: Vec<HtmlElement>,
    says: Text,
}

impl SettingsView {
    pub(super) fn new(markup: &Markup) -> SettingsView {
        for setting in markup.find_all(".settings [data-says]") {
            dom::warn_on_error(describe(&setting));
        }
        SettingsView {
            fields: markup.find_all("[data-setting]"),
            digits: markup.find_all(".digits [data-digit]"),
            says: markup.text("#setting-says"),
        }
    }

    /// Says what the setting with this name does.
    pub(super) fn explain(&mut self, name: &str) {
        let text = explanation(name);
        self.says.show(if text.is_empty() { "Point at a setting to see what it does." } else { text });
    }

    pub(super) fn show(&self, fields: &[Field], digits: &[bool; 10]) {
        for element in &self.fields {
            let name = element.get_attribute("data-setting");
            let Some(field) = fields.iter().find(|field| Some(field.name) == name.as_deref()) else {
                continue;
            };
            match element.dyn_ref::<HtmlSelectElement>() {
                Some(select) => select.set_value(&field.value),
                None => element.unchecked_ref::<HtmlInputElement>().set_value(&field.value),
            }
            if !field.text.is_empty() {
                dom::set_attribute(element, "aria-valuetext", &field.text);
                if let Some(output) = element.next_element_sibling() {
                    output.set_text_content(Some(&field.text));
                }
            }
        }
        for (checkbox, occurs) in self.digits.iter().zip(digits) {
            checkbox.unchecked_ref::<HtmlInputElement>().set_checked(*occurs);
        }
    }
}

/// Describes a setting to whoever hears the page: what is hidden inside its label is read out after its name and value.
fn describe(setting: &Element) -> Result<(), JsValue> {
    let name = setting.get_attribute("data-says").unwrap_or_default();
    let text = dom::append_text(setting, "span", explanation(&name))?;
    let id = ["says-", &name].concat();
    dom::set_attribute(&text, "id", &id);
    text.set_hidden(true);
    let field = setting.query_selector("[data-setting], select")?;
    dom::set_attribute(field.as_ref().unwrap_or(setting), "aria-describedby", &id);
    Ok(())
}

pub(super) fn listen(wiring: &mut Wiring) {
    for event in ["pointerover", "focusin"] {
        wiring.on("section[data-panel='train']", event, |event: &Event| {
            tell(Msg::Explain(closest_attribute(event, "data-says")?))
        });
    }
    wiring.on("section[data-panel='train']", "input", |event: &Event| changed(event, false));
    wiring.on("section[data-panel='train']", "change", |event: &Event| changed(event, true));
}

/// What a change of a field means. Texts count when they are complete, all else at once.
fn changed(event: &Event, is_complete: bool) -> Option<Message> {
    let element: HtmlInputElement = event.target()?.unchecked_into();
    let is_text = matches!(element.get_attribute("type").as_deref(), Some("text" | "number"));
    if is_text != is_complete {
        return None;
    }
    if let Some(digit) = element.get_attribute("data-digit") {
        return tell(Msg::Set(Setting::Ways(digit.parse().ok()?, u16::MAX, element.checked())));
    }
    let meant = setting(&element.get_attribute("data-setting")?, &element.value());
    dom::set_flag(&element, "aria-invalid", meant.is_none());
    tell(Msg::Set(meant?))
}
