//! The models to choose from, each with a few words on it.

use std::cell::RefCell;

use app::panels::models::{ChoiceCard, choice_cards};
use app::state::State;
use models::ModelSource;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement};

use crate::dom;
use crate::input::Wiring;

pub(super) struct ChoiceView {
    list: HtmlElement,
    shown: RefCell<Vec<ChoiceCard>>,
}

impl ChoiceView {
    pub(super) fn new() -> Result<ChoiceView, JsValue> {
        Ok(ChoiceView { list: dom::find("#choices")?, shown: RefCell::default() })
    }

    pub(super) fn show(&self, state: &State) -> Result<(), JsValue> {
        let cards = choice_cards(state);
        if *self.shown.borrow() == cards {
            return Ok(());
        }
        // The button that was pressed keeps the focus: only what has changed is made anew.
        let has_same_models = {
            let shown = self.shown.borrow();
            let values =
                |cards: &[ChoiceCard]| cards.iter().map(|card| card.value.clone()).collect::<Vec<_>>();
            values(&shown) == values(&cards)
        };
        if !has_same_models {
            self.list.set_text_content(None);
            for card in &cards {
                let item: Element = dom::append(&self.list, "li")?.into();
                let button = dom::append(&item, "button")?;
                dom::set_attribute(&button, "type", "button");
                dom::set_attribute(&button, "value", &card.value);
                dom::append(&button, "b")?;
                dom::append(&button, "span")?.set_text_content(Some(card.about));
            }
        }
        let buttons = dom::find_all::<Element>("#choices button")?;
        for (button, card) in buttons.iter().zip(&cards) {
            dom::set_attribute(button, "aria-pressed", if card.is_in_use { "true" } else { "false" });
            if let Some(label) = button.first_element_child() {
                label.set_text_content(Some(&card.label));
            }
        }
        self.shown.replace(cards);
        Ok(())
    }
}

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let list: HtmlElement = dom::find("#choices")?;
    wiring.on(&list, "click", |event: Event| {
        let button = event.target()?.dyn_into::<Element>().ok()?.closest("button").ok()??;
        ModelSource::from_name(&button.get_attribute("value")?).map(app::msg::Msg::ChooseModel)
    })
}
