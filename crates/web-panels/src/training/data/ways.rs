//! The pictures of the ways of writing a digit.

use panels::training::data::ways::{WayScene, WaysScene};
use panels::training::{Msg, Setting};
use wasm_bindgen::JsValue;
use web::event::{closest, closest_attribute};
use web::{Markup, Shown, Text, Wiring, dom};
use web_sys::{Element, Event, HtmlElement, HtmlSelectElement};

use crate::kept_rows::{KeptRows, Row};
use crate::svg;
use crate::tell::tell;

pub(in crate::training) struct WaysView {
    digit: HtmlSelectElement,
    pictures: HtmlElement,
    rows: KeptRows<WayRow>,
    n_occurring: Text,
}

struct WayRow {
    button: HtmlElement,
    path: Element,
    shown: Shown<String>,
}

impl WaysView {
    pub(in crate::training) fn new(markup: &Markup) -> WaysView {
        let pictures: HtmlElement = markup.find("#ways");
        WaysView {
            digit: markup.find("#ways-of"),
            rows: KeptRows::new(pictures.clone()),
            pictures,
            n_occurring: markup.text("#ways-occurring"),
        }
    }

    pub(in crate::training) fn show(&mut self, scene: &WaysScene) -> Result<(), JsValue> {
        let digit = scene.digit.to_string();
        self.digit.set_value(&digit);
        dom::set_attribute(&self.pictures, "data-ways-of", &digit);
        self.n_occurring.show(&scene.n_occurring);
        self.rows.show(&scene.ways)
    }
}

impl Row for WayRow {
    type Scene = WayScene;

    fn new(list: &HtmlElement) -> Result<Self, JsValue> {
        let button = dom::append_button(list)?;
        let path = svg::append_path(&button, "0 0 40 40")?;
        Ok(WayRow { button, path, shown: Shown::default() })
    }

    fn item(&self) -> &HtmlElement {
        &self.button
    }

    fn show(&mut self, scene: &WayScene) -> Result<(), JsValue> {
        dom::set_flag(&self.button, "aria-pressed", scene.occurs);
        dom::set_attribute(&self.button, "data-way", &scene.way_idx.to_string());
        dom::set_attribute(&self.button, "aria-label", &scene.name);
        dom::set_attribute(&self.button, "title", &scene.name);
        self.shown.update(scene.path.clone(), |path, _| self.path.set_attribute("d", path))
    }
}

pub(in crate::training) fn listen(wiring: &mut Wiring) {
    wiring.control("#ways-of", "change", |list: &HtmlSelectElement| {
        tell(Msg::ShowWaysOf(list.value().parse().ok()?))
    });
    wiring.on("#ways", "click", |event: &Event| {
        let button = closest(event, "button")?;
        let digit = closest_attribute(event, "data-ways-of")?.parse().ok()?;
        let way_idx = button.get_attribute("data-way")?.parse().ok()?;
        let occurs = button.get_attribute("aria-pressed").as_deref() == Some("true");
        tell(Msg::Set(Setting::Way(digit, way_idx, !occurs)))
    });
}
