//! The model picker, and the card of the current model.

use app::scene::models::{Card, Choice, Picker, card, picker};
use app::state::Core;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, HtmlSelectElement};

use crate::dom;
use crate::markup::Markup;
use crate::shown::Shown;
use crate::text::Text;

/// Longer values get their own lines.
const LONG: usize = 22;

pub(super) struct ModelsView {
    select: HtmlSelectElement,
    loading: Text,
    name: Text,
    about: Text,
    rows: HtmlElement,
    choices: Shown<Vec<Choice>>,
    card: Shown<Option<Card>>,
}

impl ModelsView {
    pub(super) fn new(markup: &Markup) -> ModelsView {
        ModelsView {
            select: markup.find("#model"),
            loading: markup.text("#loading"),
            name: markup.text("#card h2"),
            about: markup.text("#card p"),
            rows: markup.find("#card dl"),
            choices: Shown::default(),
            card: Shown::default(),
        }
    }

    pub(super) fn show(&mut self, core: &Core) -> Result<(), JsValue> {
        let Picker { choices, chosen, is_loading } = picker(core);
        self.choices.update(choices, |choices, _| fill(&self.select, choices))?;
        self.loading.show(if is_loading { "loading…" } else { "" });
        // The browser has already selected the model that was chosen, but it may fail to load.
        self.select.set_value(&chosen);
        self.card.update(card(core), |card, _| {
            self.name.show(card.as_ref().map_or("", |card| &card.name));
            self.about.show(card.as_ref().map_or("", |card| card.about));
            self.rows.set_text_content(None);
            for (name, value) in card.iter().flat_map(|card| &card.rows) {
                for (tag, text) in [("dt", *name), ("dd", value)] {
                    let element = dom::append_text(&self.rows, tag, text)?;
                    if value.len() > LONG {
                        dom::set_attribute(&element, "data-long", "");
                    }
                }
            }
            Ok(())
        })
    }
}

/// Fills a drop-down list.
pub fn fill(select: &HtmlSelectElement, choices: &[Choice]) -> Result<(), JsValue> {
    select.set_text_content(None);
    for choice in choices {
        let option = dom::append_text(select, "option", &choice.label)?;
        dom::set_attribute(&option, "value", &choice.value);
    }
    Ok(())
}
