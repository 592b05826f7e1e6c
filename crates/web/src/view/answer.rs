//! The answer: on screen, for screen readers, and as attributes for scripts.

use app::derived::Derived;
use app::scene::page::{AnswerScene, announcement, answer_scene};
use app::state::Core;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::dom;
use crate::markup::Markup;
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
    pub(super) fn new(markup: &Markup) -> AnswerView {
        AnswerView {
            answer: markup.find("#answer"),
            digit: markup.text("#answer strong"),
            certainty: markup.text("#answer .certainty"),
            second_thought: markup.text("#answer .second-thought"),
            live: markup.text("#live"),
            shown: Shown::default(),
        }
    }

    pub(super) fn show(&mut self, core: &Core, derived: &Derived) -> Result<(), JsValue> {
        if let Some(sentence) = announcement(core, derived) {
            self.live.show(&sentence);
        }
        // Attributes are set only if they change, so that mutation observers are not called for nothing.
        self.shown.update(answer_scene(core, derived), |scene, _| {
            dom::set_attribute(&self.answer, "data-digit", &scene.digit);
            dom::set_attribute(&self.answer, "data-confidence", &scene.confidence);
            dom::set_flag(&self.answer, "data-covered", scene.is_covered);
            self.digit.show(&scene.digit);
            self.certainty.show(&scene.certainty);
            self.second_thought.show(&scene.second_thought);
            Ok(())
        })
    }
}
