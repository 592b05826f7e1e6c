//! The line below the list of outputs that says what they are.

use panels::outputs::explanation;
use wasm_bindgen::JsValue;
use web::{Markup, Text};

use crate::context::ViewContext;

pub(crate) struct OutputsView {
    explanation: Text,
}

impl OutputsView {
    pub(crate) fn new(markup: &Markup) -> OutputsView {
        OutputsView { explanation: markup.text("#outputs-explained") }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        if let Some(model) = context.core.model() {
            self.explanation.show(&explanation(model));
        }
        Ok(())
    }
}
