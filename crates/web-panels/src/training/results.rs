//! What the film's network of the moment does: its mistakes, and how its layers are doing.

mod confusion;
mod drawings;
mod layers;

use std::rc::Rc;

use panels::keys;
use panels::training::results::layers::LayersScene;
use panels::training::results::mistakes::MistakesScene;
use panels::training::{Msg, View};
use wasm_bindgen::JsValue;
use web::event::{closest_attribute, key_of, taken};
use web::{Markup, Shown, Text, Wiring};
use web_sys::{Event, HtmlElement, KeyboardEvent};

use self::confusion::ConfusionView;
use self::drawings::DrawingView;
use self::layers::LayerView;
use super::table::TableRow;
use crate::context::ViewContext;
use crate::kept_rows::KeptRows;
use crate::tell::{tell, tell_core};
use crate::terms::term_of;

pub(super) struct ResultsView {
    mistakes: MistakesView,
    layers: LayersView,
    /// What is said where there is no film.
    without: Vec<HtmlElement>,
}

struct LayersView {
    charts: KeptRows<LayerView>,
    table: KeptRows<TableRow>,
    shown: Shown<Rc<LayersScene>>,
}

struct MistakesView {
    whole: HtmlElement,
    confusion: ConfusionView,
    title: Text,
    to_worst: HtmlElement,
    drawings: KeptRows<DrawingView>,
    more: HtmlElement,
    shown: Shown<Rc<Option<MistakesScene>>>,
}

impl ResultsView {
    pub(super) fn new(markup: &Markup) -> ResultsView {
        ResultsView {
            mistakes: MistakesView {
                whole: markup.find("#mistakes"),
                confusion: ConfusionView::new(markup.find("#confusion tbody")),
                title: markup.text("#mistakes h2 span"),
                to_worst: markup.find("#to-worst"),
                drawings: KeptRows::new(markup.find("#misread")),
                more: markup.find("#misread-more"),
                shown: Shown::default(),
            },
            layers: LayersView {
                charts: KeptRows::new(markup.find("#layer-charts")),
                table: KeptRows::new(markup.find("#layers-table tbody")),
                shown: Shown::default(),
            },
            without: markup.find_all("[data-without-film]"),
        }
    }

    pub(super) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let training = &context.panels.training;
        match training.view() {
            View::Mistakes => {
                let scene = context.derived.1.mistakes(training, context.palette);
                self.show_without(scene.is_none());
                self.mistakes.show(scene)
            }
            View::Layers => {
                let scene = context.derived.1.layers(training);
                self.show_without(scene.layers.is_empty());
                self.layers.show(scene)
            }
            View::Settings | View::Sweep => Ok(()),
        }
    }

    fn show_without(&self, is_without: bool) {
        for hint in &self.without {
            hint.set_hidden(!is_without);
        }
    }
}

impl LayersView {
    fn show(&mut self, scene: Rc<LayersScene>) -> Result<(), JsValue> {
        self.shown.update(scene, |scene, _| {
            self.charts.show(&scene.layers)?;
            self.table.show(&scene.table)
        })
    }
}

impl MistakesView {
    fn show(&mut self, scene: Rc<Option<MistakesScene>>) -> Result<(), JsValue> {
        self.shown.update(scene, |scene, _| {
            self.whole.set_hidden(scene.is_none());
            let Some(scene) = scene.as_ref() else { return Ok(()) };
            self.confusion.show(scene)?;
            self.title.show(&scene.title);
            self.to_worst.set_hidden(scene.chosen.is_none());
            self.drawings.show(&scene.drawings)?;
            self.more.set_hidden(!scene.has_more);
            Ok(())
        })
    }
}

pub(super) fn listen(wiring: &mut Wiring) {
    wiring.on("#confusion", "click", |event: &Event| {
        tell(Msg::ShowCell(closest_attribute(event, "data-cell")?.parse().ok()?))
    });
    wiring.on("#confusion", "keydown", |event: &KeyboardEvent| {
        taken(event, keys::on_confusion(&key_of(event))).and_then(tell)
    });
    wiring.control("#misread-more", "click", |_: &HtmlElement| tell(Msg::ShowMore));
    wiring.control("#to-worst", "click", |_: &HtmlElement| tell(Msg::ShowWorst));
    wiring.on("#misread", "click", |event: &Event| {
        tell(Msg::PutOnPad(closest_attribute(event, "data-drawing")?.parse().ok()?))
    });
    wiring.on("#layer-charts", "click", |event: &Event| tell_core(app::msg::Msg::Pick(term_of(event)?)));
}
