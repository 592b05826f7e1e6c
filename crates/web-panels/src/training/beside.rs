//! Beside the result: how your own digit was read before, and the nearest training drawings.

use std::rc::Rc;

use panels::training::beside::scene::{BesideScene, NearestScene};
use wasm_bindgen::JsValue;
use web::{HeatMap, Markup, Shown, Text, dom};
use web_sys::HtmlElement;

use crate::kept_rows::{KeptRows, Row};
use crate::picture::append_heat_map;

pub(super) struct BesideView {
    whole: HtmlElement,
    reading: HtmlElement,
    nearest: HtmlElement,
    pictures: KeptRows<NearestView>,
    shown: Shown<Rc<Option<BesideScene>>>,
}

struct NearestView {
    item: HtmlElement,
    picture: HeatMap,
    label: Text,
}

impl BesideView {
    pub(super) fn new(markup: &Markup) -> BesideView {
        BesideView {
            whole: markup.find("#beside"),
            reading: markup.find("#beside-reading"),
            nearest: markup.find("#beside-nearest"),
            pictures: KeptRows::new(markup.find("#beside-nearest ul")),
            shown: Shown::default(),
        }
    }

    pub(super) fn show(&mut self, scene: Rc<Option<BesideScene>>) -> Result<(), JsValue> {
        self.shown.update(scene, |scene, _| {
            self.whole.set_hidden(scene.is_none());
            let Some(scene) = scene.as_ref() else { return Ok(()) };
            self.reading.set_text_content(Some(&scene.reading));
            dom::set_attribute(&self.reading, "title", scene.before);
            self.nearest.set_hidden(scene.nearest.is_empty());
            self.pictures.show(&scene.nearest)
        })
    }
}

impl Row for NearestView {
    type Scene = NearestScene;

    fn new(list: &HtmlElement) -> Result<NearestView, JsValue> {
        let item = dom::append(list, "li")?;
        let (_, picture) = append_heat_map(&item)?;
        Ok(NearestView { picture, label: Text::of(dom::append(&item, "span")?), item })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, scene: &NearestScene) -> Result<(), JsValue> {
        self.label.show(&scene.label);
        self.picture.show(&scene.picture)
    }
}
