//! The answer, for the eye, for the ear, and for whoever reads the page from outside.

use app::derived::Derived;
use app::scene::page::{AnswerScene, announcement, answer_scene};
use app::state::Core;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::dom;
use crate::shown::Shown;
use crate::text::Text;

pub(super) struct AnswerView {
    answer: HtmlElement,
    digit: Text,
    certainty: Text,
    second_thought: Text,
    live: Text,
    shown: Shown<AnswerScene>,
}

impl AnswerView {
    pub(super) fn new() -> Result<AnswerView, JsValue> {
        Ok(AnswerView {
            answer: dom::find("#answer")?,
            digit: Text::find("#answer strong")?,
            certainty: Text::find("#answer .certainty")?,
            second_thought: Text::find("#answer .second-thought")?,
            live: Text::find("#live")?,
            shown: Shown::default(),
        })
    }

    pub(super) fn show(&mut self, core: &Core, derived: &Derived) -> Result<(), JsValue> {
        if let Some(sentence) = announcement(core, derived) {
            self.live.show(&sentence);
        }
        // Whoever watches the attributes from outside is woken by changes alone.
        self.shown.update(answer_scene(core, derived), |scene, _| {
            dom::set_attribute(&self.answer, "data-digit", &scene.digit);
            dom::set_attribute(&self.answer, "data-confidence", &scene.confidence);
            self.digit.show(&scene.digit);
            self.certainty.show(&scene.certainty);
            self.second_thought.show(&scene.second_thought);
            Ok(())
        })
    }
}
