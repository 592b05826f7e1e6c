//! Every weight and bias, to be changed, taken back, and compared with the trained model.

mod input;
mod rows;

pub(super) use input::listen;

use std::cell::RefCell;

use app::derived::Derived;
use app::palette::Palette;
use app::panels::Panel;
use app::panels::knobs::{KnobsScene, NeuronKnobs, changed_text, knobs_scene};
use app::settings::Named;
use app::state::State;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::dom;
use crate::view::Text;

pub(super) struct KnobsView {
    mark: Text,
    accuracy: Text,
    changes: Text,
    says: Text,
    undo: HtmlElement,
    redo: HtmlElement,
    back: HtmlElement,
    hint: HtmlElement,
    neuron: HtmlElement,
    title: Text,
    rows: rows::Rows,
    rest: Text,
    all: HtmlElement,
    chosen: Text,
    number: HtmlInputElement,
    wrong: Text,
    scope: Text,
    scopes: Vec<HtmlElement>,
    freeze: HtmlElement,
    seed: HtmlInputElement,
    noise: HtmlInputElement,
    noise_text: Text,
    shown: RefCell<Option<KnobsScene>>,
}

impl KnobsView {
    pub(super) fn new() -> Result<KnobsView, JsValue> {
        Ok(KnobsView {
            mark: Text::find("#knobs-mark")?,
            accuracy: Text::find("#knobs-accuracy")?,
            changes: Text::find("#knobs-changes")?,
            says: Text::find("#knobs-says")?,
            undo: dom::find("#knobs-undo")?,
            redo: dom::find("#knobs-redo")?,
            back: dom::find("#knobs-back")?,
            hint: dom::find("#knobs-hint")?,
            neuron: dom::find("#knobs-neuron")?,
            title: Text::find("#knobs-neuron h2")?,
            rows: rows::Rows::new()?,
            rest: Text::find("#knobs-neuron .rest span")?,
            all: dom::find("#knobs-all")?,
            chosen: Text::find("#knob-name")?,
            number: dom::find("#knob-number")?,
            wrong: Text::find("#knob-wrong")?,
            scope: Text::find("#knobs-actions h2 span")?,
            scopes: dom::find_all("[data-scope]")?,
            freeze: dom::find("[data-act='freeze']")?,
            seed: dom::find("#knobs-seed")?,
            noise: dom::find("#knobs-noise")?,
            noise_text: Text::find(".noise output")?,
            shown: RefCell::default(),
        })
    }

    pub(super) fn show(&self, state: &State, _derived: &Derived, _palette: &Palette) -> Result<(), JsValue> {
        self.mark.show(&changed_text(state));
        if state.panels.open != Panel::Knobs {
            return Ok(());
        }
        let scene = knobs_scene(state);
        let mut shown = self.shown.borrow_mut();
        if let Some(scene) = scene.as_ref().filter(|_| *shown != scene) {
            self.show_scene(scene, shown.as_ref())?;
        }
        *shown = scene;
        Ok(())
    }

    fn show_scene(&self, scene: &KnobsScene, shown: Option<&KnobsScene>) -> Result<(), JsValue> {
        self.accuracy.show(&scene.accuracy);
        self.changes.show(if scene.changed.is_empty() { "unchanged" } else { &scene.changed });
        self.says.show(&scene.says);
        enable(&self.undo, scene.can_undo);
        enable(&self.redo, scene.can_redo);
        enable(&self.back, scene.can_go_back);
        self.scope.show(&scene.scope_text);
        for button in &self.scopes {
            let is_chosen = button.get_attribute("data-scope").as_deref() == Some(scene.scope.name());
            dom::set_attribute(button, "aria-pressed", if is_chosen { "true" } else { "false" });
        }
        self.freeze.set_text_content(Some(if scene.is_frozen { "Unfreeze" } else { "Freeze" }));
        if shown.is_none_or(|shown| shown.seed != scene.seed) {
            self.seed.set_value(&scene.seed.to_string());
        }
        let noise = app::number::fixed(scene.noise, 2);
        if self.noise.value_as_number() as f32 != scene.noise {
            self.noise.set_value(&noise);
        }
        self.noise_text.show(&noise);
        self.hint.set_hidden(scene.neuron.is_some());
        self.neuron.set_hidden(scene.neuron.is_none());
        match &scene.neuron {
            Some(neuron) => self.show_neuron(neuron, shown.and_then(|shown| shown.neuron.as_ref())),
            None => Ok(()),
        }
    }

    fn show_neuron(&self, neuron: &NeuronKnobs, shown: Option<&NeuronKnobs>) -> Result<(), JsValue> {
        self.title.show(&neuron.title);
        self.rows.show(&neuron.rows)?;
        self.rest.show(&neuron.rest);
        self.all.set_hidden(neuron.can_show_all.is_none());
        let can_show_more = neuron.can_show_all == Some(true);
        self.all.set_text_content(Some(if can_show_more { "Show all" } else { "Show strongest" }));
        dom::set_attribute(&self.all, "data-all", if can_show_more { "true" } else { "" });
        self.chosen.show(&neuron.chosen);
        let is_other = |shown: &NeuronKnobs| {
            let was_wrong = !shown.typed_wrong.is_empty() && neuron.typed_wrong.is_empty();
            was_wrong || shown.number != neuron.number || shown.chosen != neuron.chosen
        };
        // While someone types, the field is theirs.
        if shown.is_none_or(is_other) {
            self.number.set_value(&neuron.number);
        }
        self.wrong.show(&neuron.typed_wrong);
        let is_wrong = !neuron.typed_wrong.is_empty();
        dom::set_attribute(&self.number, "aria-invalid", if is_wrong { "true" } else { "false" });
        Ok(())
    }
}

/// A button that has nothing to do is told apart, and keeps the focus.
fn enable(button: &HtmlElement, is_enabled: bool) {
    dom::set_attribute(button, "aria-disabled", if is_enabled { "false" } else { "true" });
}
