//! The models to choose from, each with a few words on it.

use app::model::ModelSource;
use app::panels::models::{ChoiceCard, choice_cards};
use app::state::State;
use wasm_bindgen::JsValue;
use web_sys::{Element, Event, HtmlElement};

use crate::dom;
use crate::input::event::closest;
use crate::shown::Shown;
use crate::wiring::Wiring;

pub(super) struct ChoiceView {
    list: HtmlElement,
    buttons: Vec<HtmlElement>,
    shown: Shown<Vec<ChoiceCard>>,
}

impl ChoiceView {
    pub(super) fn new() -> Result<ChoiceView, JsValue> {
        Ok(ChoiceView { list: dom::find("#choices")?, buttons: Vec::new(), shown: Shown::default() })
    }

    pub(super) fn show(&mut self, state: &State) -> Result<(), JsValue> {
        self.shown.update(choice_cards(state), |cards, before| {
            // The button that was pressed keeps the focus: only what has changed is made anew.
            let values =
                |cards: &[ChoiceCard]| cards.iter().map(|card| card.value.clone()).collect::<Vec<_>>();
            if before.is_none_or(|before| values(before) != values(cards)) {
                self.list.set_text_content(None);
                let buttons = cards.iter().map(|card| make_button(&self.list, card));
                self.buttons = buttons.collect::<Result<_, JsValue>>()?;
            }
            for (button, card) in self.buttons.iter().zip(cards) {
                dom::set_flag(button, "aria-pressed", card.is_in_use);
                dom::find_within(button, "b")?.set_text_content(Some(&card.label));
            }
            Ok(())
        })
    }
}

fn make_button(list: &Element, card: &ChoiceCard) -> Result<HtmlElement, JsValue> {
    let item = dom::append(list, "li")?;
    let button = dom::append_button(&item)?;
    dom::set_attribute(&button, "value", &card.value);
    dom::append(&button, "b")?;
    dom::append_text(&button, "span", card.about)?;
    Ok(button)
}

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let list: HtmlElement = dom::find("#choices")?;
    wiring.on(&list, "click", |event: &Event| {
        ModelSource::from_name(&closest(event, "button")?.get_attribute("value")?)
            .map(app::msg::Msg::ChooseModel)
    })
}
