//! The model picker, and the card of the model in use.

use std::cell::RefCell;

use app::scene::models::{Card, Choice, Picker, card, picker};
use app::state::Core;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, HtmlSelectElement};

use super::text::Text;
use crate::dom;

/// A value of more characters takes lines of its own.
const LONG: usize = 22;

pub(super) struct ModelsView {
    select: HtmlSelectElement,
    loading: Text,
    name: Text,
    about: Text,
    rows: HtmlElement,
    shown_picker: RefCell<Picker>,
    shown_card: RefCell<Option<Card>>,
}

impl ModelsView {
    pub(super) fn new() -> Result<ModelsView, JsValue> {
        Ok(ModelsView {
            select: dom::find("#model")?,
            loading: Text::find("#loading")?,
            name: Text::find("#card b")?,
            about: Text::find("#card p")?,
            rows: dom::find("#card dl")?,
            shown_picker: RefCell::default(),
            shown_card: RefCell::default(),
        })
    }

    pub(super) fn show(&self, core: &Core) -> Result<(), JsValue> {
        let picker = picker(core);
        if *self.shown_picker.borrow() != picker {
            if self.shown_picker.borrow().choices != picker.choices {
                self.show_choices(&picker.choices)?;
            }
            self.loading.show(if picker.is_loading { "loading…" } else { "" });
            self.shown_picker.replace(picker);
        }
        // The browser sets it by itself when another is chosen, which may then not come.
        self.select.set_value(&self.shown_picker.borrow().chosen);
        let card = card(core);
        if *self.shown_card.borrow() != card {
            self.show_card(card.as_ref())?;
            self.shown_card.replace(card);
        }
        Ok(())
    }

    fn show_choices(&self, choices: &[Choice]) -> Result<(), JsValue> {
        self.select.set_text_content(None);
        for choice in choices {
            let option = dom::append(&self.select, "option")?;
            dom::set_attribute(&option, "value", &choice.value);
            option.set_text_content(Some(&choice.label));
        }
        Ok(())
    }

    fn show_card(&self, card: Option<&Card>) -> Result<(), JsValue> {
        self.name.show(card.map_or("", |card| &card.name));
        self.about.show(card.map_or("", |card| card.about));
        self.rows.set_text_content(None);
        for (name, value) in card.iter().flat_map(|card| &card.rows) {
            for (tag, text) in [("dt", *name), ("dd", value)] {
                let element = dom::append(&self.rows, tag)?;
                element.set_text_content(Some(text));
                if value.len() > LONG {
                    dom::set_attribute(&element, "data-long", "");
                }
            }
        }
        Ok(())
    }
}
