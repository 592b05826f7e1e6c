//! The architecture editor.

use std::cell::RefCell;

use crate::panels::Page;
use panels::models::scene::{ArchitectureScene, architecture_scene};
use panels::models::{Edit, Msg};
use wasm_bindgen::JsValue;
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::to_page;
use crate::dom;
use crate::input::Wiring;
use crate::view::Text;

pub(super) struct EditorView {
    layers: Vec<(HtmlElement, HtmlInputElement)>,
    n_layers: HtmlSelectElement,
    function: HtmlSelectElement,
    seed: HtmlInputElement,
    summary: Text,
    shown: RefCell<Option<ArchitectureScene>>,
}

impl EditorView {
    pub(super) fn new() -> Result<EditorView, JsValue> {
        let labels: Vec<HtmlElement> = dom::find_all("#layers label")?;
        Ok(EditorView {
            layers: labels.into_iter().zip(fields()?).collect(),
            n_layers: dom::find("#n-layers")?,
            function: dom::find("#hidden-function")?,
            seed: dom::find("#seed")?,
            summary: Text::find("#make p")?,
            shown: RefCell::default(),
        })
    }

    pub(super) fn show(&self, page: Page<'_>) {
        let scene = architecture_scene(&page.panels.models, page.core);
        // Also where nothing has changed: what was typed may be beyond what can be made.
        self.n_layers.set_value(&scene.hidden.len().to_string());
        self.function.set_value(scene.activation);
        if self.shown.borrow().as_ref() == Some(&scene) {
            return;
        }
        for (layer_idx, (label, field)) in self.layers.iter().enumerate() {
            let size = scene.hidden.get(layer_idx);
            label.set_hidden(size.is_none());
            field.set_value(&size.map_or_else(String::new, ToString::to_string));
        }
        self.seed.set_value(&scene.seed.to_string());
        self.summary.show(&scene.summary);
        self.shown.replace(Some(scene));
    }
}

fn fields() -> Result<Vec<HtmlInputElement>, JsValue> {
    dom::find_all("#layers input")
}

/// What stands in a number field; nothing that is no whole number from 0.
fn number(field: &HtmlInputElement) -> Option<u32> {
    field.value().parse().ok()
}

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let edit = |edit| Some(to_page(Msg::Edit(edit)));
    let n_layers: HtmlSelectElement = dom::find("#n-layers")?;
    let select = n_layers.clone();
    wiring.on(&n_layers, "change", move |_: Event| {
        select.value().parse().ok().map(Edit::Layers).and_then(edit)
    })?;
    for (layer_idx, field) in fields()?.into_iter().enumerate() {
        let input = field.clone();
        wiring.on(&field, "change", move |_: Event| {
            edit(Edit::Neurons(layer_idx, number(&input).unwrap_or(0) as usize))
        })?;
    }
    let function: HtmlSelectElement = dom::find("#hidden-function")?;
    let select = function.clone();
    wiring.on(&function, "change", move |_: Event| {
        app::ActivationFn::from_name(&select.value()).map(Edit::Function).and_then(edit)
    })?;
    let seed: HtmlInputElement = dom::find("#seed")?;
    let input = seed.clone();
    wiring.on(&seed, "change", move |_: Event| edit(Edit::Seed(number(&input).unwrap_or(0).into())))?;
    let again: HtmlElement = dom::find("#next-seed")?;
    wiring.on(&again, "click", move |_: Event| edit(Edit::NextSeed))
}
