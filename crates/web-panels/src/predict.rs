//! Predict first: the choices over the covered answer, the verdict with the score, and the mark on the page by which its styles
//! cover the rest.

use panels::predict::scene::{PredictScene, predict_scene};
use panels::predict::{Msg, Prediction};
use wasm_bindgen::JsValue;
use web::{Markup, Shown, Text, Wiring, dom};
use web_sys::HtmlElement;

use crate::context::ViewContext;
use crate::tell::tell;

pub(crate) struct PredictView {
    root: HtmlElement,
    choices: HtmlElement,
    buttons: Vec<HtmlElement>,
    /// Where the focus goes when the choices go.
    why: HtmlElement,
    line: Text,
    shown: Shown<PredictScene>,
}

impl PredictView {
    pub(crate) fn new(markup: &Markup) -> PredictView {
        PredictView {
            root: markup.find("html"),
            choices: markup.find("#predict"),
            buttons: markup.find_all("[data-say]"),
            why: markup.find("#ask-why"),
            line: markup.text("#prediction"),
            shown: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        self.shown.update(predict_scene(&context.panels.predict, context.core), |scene, _| {
            dom::set_present(&self.root, "data-covered", scene.is_covering);
            let focused = dom::document()?.active_element();
            let had_focus = focused.is_some_and(|focused| self.choices.contains(Some(&focused)));
            self.choices.set_hidden(!scene.is_covering);
            for button in &self.buttons {
                dom::set_present(button, "disabled", !scene.can_be_said);
            }
            self.line.show(&scene.line);
            if had_focus && !scene.is_covering { self.why.focus() } else { Ok(()) }
        })
    }
}

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.control("[data-say]", "click", |button: &HtmlElement| {
        tell(Msg::Say(Prediction::from_name(&button.get_attribute("data-say")?)?))
    });
}
