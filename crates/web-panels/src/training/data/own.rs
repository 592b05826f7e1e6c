//! One's own drawings: their buttons, their pictures, and where they are stored.

use std::rc::Rc;

use panels::training::Msg as TrainingMsg;
use panels::training::data::own::{Effect, Msg, OwnPicture, OwnScene};
use wasm_bindgen::JsValue;
use web::event::{closest, closest_attribute, key_of};
use web::{Markup, Message, Sender, Text, Wiring, dom};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use crate::files::{Download, on_chosen, save_text};
use crate::kept_rows::{KeptRows, Row};
use crate::storage::{name_here, storage};
use crate::svg;
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
    pictures: KeptRows<PictureRow>,
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
            Effect::Read => self.tell(Msg::Stored(stored().unwrap_or_default())),
            Effect::Store(key, text) => {
                if store(&key, &text).is_none() {
                    self.tell(Msg::NotStored(key));
                }
            }
            Effect::Forget(key) => {
                if let (Some(storage), Ok(name)) = (storage(), name_here(STORED)) {
                    dom::warn_on_error(storage.remove_item(&[&name, ":", &key].concat()));
                }
            }
            Effect::Save(name, text) => save_text(&mut self.download, name, &text),
        }
    }

    fn tell(&self, msg: Msg) {
        self.sender.send(message(TrainingMsg::Own(msg)));
    }
}

/// What is stored, by keys.
fn stored() -> Option<Vec<(String, String)>> {
    let storage = storage()?;
    let begin = name_here(STORED).ok()? + ":";
    let names = (0..storage.length().ok()?).filter_map(|idx| storage.key(idx).ok().flatten());
    let entry = |name: String| {
        let key = name.strip_prefix(&begin)?.to_owned();
        Some((key, storage.get_item(&name).ok()??))
    };
    Some(names.filter_map(entry).collect())
}

/// Stores a text, if there is room for it.
fn store(key: &str, text: &str) -> Option<()> {
    storage()?.set_item(&[&name_here(STORED).ok()?, ":", key].concat(), text).ok()
}

/// A small picture on a button that removes it.
struct PictureRow {
    item: HtmlElement,
    button: HtmlElement,
    path: Element,
    label: Text,
    shown: Option<Rc<str>>,
}

impl Row for PictureRow {
    type Scene = OwnPicture;

    fn new(list: &HtmlElement) -> Result<Self, JsValue> {
        let item = dom::append(list, "li")?;
        let button = dom::append_button(&item)?;
        let path = svg::append_path(&button, "0 0 40 40")?;
        let label = Text::of(dom::append(&button, "small")?);
        Ok(PictureRow { item, button, path, label, shown: None })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, scene: &OwnPicture) -> Result<(), JsValue> {
        dom::set_attribute(&self.button, "data-own", &scene.key);
        dom::set_attribute(&self.button, "aria-label", &scene.name);
        dom::set_attribute(&self.button, "title", &scene.name);
        self.label.show(&scene.label.to_string());
        if self.shown.as_ref() != Some(&scene.path) {
            dom::set_attribute(&self.path, "d", &scene.path);
            self.shown = Some(Rc::clone(&scene.path));
        }
        Ok(())
    }
}

pub(in crate::training) fn listen(wiring: &mut Wiring) {
    wiring
        .control("#own", "toggle", |section: &HtmlElement| of_own(Msg::Open(section.has_attribute("open"))));
    wiring.on_document("keydown", |event: &KeyboardEvent| {
        let key = key_of(event);
        let digit =
            key.name.parse().ok().filter(|_| key.is_plain() && !key.is_repeated && key.name.len() == 1)?;
        // Where digits are typed, and in lists, which they search, they have another meaning.
        let typed = "input:not([type=range], [type=checkbox]), select, textarea";
        if closest(event, typed).is_some() { None } else { of_own(Msg::Press(digit)) }
    });
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
    wiring.on("#own-pictures", "click", |event: &Event| {
        of_own(Msg::Remove(closest_attribute(event, "data-own")?))
    });
    on_chosen(wiring, "#own-file", |_, bytes| message(TrainingMsg::Own(Msg::Import(bytes))));
}

fn is_of_use(button: &HtmlElement) -> bool {
    button.get_attribute("aria-disabled").as_deref() != Some("true")
}

fn of_own(msg: Msg) -> Option<Message> {
    tell(TrainingMsg::Own(msg))
}
