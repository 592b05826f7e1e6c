//! The ghost under the pen, and the button that shows it.

use panels::neuron::ghost::{ghost, verdict};
use wasm_bindgen::JsValue;
use web::{HeatMap, Markup, Shown, Text, dom};
use web_sys::HtmlElement;

use crate::context::ViewContext;

pub(super) struct GhostView {
    pad: HtmlElement,
    canvas: HtmlElement,
    picture: HeatMap,
    button: HtmlElement,
    hint: HtmlElement,
    verdict: Text,
    has_ghost: Shown<bool>,
}

impl GhostView {
    pub(super) fn new(markup: &Markup) -> GhostView {
        GhostView {
            pad: markup.find("#pad"),
            canvas: markup.find("#ghost"),
            picture: markup.heat_map("#ghost"),
            button: markup.find("#show-ghost"),
            hint: markup.find("#ghost-hint"),
            verdict: markup.text("#ghost-verdict"),
            has_ghost: Shown::default(),
        }
    }

    pub(super) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let &ViewContext { core, panels, derived, palette } = context;
        let ghost = ghost(&panels.neuron, core, derived.1, palette);
        self.verdict.show(verdict(&panels.neuron, core, derived.0));
        self.has_ghost.update(ghost.is_some(), |has_ghost, _| {
            self.canvas.set_hidden(!has_ghost);
            dom::set_attribute(&self.button, "aria-pressed", if *has_ghost { "true" } else { "false" });
            self.hint.set_hidden(!has_ghost);
            if *has_ghost {
                self.pad.scroll_into_view_with_bool(false);
            }
            Ok(())
        })?;
        ghost.map_or(Ok(()), |picture| self.picture.show(&picture))
    }
}
