//! The knobs panel: editing of weights and biases, undo, and comparison with the trained model.

mod damages;
mod input;
mod rows;

pub(crate) use input::listen;

use std::rc::Rc;

use app::named::Named;
use app::number;
use app::panel::Panel;
use panels::knobs::{KnobsScene, NeuronKnobs, changed_text};
use wasm_bindgen::JsValue;
use web::{Markup, Shown, Text, dom};
use web_sys::{HtmlElement, HtmlInputElement};

use crate::context::ViewContext;
use crate::kept_rows::KeptRows;

pub(crate) struct KnobsView {
    panel: HtmlElement,
    views: Vec<HtmlElement>,
    damages: damages::DamagesView,
    mark: Text,
    accuracy: Text,
    changes: Text,
    says: Text,
    undo: HtmlElement,
    redo: HtmlElement,
    back: HtmlElement,
    hint: HtmlElement,
    neuron: NeuronView,
    scope: Text,
    scopes: Vec<HtmlElement>,
    freeze: HtmlElement,
    seed: HtmlInputElement,
    noise: HtmlInputElement,
    noise_text: Text,
    shown: Shown<Rc<Option<KnobsScene>>>,
}

/// The knobs of the picked neuron.
struct NeuronView {
    whole: HtmlElement,
    title: Text,
    rows: KeptRows<rows::KnobView>,
    legend: Text,
    rest: Text,
    all: HtmlElement,
    chosen: Text,
    number: HtmlInputElement,
    wrong: Text,
}

impl KnobsView {
    pub(crate) fn new(markup: &Markup) -> KnobsView {
        KnobsView {
            panel: markup.find("section[data-panel='knobs']"),
            views: markup.find_all("[data-view-of-knobs]"),
            damages: damages::DamagesView::new(markup),
            mark: markup.text("#knobs-mark"),
            accuracy: markup.text("#knobs-accuracy"),
            changes: markup.text("#knobs-changes"),
            says: markup.text("#knobs-says"),
            undo: markup.find("#knobs-undo"),
            redo: markup.find("#knobs-redo"),
            back: markup.find("#knobs-back"),
            hint: markup.find("#knobs-hint"),
            neuron: NeuronView::new(markup),
            scope: markup.text("#knobs-actions h2 span"),
            scopes: markup.find_all("[data-scope]"),
            freeze: markup.find("[data-act='freeze']"),
            seed: markup.find("#knobs-seed"),
            noise: markup.find("#knobs-noise"),
            noise_text: markup.text(".noise output"),
            shown: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let knobs = &context.panels.knobs;
        self.mark.show(&changed_text(knobs));
        if !context.is_open(Panel::Knobs) {
            return Ok(());
        }
        self.shown.update(
            context.derived.1.knobs((knobs, &context.panels.survey), context.core),
            |scene, before| {
                let Some(scene) = scene.as_ref() else { return Ok(()) };
                let before = before.and_then(|before| before.as_ref().as_ref());
                dom::set_attribute(&self.panel, "data-view", scene.view.name());
                dom::press(&self.views, "data-view-of-knobs", scene.view.name());
                self.damages.show(&scene.damages)?;
                self.accuracy.show(&scene.accuracy);
                self.changes.show(if scene.changed.is_empty() { "unchanged" } else { &scene.changed });
                self.says.show(&scene.says);
                // Not `disabled`, so that the buttons keep the focus.
                dom::set_flag(&self.undo, "aria-disabled", !scene.can_undo);
                dom::set_flag(&self.redo, "aria-disabled", !scene.can_redo);
                dom::set_flag(&self.back, "aria-disabled", !scene.can_go_back);
                self.scope.show(&scene.scope_text);
                dom::press(&self.scopes, "data-scope", scene.scope.name());
                dom::set_text(&self.freeze, if scene.is_frozen { "Unfreeze" } else { "Freeze" });
                if before.is_none_or(|before| before.seed != scene.seed) {
                    self.seed.set_value(&scene.seed.to_string());
                }
                let noise = number::fixed(scene.noise, 2);
                if self.noise.value_as_number() as f32 != scene.noise {
                    self.noise.set_value(&noise);
                }
                self.noise_text.show(&noise);
                let spoken = [&noise, " times the typical weight"].concat();
                dom::set_attribute(&self.noise, "aria-valuetext", &spoken);
                self.hint.set_hidden(scene.neuron.is_some());
                self.neuron.show(scene.neuron.as_ref(), before.and_then(|before| before.neuron.as_ref()))
            },
        )
    }
}

impl NeuronView {
    fn new(markup: &Markup) -> NeuronView {
        NeuronView {
            whole: markup.find("#knobs-neuron"),
            title: markup.text("#knobs-neuron h2"),
            rows: KeptRows::new(markup.find("#knob-list")),
            legend: markup.text("#knobs-scale"),
            rest: markup.text("#knobs-neuron .rest span"),
            all: markup.find("#knobs-all"),
            chosen: markup.text("#knob-name"),
            number: markup.find("#knob-number"),
            wrong: markup.text("#knob-wrong"),
        }
    }

    fn show(&mut self, neuron: Option<&NeuronKnobs>, before: Option<&NeuronKnobs>) -> Result<(), JsValue> {
        self.whole.set_hidden(neuron.is_none());
        let Some(neuron) = neuron else { return Ok(()) };
        self.title.show(&neuron.title);
        self.rows.show(&neuron.rows)?;
        self.legend.show(&neuron.legend);
        self.rest.show(&neuron.rest);
        self.all.set_hidden(neuron.can_show_all.is_none());
        let can_show_more = neuron.can_show_all == Some(true);
        dom::set_text(&self.all, if can_show_more { "Show all" } else { "Show strongest" });
        dom::set_attribute(&self.all, "data-all", if can_show_more { "true" } else { "" });
        self.chosen.show(&neuron.chosen);
        let is_other = |before: &NeuronKnobs| {
            let was_wrong = !before.typed_wrong.is_empty() && neuron.typed_wrong.is_empty();
            was_wrong || before.number != neuron.number || before.chosen != neuron.chosen
        };
        // Do not overwrite what is being typed.
        if before.is_none_or(is_other) {
            self.number.set_value(&neuron.number);
        }
        self.wrong.show(&neuron.typed_wrong);
        dom::set_flag(&self.number, "aria-invalid", !neuron.typed_wrong.is_empty());
        Ok(())
    }
}
