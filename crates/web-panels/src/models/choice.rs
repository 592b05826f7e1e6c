//! The list of models, each with a short description.

use app::msg::Msg as CoreMsg;
use app::state::Core;
use models::ModelSource;
use panels::models::scene::{ChoiceCard, choice_cards};
use wasm_bindgen::JsValue;
use web::event::closest;
use web::{Markup, Shown, Wiring, dom};
use web_sys::{Element, Event, HtmlElement};

pub(crate) struct ChoiceView {
    list: HtmlElement,
    buttons: Vec<HtmlElement>,
    shown: Shown<Vec<ChoiceCard>>,
}

impl ChoiceView {
    pub(crate) fn new(markup: &Markup) -> ChoiceView {
        ChoiceView { list: markup.find("#choices"), buttons: Vec::new(), shown: Shown::default() }
    }

    pub(crate) fn show(&mut self, core: &Core) -> Result<(), JsValue> {
        self.shown.update(choice_cards(core), |cards, before| {
            // Buttons are kept if possible, so that the pressed one keeps the focus.
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

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.on("#choices", "click", |event: &Event| {
        ModelSource::from_name(&closest(event, "button")?.get_attribute("value")?).map(CoreMsg::ChooseModel)
    });
}
