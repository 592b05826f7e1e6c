//! The sweep: small charts of several runs, each of which is a button that takes its value.

use std::rc::Rc;

use panels::training::Msg as TrainingMsg;
use panels::training::sweep::Msg;
use panels::training::sweep::scene::{SweepScene, TileScene};
use wasm_bindgen::JsValue;
use web::event::closest_attribute;
use web::{Markup, Message, Shown, Text, Wiring, dom};
use web_sys::{Element, Event, HtmlElement, HtmlSelectElement};

use super::table::TableRow;
use crate::kept_rows::{KeptRows, Row};
use crate::svg;
use crate::tell::tell;

pub(super) struct SweepView {
    setting: HtmlSelectElement,
    button: HtmlElement,
    says: HtmlElement,
    status: Text,
    list: HtmlElement,
    tiles: KeptRows<TileView>,
    numbers: HtmlElement,
    table: KeptRows<TableRow>,
    shown: Shown<Rc<SweepScene>>,
}

struct TileView {
    item: HtmlElement,
    button: HtmlElement,
    label: Text,
    training: Element,
    held_out: Element,
    result: Text,
    verdict: Text,
}

impl SweepView {
    pub(super) fn new(markup: &Markup) -> SweepView {
        let list: HtmlElement = markup.find("#sweep-tiles");
        SweepView {
            setting: markup.find("#sweep-setting"),
            button: markup.find("#sweep-start"),
            says: markup.find("#sweep-says"),
            status: markup.text("#sweep-status"),
            tiles: KeptRows::new(list.clone()),
            list,
            numbers: markup.find("#sweep-numbers"),
            table: KeptRows::new(markup.find("#sweep-table tbody")),
            shown: Shown::default(),
        }
    }

    pub(super) fn show(&mut self, scene: Rc<SweepScene>) -> Result<(), JsValue> {
        self.shown.update(scene, |scene, _| {
            self.setting.set_value(scene.chosen);
            dom::set_text(&self.button, if scene.is_under_way { "Stop" } else { "Sweep" });
            dom::set_flag(&self.button, "data-running", scene.is_under_way);
            self.status.show(&scene.status);
            let is_empty = scene.tiles.is_empty();
            let is_new = self.list.hidden() && !is_empty;
            self.list.set_hidden(is_empty);
            // It describes the list of settings even where it gives way to the charts.
            self.says.set_text_content(Some(scene.explanation));
            self.says.set_hidden(!is_empty);
            self.numbers.set_hidden(is_empty);
            self.tiles.show(&scene.tiles)?;
            self.table.show(&scene.table)?;
            if is_new {
                // In large type, a film above leaves no room for all charts.
                self.list.scroll_into_view_with_bool(false);
            }
            Ok(())
        })
    }
}

impl Row for TileView {
    type Scene = TileScene;

    fn new(list: &HtmlElement) -> Result<TileView, JsValue> {
        let item = dom::append(list, "li")?;
        let button = dom::append_button(&item)?;
        let label = Text::of(dom::append(&button, "b")?);
        // Faint, and behind the others.
        let half = svg::append_path(&button, "0 0 100 40")?;
        dom::set_attribute(&half, "class", "half");
        dom::set_attribute(&half, "d", "M0 20H100");
        let chart = half.parent_element().ok_or("no chart")?;
        dom::set_attribute(&chart, "preserveAspectRatio", "none");
        let curve = |class: &str| {
            let curve = svg::add_path(&chart)?;
            dom::set_attribute(&curve, "class", class);
            Ok::<_, JsValue>(curve)
        };
        let (training, held_out) = (curve("training")?, curve("held-out")?);
        let result = Text::of(dom::append(&button, "span")?);
        let verdict = Text::of(dom::append(&button, "small")?);
        Ok(TileView { item, button, label, training, held_out, result, verdict })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, tile: &TileScene) -> Result<(), JsValue> {
        dom::set_attribute(&self.button, "data-tile", &tile.idx.to_string());
        dom::set_attribute(&self.button, "title", &tile.spoken);
        dom::set_flag(&self.button, "aria-pressed", tile.is_set);
        dom::set_flag(&self.button, "data-best", tile.is_best);
        dom::set_flag(&self.button, "data-wrong", tile.is_wrong);
        self.label.show(&tile.label);
        dom::set_attribute(&self.training, "d", &tile.training);
        dom::set_attribute(&self.held_out, "d", &tile.held_out);
        self.result.show(&tile.result);
        self.verdict.show(tile.verdict);
        Ok(())
    }
}

pub(super) fn listen(wiring: &mut Wiring) {
    wiring
        .control("#sweep-setting", "change", |list: &HtmlSelectElement| of_sweep(Msg::Choose(list.value())));
    wiring.control("#sweep-start", "click", |button: &HtmlElement| {
        let is_running = button.get_attribute("data-running").as_deref() == Some("true");
        of_sweep(if is_running { Msg::Stop } else { Msg::Start })
    });
    wiring.on("#sweep-tiles", "click", |event: &Event| {
        of_sweep(Msg::Take(closest_attribute(event, "data-tile")?.parse().ok()?))
    });
}

fn of_sweep(msg: Msg) -> Option<Message> {
    tell(TrainingMsg::Sweep(msg))
}
