//! The ready-made damages: a button for each, what it costs, and a button that takes it back.

use app::named::Named;
use panels::knobs::DamageScene;
use wasm_bindgen::JsValue;
use web::{Markup, Text, dom};
use web_sys::HtmlElement;

pub(super) struct DamagesView {
    list: HtmlElement,
    rows: Vec<Row>,
}

struct Row {
    button: HtmlElement,
    name: Text,
    result: Text,
    undo: HtmlElement,
    explanation: Text,
}

impl DamagesView {
    pub(super) fn new(markup: &Markup) -> DamagesView {
        DamagesView { list: markup.find("#damages"), rows: Vec::new() }
    }

    pub(super) fn show(&mut self, damages: &[DamageScene]) -> Result<(), JsValue> {
        for damage in damages.iter().skip(self.rows.len()) {
            self.rows.push(Row::new(&self.list, damage)?);
        }
        self.rows.iter_mut().zip(damages).for_each(|(row, damage)| row.show(damage));
        Ok(())
    }
}

impl Row {
    fn new(list: &HtmlElement, scene: &DamageScene) -> Result<Row, JsValue> {
        let item = dom::append(list, "li")?;
        let button = dom::append_button(&item)?;
        let result = dom::append(&item, "output")?;
        let undo = dom::append_button(&item)?;
        undo.set_text_content(Some("Undo"));
        for button in [&button, &undo] {
            dom::set_attribute(button, "data-damage", scene.damage.name());
        }
        let explanation = Text::of(dom::append_with_class(&item, "p", "hint")?);
        Ok(Row { name: Text::of(button.clone()), button, result: Text::of(result), undo, explanation })
    }

    fn show(&mut self, scene: &DamageScene) {
        self.name.show(&scene.name);
        dom::set_flag(&self.button, "aria-pressed", scene.is_in_force);
        // Not `disabled`, so that the button keeps the focus.
        dom::set_flag(&self.button, "aria-disabled", !scene.is_possible);
        self.result.show(&scene.result);
        // Hidden, but not removed, so that the layout does not jump.
        dom::set_style(&self.undo, "visibility", if scene.is_in_force { "visible" } else { "hidden" });
        dom::set_attribute(&self.undo, "aria-label", &["Undo: ", &scene.name].concat());
        self.explanation.show(scene.explanation);
    }
}
