//! Ten bars: a neuron's average activation for each of the built-in digits.

use panels::neuron::fires_for::FiresFor;
use wasm_bindgen::JsValue;
use web::{Markup, Text, dom};
use web_sys::HtmlElement;

pub(super) struct FiresForView {
    whole: HtmlElement,
    title: Text,
    list: HtmlElement,
    /// For each digit, its place and its bar; empty until first shown.
    bars: Vec<(HtmlElement, HtmlElement)>,
}

impl FiresForView {
    pub(super) fn new(markup: &Markup) -> FiresForView {
        FiresForView {
            whole: markup.find("#fires-for"),
            title: markup.text("#fires-for h3"),
            list: markup.find("#fires-for ol"),
            bars: Vec::new(),
        }
    }

    /// Keeps its place while nothing is known, so that nothing jumps.
    pub(super) fn show(&mut self, scene: Option<&FiresFor>) -> Result<(), JsValue> {
        dom::set_style(&self.whole, "visibility", if scene.is_some() { "visible" } else { "hidden" });
        for digit in self.bars.len()..10 {
            let item = dom::append(&self.list, "li")?;
            let track = dom::append(&item, "div")?;
            dom::append_text(&item, "span", &digit.to_string())?;
            self.bars.push((item, dom::append(&track, "i")?));
        }
        let Some(scene) = scene else { return Ok(()) };
        self.title.show(&scene.title);
        dom::set_attribute(&self.list, "data-full", &scene.full);
        let values: Vec<String> =
            (0..).zip(&scene.values).map(|(digit, value)| format!("{digit}: {value}")).collect();
        let spoken = [&scene.title, ". Average activation for each digit: ", &values.join(", ")].concat();
        dom::set_attribute(&self.whole, "aria-label", &spoken);
        // Zero is at the bottom, or in the middle if any average is negative.
        let zero = if scene.shares.iter().any(|share| *share < 0.0) { 50.0 } else { 0.0 };
        for (digit, (item, bar)) in self.bars.iter().enumerate() {
            let share = scene.shares[digit];
            dom::set_flag(item, "data-named", scene.is_named[digit]);
            dom::set_attribute(
                item,
                "title",
                &[&digit.to_string(), ": ", &scene.values[digit], " on average"].concat(),
            );
            dom::set_length(bar, "bottom", zero + (100.0 - zero) * share.min(0.0), "%");
            dom::set_length(bar, "height", (100.0 - zero) * share.abs(), "%");
        }
        Ok(())
    }
}
