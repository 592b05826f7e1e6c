//! The model picker, and the card of the model in use.

use app::scene::models::{Card, Choice, Picker, card, picker};
use app::state::Core;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, HtmlSelectElement};

use crate::dom;
use crate::shown::Shown;
use crate::text::Text;

/// A value of more characters takes lines of its own.
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
    pub(super) fn new() -> Result<ModelsView, JsValue> {
        Ok(ModelsView {
            select: dom::find("#model")?,
            loading: Text::find("#loading")?,
            name: Text::find("#card b")?,
            about: Text::find("#card p")?,
            rows: dom::find("#card dl")?,
            choices: Shown::default(),
            card: Shown::default(),
        })
    }

    pub(super) fn show(&mut self, core: &Core) -> Result<(), JsValue> {
        let Picker { choices, chosen, is_loading } = picker(core);
        self.choices.update(choices, |choices, _| fill(&self.select, choices))?;
        self.loading.show(if is_loading { "loading…" } else { "" });
        // The browser sets it by itself when another is chosen, which may then not come.
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

/// Fills a selection with choices.
pub fn fill(select: &HtmlSelectElement, choices: &[Choice]) -> Result<(), JsValue> {
    select.set_text_content(None);
    for choice in choices {
        let option = dom::append_text(select, "option", &choice.label)?;
        dom::set_attribute(&option, "value", &choice.value);
    }
    Ok(())
}
