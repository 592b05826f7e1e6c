//! The commands of the whole page: their keys, and the buttons and the lines in Help that are made from their table.

use panels::commands::{COMMANDS, Command};
use panels::keys;
use wasm_bindgen::JsValue;
use web::event::{closest, closest_attribute, key_of, taken};
use web::{Markup, Message, Wiring, dom};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use crate::context::ViewContext;
use crate::tell::tell;

pub(crate) struct CommandsView {
    switches: Vec<(Command, HtmlElement)>,
}

impl CommandsView {
    /// Adds the buttons to the page.
    pub(crate) fn new(markup: &Markup) -> Result<CommandsView, JsValue> {
        let card: Element = markup.find("#class-entries");
        let mut switches = Vec::new();
        for line in COMMANDS.iter().filter(|line| !line.in_class.is_empty()) {
            let entry = dom::append(&card, "li")?;
            let button = dom::append_button(&entry)?;
            dom::set_attribute(&button, "data-command", line.name);
            button.set_text_content(Some(line.label));
            for key in line.keys {
                dom::append_text(&button, "kbd", &key_label(key))?;
            }
            dom::append_text(&entry, "p", line.in_class)?;
            switches.push((line.command, button));
        }
        Ok(CommandsView { switches })
    }

    pub(crate) fn show(&self, context: &ViewContext) {
        for (command, button) in &self.switches {
            if let Some(is_on) = context.panels.is_on(*command) {
                dom::set_flag(button, "aria-pressed", is_on);
            }
        }
    }
}

/// A key, as written on a keyboard.
fn key_label(key: &str) -> String {
    key.to_ascii_uppercase()
}

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.on_document("click", |event: &Event| {
        let command = Command::from_name(&closest_attribute(event, "data-command")?)?;
        // The card lies over what it has just changed.
        if let Some(card) = closest(event, "#class-card") {
            dom::warn_on_error(card.remove_attribute("open"));
        }
        tell(command)
    });
    wiring.on_document("keydown", |event: &KeyboardEvent| -> Option<Message> {
        let is_typing = closest(event, "input, select, textarea").is_some();
        let has = |mark| dom::root().is_ok_and(|root| root.has_attribute(mark));
        let is_presenting = has("data-presenting");
        // A digit is a prediction before it is anything else.
        if has("data-covered")
            && let Some(said) = taken(event, keys::on_covered(&key_of(event), is_typing))
        {
            return tell(said);
        }
        taken(event, keys::on_page(&key_of(event), is_typing, is_presenting)).and_then(tell)
    });
}
