//! The class tally: its buttons, the confusion matrix, the pictures of what was misread, and where it is stored.

use app::named::Named;
use panels::tally::scene::{TallyScene, tally_scene};
use panels::tally::{Cell, Effect, Format, Msg, N_CELLS, N_COLUMNS};
use wasm_bindgen::JsValue;
use web::event::{closest, key_of, taken};
use web::{Markup, Message, Sender, Shown, Text, Wiring, dom};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use crate::context::ViewContext;
use crate::drawing_row::{self, DrawingRow};
use crate::files::{Download, save_text};
use crate::kept_rows::KeptRows;
use crate::storage::{self, Reply};
use crate::tell::{message, tell};

/// What the names of stored drawings begin with, before the page's path and the drawing's key.
const STORED: &str = "inkling-tally:";

pub(crate) struct TallyView {
    sender: Sender,
    root: HtmlElement,
    whole: HtmlElement,
    /// Where the next person draws.
    pad: HtmlElement,
    score: Text,
    predicted: Text,
    says: Text,
    trouble: Text,
    labels: Vec<HtmlElement>,
    undo: HtmlElement,
    /// Of no use without drawings.
    needing_drawings: Vec<HtmlElement>,
    matrix: HtmlElement,
    /// Row by row, once it has been open.
    cells: Vec<HtmlElement>,
    title: Text,
    pictures: KeptRows<DrawingRow>,
    more: Text,
    shown: Shown<Option<TallyScene>>,
    is_open: Shown<bool>,
    download: Option<Download>,
}

impl TallyView {
    pub(crate) fn new(markup: &Markup, sender: Sender) -> TallyView {
        TallyView {
            sender,
            root: markup.find("html"),
            whole: markup.find("#tally"),
            pad: markup.find("#pad"),
            score: markup.text("#tally-score"),
            predicted: markup.text("#tally-predicted"),
            says: markup.text("#tally-says"),
            trouble: markup.text("#tally-trouble"),
            labels: markup.find_all("#tally [data-label]"),
            undo: markup.find("#tally-undo"),
            needing_drawings: markup.find_all("#tally [data-save], #tally-again"),
            matrix: markup.find("#tally-matrix tbody"),
            cells: Vec::new(),
            title: markup.text("#tally-title"),
            pictures: KeptRows::new(markup.find("#tally-pictures")),
            more: markup.text("#tally-more"),
            shown: Shown::default(),
            is_open: Shown::default(),
            download: None,
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let panels = context.panels;
        let scene = tally_scene(&panels.tally, &panels.predict, context.core);
        if scene.is_some() && self.cells.is_empty() {
            self.cells = append_cells(&self.matrix)?;
        }
        let is_open = scene.is_some();
        self.shown.update(scene, |scene, _| {
            let Some(scene) = scene else { return Ok(()) };
            dom::set_attribute(
                &self.root,
                "data-tally",
                if scene.has_neighbour { "beside" } else { "whole" },
            );
            self.score.show(&scene.score);
            self.predicted.show(&scene.predicted);
            self.says.show(&scene.says);
            self.trouble.show(&scene.trouble);
            // Not `disabled`, so that the buttons keep the focus.
            for button in &self.labels {
                dom::set_flag(button, "aria-disabled", !scene.can_be_labelled);
            }
            dom::set_flag(&self.undo, "aria-disabled", !scene.can_undo);
            for button in &self.needing_drawings {
                dom::set_flag(button, "aria-disabled", !scene.has_drawings);
            }
            for (place, (button, count)) in self.cells.iter().zip(&scene.counts).enumerate() {
                show_cell(Cell::at(place), button, *count, scene.chosen);
            }
            self.title.show(&scene.title);
            self.more.show(&scene.more);
            self.pictures.show(&scene.pictures)
        })?;
        self.is_open.update(is_open, |is_open, _| {
            let had_focus = self.whole.contains(dom::document()?.active_element().as_deref());
            self.whole.set_hidden(!is_open);
            if !is_open {
                dom::warn_on_error(self.root.remove_attribute("data-tally"));
            }
            // Drawing comes next, and the pad is in sight.
            if *is_open || had_focus { self.pad.focus() } else { Ok(()) }
        })
    }

    /// Carries out one of its effects.
    pub(crate) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Stored(effect) => match storage::perform(STORED, effect) {
                Some(Reply::All(entries)) => self.sender.send(message(Msg::Stored(entries))),
                Some(Reply::NoRoom(key)) => self.sender.send(message(Msg::NotStored(key))),
                None => {}
            },
            Effect::Save(name, text) => save_text(&mut self.download, name, &text),
        }
    }
}

/// A button in each cell, which shows where there are drawings.
fn append_cells(body: &Element) -> Result<Vec<HtmlElement>, JsValue> {
    let mut buttons = Vec::new();
    let mut line = None;
    for place in 0..N_CELLS {
        let cell = Cell::at(place);
        if place % N_COLUMNS == 0 {
            let row = line.insert(dom::append(body, "tr")?);
            let header = dom::append_text(row, "th", &cell.meant.to_string())?;
            dom::set_attribute(&header, "scope", "row");
        }
        let Some(row) = &line else { continue };
        let field = dom::append(row, "td")?;
        dom::set_flag(&field, "data-right", cell.is_right());
        let button = dom::append_button(&field)?;
        dom::set_attribute(&button, "data-cell", &cell.name());
        buttons.push(button);
    }
    Ok(buttons)
}

fn show_cell(cell: Cell, button: &HtmlElement, count: u32, chosen: Option<Cell>) {
    button.set_hidden(count == 0);
    let count = count.to_string();
    dom::set_text(button, &count);
    dom::set_attribute(button, "aria-label", &[&cell.words(), ": ", &count].concat());
    dom::set_flag(button, "aria-pressed", chosen == Some(cell));
}

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.on("#tally", "click", |event: &Event| {
        let button = closest(event, "button:not([aria-disabled='true'])")?;
        let value = |name: &str| button.get_attribute(name);
        tell(if let Some(label) = value("data-label") {
            Msg::Label(label.parse().ok()?)
        } else if let Some(cell) = value("data-cell") {
            Msg::ShowCell(Cell::from_name(&cell)?)
        } else if let Some(format) = value("data-save") {
            Msg::Save(Format::from_name(&format)?)
        } else {
            match button.id().as_str() {
                "tally-close" => Msg::Close,
                "tally-undo" => Msg::Undo,
                "tally-again" => Msg::StartAgain,
                _ => Msg::PutOnPad(drawing_row::clicked(event)?),
            }
        })
    });
    // A tab's panel is to be seen, also that of the outputs.
    wiring.control("#panels [data-open]", "click", |_: &HtmlElement| tell(Msg::StepAside));
    // Before the document, which knows no more than that Escape leaves what is presented, and closes what the header opens.
    wiring.on("html", "keydown", |event: &KeyboardEvent| -> Option<Message> {
        let root = dom::root().ok()?;
        let is_ours = event.key() == "Escape" && key_of(event).is_plain();
        let is_used = event.default_prevented() && closest(event, "#pad").is_none();
        if !is_ours || is_used || !root.has_attribute("data-tally") {
            return None;
        }
        // One thing after the other.
        if dom::find::<Element>("header details[open]").is_ok() {
            return None;
        }
        let close = if root.has_attribute("data-presenting") { None } else { Some(Msg::Close) };
        taken(event, close).and_then(tell)
    });
}
