//! A labelled drawing: a small picture on a button.

use std::rc::Rc;

use panels::drawings::Picture;
use wasm_bindgen::JsValue;
use web::event::closest_attribute;
use web::{Text, dom};
use web_sys::{Element, Event, HtmlElement};

use crate::kept_rows::Row;
use crate::svg;

/// The attribute that holds the drawing's key.
const KEY: &str = "data-drawn";

/// The button's row in a list.
pub(crate) struct DrawingRow {
    item: HtmlElement,
    button: HtmlElement,
    path: Element,
    caption: Text,
    shown: Option<Rc<str>>,
}

impl Row for DrawingRow {
    type Scene = Picture;

    fn new(list: &HtmlElement) -> Result<Self, JsValue> {
        let item = dom::append(list, "li")?;
        let button = dom::append_button(&item)?;
        let path = svg::append_path(&button, "0 0 40 40")?;
        let caption = Text::of(dom::append(&button, "small")?);
        Ok(DrawingRow { item, button, path, caption, shown: None })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, scene: &Picture) -> Result<(), JsValue> {
        dom::set_attribute(&self.button, KEY, &scene.key);
        dom::set_attribute(&self.button, "aria-label", &scene.name);
        dom::set_attribute(&self.button, "title", &scene.name);
        self.caption.show(&scene.caption);
        if self.shown.as_ref() != Some(&scene.path) {
            dom::set_attribute(&self.path, "d", &scene.path);
            self.shown = Some(Rc::clone(&scene.path));
        }
        Ok(())
    }
}

/// The key of the drawing that was clicked.
pub(crate) fn clicked(event: &Event) -> Option<String> {
    closest_attribute(event, KEY)
}
