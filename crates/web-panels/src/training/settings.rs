//! The fields of the settings. Sliders, lists and boxes take effect at once, texts when they are complete.

use panels::training::{Field, Msg, Setting, setting};
use wasm_bindgen::JsCast;
use web::{Markup, Message, Wiring, dom};
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::tell::tell;

pub(super) struct SettingsView {
    /// Every field with what stands beside it.
    fields: Vec<HtmlElement>,
    digits: Vec<HtmlElement>,
}

impl SettingsView {
    pub(super) fn new(markup: &Markup) -> SettingsView {
        SettingsView {
            fields: markup.find_all("[data-setting]"),
            digits: markup.find_all(".digits [data-digit]"),
        }
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

pub(super) fn listen(wiring: &mut Wiring) {
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
        return tell(Msg::Set(Setting::Digit(digit.parse().ok()?, element.checked())));
    }
    let meant = setting(&element.get_attribute("data-setting")?, &element.value());
    dom::set_flag(&element, "aria-invalid", meant.is_none());
    tell(Msg::Set(meant?))
}
