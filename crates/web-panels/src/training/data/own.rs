//! One's own drawings: their buttons, their pictures, and where they are stored.

use panels::training::Msg as TrainingMsg;
use panels::training::data::own::{Effect, Msg, OwnScene};
use wasm_bindgen::JsValue;
use web::{Markup, Message, Sender, Text, Wiring, dom};
use web_sys::{Event, HtmlElement};

use crate::drawing_row::{self, DrawingRow};
use crate::files::{Download, on_chosen, save_text};
use crate::kept_rows::KeptRows;
use crate::storage::{self, Reply};
use crate::tell::{message, tell};

/// What the names of stored drawings begin with, before the page's path and the drawing's key.
const STORED: &str = "inkling-drawing:";

pub(in crate::training) struct OwnView {
    sender: Sender,
    section: HtmlElement,
    title: Text,
    /// Beside each digit.
    counts: Vec<Text>,
    says: Text,
    more: Text,
    undo: HtmlElement,
    teach: HtmlElement,
    missing: Text,
    /// Of no use without drawings.
    needing_drawings: Vec<HtmlElement>,
    pictures: KeptRows<DrawingRow>,
    download: Option<Download>,
}

impl OwnView {
    pub(in crate::training) fn new(markup: &Markup, sender: Sender) -> OwnView {
        OwnView {
            sender,
            section: markup.find("#own"),
            title: markup.text("#own summary"),
            counts: markup.find_all("#own [data-label] small").into_iter().map(Text::of).collect(),
            says: markup.text("#own-says"),
            more: markup.text("#own-more"),
            undo: markup.find("#own-undo"),
            teach: markup.find("#teach"),
            missing: markup.text("#teach-missing"),
            needing_drawings: markup.find_all("#own-export, #own-clear"),
            pictures: KeptRows::new(markup.find("#own-pictures")),
            download: None,
        }
    }

    pub(in crate::training) fn show(&mut self, scene: &OwnScene) -> Result<(), JsValue> {
        match scene.is_open {
            true => dom::set_attribute(&self.section, "open", ""),
            false => dom::warn_on_error(self.section.remove_attribute("open")),
        }
        self.title.show(&scene.title);
        for (text, count) in self.counts.iter_mut().zip(scene.counts) {
            text.show(&if count == 0 { String::new() } else { count.to_string() });
        }
        self.says.show(&scene.says);
        self.more.show(&scene.more);
        // Not `disabled`, so that the buttons keep the focus.
        dom::set_flag(&self.undo, "aria-disabled", !scene.can_undo);
        let has_none = scene.counts.iter().all(|count| *count == 0);
        for button in &self.needing_drawings {
            dom::set_flag(button, "aria-disabled", has_none);
        }
        dom::set_flag(&self.teach, "aria-disabled", scene.teaching.is_err());
        self.missing.show(scene.teaching.as_ref().err().map_or("", String::as_str));
        self.pictures.show(&scene.pictures)
    }

    /// Carries out one of the drawings' effects.
    pub(in crate::training) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Stored(effect) => match storage::perform(STORED, effect) {
                Some(Reply::All(entries)) => self.tell(Msg::Stored(entries)),
                Some(Reply::NoRoom(key)) => self.tell(Msg::NotStored(key)),
                None => {}
            },
            Effect::Save(name, text) => save_text(&mut self.download, name, &text),
        }
    }

    fn tell(&self, msg: Msg) {
        self.sender.send(message(TrainingMsg::Own(msg)));
    }
}

pub(in crate::training) fn listen(wiring: &mut Wiring) {
    wiring
        .control("#own", "toggle", |section: &HtmlElement| of_own(Msg::Open(section.has_attribute("open"))));
    wiring.control("#own [data-label]", "click", |button: &HtmlElement| {
        of_own(Msg::Label(button.get_attribute("data-label")?.parse().ok()?))
    });
    for (selector, msg) in
        [("#own-undo", Msg::Undo), ("#own-export", Msg::Export), ("#own-clear", Msg::RemoveAll)]
    {
        wiring.control(selector, "click", move |button: &HtmlElement| {
            is_of_use(button).then(|| of_own(msg.clone())).flatten()
        });
    }
    wiring.control("#teach", "click", |button: &HtmlElement| {
        is_of_use(button).then(|| tell(TrainingMsg::Teach)).flatten()
    });
    wiring.on("#own-pictures", "click", |event: &Event| of_own(Msg::Remove(drawing_row::clicked(event)?)));
    on_chosen(wiring, "#own-file", |_, bytes| message(TrainingMsg::Own(Msg::Import(bytes))));
}

fn is_of_use(button: &HtmlElement) -> bool {
    button.get_attribute("aria-disabled").as_deref() != Some("true")
}

fn of_own(msg: Msg) -> Option<Message> {
    tell(TrainingMsg::Own(msg))
}
