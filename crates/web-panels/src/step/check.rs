//! The check of a gradient: which knob, how far it is turned, the two slopes, and the loss for every position of the knob.

use app::number;
use panels::step::CheckScene;
use wasm_bindgen::JsValue;
use web::{Markup, Shown, Text, dom};
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

pub(super) struct CheckView {
    whole: HtmlElement,
    neuron: Text,
    list: HtmlSelectElement,
    epsilon: HtmlInputElement,
    epsilon_text: Text,
    losses: [Text; 2],
    difference: Text,
    slopes: [Text; 2],
    relative: Text,
    verdict: Text,
    function: Element,
    tangent: Element,
    mark: Element,
    ends: Vec<HtmlElement>,
    shown: Shown<CheckScene>,
}

impl CheckView {
    pub(super) fn new(markup: &Markup) -> CheckView {
        CheckView {
            whole: markup.find("#step-check"),
            neuron: markup.text("#check-neuron"),
            list: markup.find("#check-knob"),
            epsilon: markup.find("#check-epsilon"),
            epsilon_text: markup.text("#check-epsilon + output"),
            losses: [markup.text("#check-up"), markup.text("#check-down")],
            difference: markup.text("#check-difference"),
            slopes: [markup.text("#check-slope"), markup.text("#check-exact")],
            relative: markup.text("#check-relative"),
            verdict: markup.text("#check-verdict"),
            function: markup.find("#step-check .function"),
            tangent: markup.find("#step-check .tangent"),
            mark: markup.find("#step-check circle"),
            ends: markup.find_all("#check-curve span"),
            shown: Shown::default(),
        }
    }

    pub(super) fn show(&mut self, scene: Option<&CheckScene>) -> Result<(), JsValue> {
        self.whole.set_hidden(scene.is_none());
        let Some(scene) = scene else { return Ok(()) };
        self.shown.update_ref(scene, || {
            self.neuron.show(&scene.neuron);
            self.list.set_text_content(None);
            for (parameter, text, is_chosen) in &scene.choices {
                let option = dom::append_text(&self.list, "option", text)?;
                dom::set_attribute(&option, "value", &parameter.to_string());
                if *is_chosen {
                    dom::set_attribute(&option, "selected", "");
                }
            }
            let epsilon = number::significant(scene.epsilon);
            dom::set_attribute(&self.epsilon, "aria-valuetext", &epsilon);
            self.epsilon_text.show(&epsilon);
            for (text, loss) in self.losses.iter_mut().zip(&scene.losses) {
                text.show(loss);
            }
            self.difference.show(&scene.difference);
            for (text, slope) in self.slopes.iter_mut().zip(&scene.slopes) {
                text.show(slope);
            }
            self.relative.show(&scene.relative);
            self.verdict.show(&scene.verdict);
            dom::set_attribute(&self.function, "d", &scene.curve.path);
            dom::set_attribute(&self.tangent, "d", &scene.curve.tangent);
            dom::set_attribute(&self.mark, "cx", &scene.curve.mark.0);
            dom::set_attribute(&self.mark, "cy", &scene.curve.mark.1);
            for (element, text) in self.ends.iter().zip(&scene.curve.ends) {
                element.set_text_content(Some(text));
            }
            Ok(())
        })
    }
}
