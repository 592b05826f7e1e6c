//! Controls, notes, and the attributes of the root element.

use app::named::Named;
use app::number;
use app::pad::Tool;
use app::scene::page::is_shown;
use app::state::Core;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::dom;
use crate::markup::Markup;
use crate::shown::Shown;

pub(super) struct ControlsView {
    root: HtmlElement,
    optional: Vec<HtmlElement>,
    undo: HtmlElement,
    redo: HtmlElement,
    clear: HtmlElement,
    pen: HtmlElement,
    eraser: HtmlElement,
    brush: HtmlInputElement,
    edges: HtmlSelectElement,
    theme: HtmlSelectElement,
    tabs: Vec<HtmlElement>,
    notes: HtmlElement,
    notes_list: HtmlElement,
    retry_model: HtmlElement,
    shown_notes: Shown<Vec<String>>,
}

impl ControlsView {
    pub(super) fn new(markup: &Markup) -> ControlsView {
        ControlsView {
            root: markup.find("html"),
            optional: markup.find_all("[data-control]"),
            tabs: markup.find_all("[data-open]"),
            undo: markup.find("#undo"),
            redo: markup.find("#redo"),
            clear: markup.find("#clear"),
            pen: markup.find("#pen"),
            eraser: markup.find("#erase"),
            brush: markup.find("#brush"),
            edges: markup.find("#edges"),
            theme: markup.find("#theme"),
            notes: markup.find("#notes"),
            notes_list: markup.find("#notes ul"),
            retry_model: markup.find("#retry-model"),
            shown_notes: Shown::default(),
        }
    }

    pub(super) fn show(&mut self, core: &Core) -> Result<(), JsValue> {
        let pad = core.pad();
        dom::set_attribute(&self.root, "data-ui", core.settings.ui.name());
        dom::set_flag(&self.root, "data-untouched", pad.is_untouched());
        dom::set_flag(&self.root, "data-blank", pad.ink().is_empty());
        for element in &self.optional {
            let control = element.get_attribute("data-control").unwrap_or_default();
            element.set_hidden(!is_shown(core, &control));
        }
        // Not `disabled`: that would drop the keyboard's focus. Pressing these buttons does nothing then.
        for (button, can_be_pressed) in
            [(&self.undo, pad.can_undo()), (&self.redo, pad.can_redo()), (&self.clear, !pad.ink().is_empty())]
        {
            dom::set_flag(button, "aria-disabled", !can_be_pressed);
        }
        for (button, tool) in [(&self.pen, Tool::Pen), (&self.eraser, Tool::Eraser)] {
            dom::set_flag(button, "aria-pressed", pad.tool() == tool);
        }
        let open = core.open.name();
        dom::set_attribute(&self.root, "data-panel", open);
        dom::press(&self.tabs, "data-open", open);
        self.brush.set_value_as_number(f64::from(pad.brush()));
        let width = [&number::percent(pad.brush()), " of the pad"].concat();
        dom::set_attribute(&self.brush, "aria-valuetext", &width);
        self.edges.set_value(core.edges.name());
        self.theme.set_value(core.settings.theme.name());
        self.retry_model.set_hidden(!core.lacks_model());
        self.shown_notes.update(core.notes().to_vec(), |notes, _| {
            self.notes_list.set_text_content(None);
            // The newest first.
            for note in notes.iter().rev() {
                dom::append_text(&self.notes_list, "li", note)?;
            }
            self.notes.set_hidden(notes.is_empty());
            Ok(())
        })
    }
}
