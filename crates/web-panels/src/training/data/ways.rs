//! The ways of writing a digit: a button for each kind of them, and a picture for each way.

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
    ways: HtmlElement,
    kinds: KeptRows<KindRow>,
    each: KeptRows<WayRow>,
    n_occurring: Text,
}

struct KindRow {
    button: HtmlElement,
    name: Text,
}

struct WayRow {
    button: HtmlElement,
    path: Element,
    shown: Shown<String>,
}

impl WaysView {
    pub(in crate::training) fn new(markup: &Markup) -> WaysView {
        WaysView {
            digit: markup.find("#ways-of"),
            ways: markup.find("#ways"),
            kinds: KeptRows::new(markup.find("#ways .kinds")),
            each: KeptRows::new(markup.find("#ways .each")),
            n_occurring: markup.text("#ways-occurring"),
        }
    }

    pub(in crate::training) fn show(&mut self, scene: &WaysScene) -> Result<(), JsValue> {
        let digit = scene.digit.to_string();
        self.digit.set_value(&digit);
        dom::set_attribute(&self.ways, "data-ways-of", &digit);
        self.n_occurring.show(&scene.n_occurring);
        self.kinds.show(&scene.kinds)?;
        self.each.show(&scene.ways)
    }
}

impl Row for KindRow {
    type Scene = WayScene;

    fn new(list: &HtmlElement) -> Result<Self, JsValue> {
        let button = dom::append_button(list)?;
        Ok(KindRow { name: Text::of(button.clone()), button })
    }

    fn item(&self) -> &HtmlElement {
        &self.button
    }

    fn show(&mut self, scene: &WayScene) -> Result<(), JsValue> {
        show_switch(&self.button, scene);
        self.name.show(&scene.name);
        Ok(())
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
        show_switch(&self.button, scene);
        dom::set_attribute(&self.button, "aria-label", &scene.name);
        dom::set_attribute(&self.button, "title", &scene.name);
        self.shown.update(scene.path.clone(), |path, _| self.path.set_attribute("d", path))
    }
}

fn show_switch(button: &HtmlElement, scene: &WayScene) {
    let pressed = scene.occur.map_or("mixed", |occur| if occur { "true" } else { "false" });
    dom::set_attribute(button, "aria-pressed", pressed);
    dom::set_attribute(button, "data-ways", &scene.bits.to_string());
}

pub(in crate::training) fn listen(wiring: &mut Wiring) {
    wiring.control("#ways-of", "change", |list: &HtmlSelectElement| {
        tell(Msg::ShowWaysOf(list.value().parse().ok()?))
    });
    wiring.on("#ways", "click", |event: &Event| {
        let button = closest(event, "button")?;
        let digit = closest_attribute(event, "data-ways-of")?.parse().ok()?;
        let bits = button.get_attribute("data-ways")?.parse().ok()?;
        let occur = button.get_attribute("aria-pressed").as_deref() == Some("true");
        tell(Msg::Set(Setting::Ways(digit, bits, !occur)))
    });
}
