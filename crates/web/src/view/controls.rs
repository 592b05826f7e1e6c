//! Which controls are there and can be pressed, the notes, and the page's own attributes.

use std::cell::RefCell;

use app::named::Named;
use app::pad::Tool;
use app::scene::page::is_shown;
use app::state::Core;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::dom;

pub(super) struct ControlsView {
    root: HtmlElement,
    optional: Vec<(String, HtmlElement)>,
    undo: HtmlElement,
    redo: HtmlElement,
    clear: HtmlElement,
    pen: HtmlElement,
    eraser: HtmlElement,
    brush: HtmlInputElement,
    edges: HtmlSelectElement,
    theme: HtmlSelectElement,
    tabs: Vec<(String, HtmlElement)>,
    notes: HtmlElement,
    notes_list: HtmlElement,
    shown_notes: RefCell<Vec<String>>,
}

impl ControlsView {
    pub(super) fn new() -> Result<ControlsView, JsValue> {
        let with_attribute = |name: &str| -> Result<Vec<(String, HtmlElement)>, JsValue> {
            let elements = dom::find_all::<HtmlElement>(&["[", name, "]"].concat())?;
            let value = |element: &HtmlElement| element.get_attribute(name).unwrap_or_default();
            Ok(elements.into_iter().map(|element| (value(&element), element)).collect())
        };
        Ok(ControlsView {
            root: dom::root()?,
            optional: with_attribute("data-control")?,
            tabs: with_attribute("data-open")?,
            undo: dom::find("#undo")?,
            redo: dom::find("#redo")?,
            clear: dom::find("#clear")?,
            pen: dom::find("#pen")?,
            eraser: dom::find("#erase")?,
            brush: dom::find("#brush")?,
            edges: dom::find("#edges")?,
            theme: dom::find("#theme")?,
            notes: dom::find("#notes")?,
            notes_list: dom::find("#notes ul")?,
            shown_notes: RefCell::default(),
        })
    }

    pub(super) fn show(&self, core: &Core) {
        let pad = core.pad();
        let is_empty = pad.ink().is_empty();
        dom::set_attribute(&self.root, "data-ui", core.settings.ui.name());
        let untouched = if pad.is_untouched() { "true" } else { "false" };
        dom::set_attribute(&self.root, "data-untouched", untouched);
        for (control, element) in &self.optional {
            element.set_hidden(!is_shown(core, control));
        }
        // A button that were truly disabled would drop the keyboard's focus; pressed, these do nothing.
        for (button, can_be_pressed) in
            [(&self.undo, pad.can_undo()), (&self.redo, pad.can_redo()), (&self.clear, !is_empty)]
        {
            dom::set_attribute(button, "aria-disabled", if can_be_pressed { "false" } else { "true" });
        }
        for (button, tool) in [(&self.pen, Tool::Pen), (&self.eraser, Tool::Eraser)] {
            dom::set_attribute(button, "aria-pressed", if pad.tool() == tool { "true" } else { "false" });
        }
        let open = core.open.name();
        dom::set_attribute(&self.root, "data-panel", open);
        for (panel, tab) in &self.tabs {
            dom::set_attribute(tab, "aria-pressed", if panel == open { "true" } else { "false" });
        }
        self.brush.set_value_as_number(f64::from(pad.brush()));
        dom::set_attribute(&self.brush, "aria-valuetext", &app::number::percent(pad.brush()));
        self.edges.set_value(core.edges.name());
        self.theme.set_value(core.settings.theme.name());
        dom::warn_on_error(self.show_notes(core.notes()));
    }

    fn show_notes(&self, notes: &[String]) -> Result<(), JsValue> {
        if *self.shown_notes.borrow() != notes {
            self.notes_list.set_text_content(None);
            for note in notes {
                dom::append(&self.notes_list, "li")?.set_text_content(Some(note));
            }
            self.notes.set_hidden(notes.is_empty());
            self.shown_notes.replace(notes.to_vec());
        }
        Ok(())
    }
}
