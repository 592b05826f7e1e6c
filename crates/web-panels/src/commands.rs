//! The commands of the whole page: their keys, and the buttons and the lines in Help that are made from their table.

use panels::commands::{COMMANDS, Command, Line, When, key_label};
use panels::keys;
use wasm_bindgen::JsValue;
use web::event::{closest, closest_attribute, key_of, taken};
use web::{Markup, Message, Shown, Wiring, dom};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use crate::context::ViewContext;
use crate::tell::tell;

pub(crate) struct CommandsView {
    root: HtmlElement,
    buttons: Vec<(Command, HtmlElement)>,
    is_labelling: Shown<bool>,
}

impl CommandsView {
    /// Adds the buttons and Help's lines to the page.
    pub(crate) fn new(markup: &Markup) -> Result<CommandsView, JsValue> {
        let card: Element = markup.find("#class-entries");
        let bar: Element = markup.find("#presenter");
        let always: Element = markup.find("[data-keys='always']");
        let presenting: Element = markup.find("[data-keys='presenting']");
        let mut buttons = Vec::new();
        for line in COMMANDS {
            if !line.keys.is_empty() {
                let list = if line.when == When::Always { &always } else { &presenting };
                let item = dom::append(list, "li")?;
                append_help(&item, line)?;
            }
            if let Some((label, purpose)) = line.in_class {
                let entry = dom::append(&card, "li")?;
                buttons.push((line.command, append_button(&entry, line, label)?));
                dom::append_text(&entry, "p", purpose)?;
            }
            if let Some(label) = line.in_bar {
                buttons.push((line.command, append_button(&bar, line, label)?));
            }
        }
        Ok(CommandsView { root: markup.find("html"), buttons, is_labelling: Shown::default() })
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        for (command, button) in &self.buttons {
            if let Some(is_on) = context.panels.is_on(*command) {
                dom::set_flag(button, "aria-pressed", is_on);
            }
        }
        self.is_labelling.update(context.panels.are_digits_labels(context.core), |is_labelling, _| {
            dom::set_present(&self.root, "data-labelling", *is_labelling);
            Ok(())
        })
    }
}

fn append_button(parent: &Element, line: &Line, label: &str) -> Result<HtmlElement, JsValue> {
    let button = dom::append_button(parent)?;
    dom::set_attribute(&button, "data-command", line.name);
    dom::append_text(&button, "span", label)?;
    // A clicker's keys need no label.
    append_keys(&button, line.keys.iter().filter(|key| key.len() == 1).take(1))?;
    Ok(button)
}

/// The keys, and what they do.
fn append_help(item: &Element, line: &Line) -> Result<(), JsValue> {
    append_keys(item, line.keys.iter())?;
    dom::append_text(item, "span", line.does)?;
    Ok(())
}

fn append_keys<'a>(parent: &Element, keys: impl Iterator<Item = &'a &'a str>) -> Result<(), JsValue> {
    for key in keys {
        parent.append_with_str_1(" ")?;
        dom::append_text(parent, "kbd", &key_label(key))?;
    }
    parent.append_with_str_1(" ")
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
    // What is open closes first.
    wiring.on("header", "keydown", |event: &KeyboardEvent| -> Option<Message> {
        if event.key() == "Escape" && closest(event, "details[open]").is_some() {
            event.prevent_default();
        }
        None
    });
    wiring.on_document("keydown", |event: &KeyboardEvent| -> Option<Message> {
        let takes_keys = "input:not([type='range'], [type='checkbox']), textarea, select";
        let root = dom::root().ok()?;
        let is_typing = closest(event, takes_keys).is_some();
        // A digit is a prediction before it is anything else.
        if root.has_attribute("data-covered")
            && let Some(said) = taken(event, keys::on_covered(&key_of(event), is_typing))
        {
            return tell(said);
        }
        if root.has_attribute("data-labelling")
            && !event.default_prevented()
            && let Some(label) = taken(event, keys::on_labelling(&key_of(event), is_typing))
        {
            return tell(label);
        }
        let when = keys::Circumstances {
            is_typing,
            is_presenting: root.has_attribute("data-presenting"),
            are_digits_labels: root.has_attribute("data-labelling"),
        };
        let command = keys::on_page(&key_of(event), when)?;
        // Whatever has the focus comes first. But Escape leaves, whatever it closes on the way.
        let is_used =
            event.default_prevented() && (command != Command::Leave || closest(event, "header").is_some());
        taken(event, Some(command).filter(|_| !is_used)).and_then(tell)
    });
}
