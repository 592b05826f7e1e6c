//! The architecture editor.

use panels::models::scene::{ArchitectureScene, architecture_scene};
use panels::models::{Edit, Msg};
use wasm_bindgen::{JsCast, JsValue};
use web::{Message, Shown, Text, Wiring, dom};
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::context::ViewContext;
use crate::tell::tell;

pub(crate) struct EditorView {
    layers: Vec<(HtmlElement, HtmlInputElement)>,
    n_layers: HtmlSelectElement,
    function: HtmlSelectElement,
    seed: HtmlInputElement,
    summary: Text,
    shown: Shown<ArchitectureScene>,
}

impl EditorView {
    pub(crate) fn new() -> Result<EditorView, JsValue> {
        let labels = dom::find_all("#layers label")?;
        Ok(EditorView {
            layers: labels.into_iter().zip(fields()?).collect(),
            n_layers: dom::find("#n-layers")?,
            function: dom::find("#hidden-function")?,
            seed: dom::find("#seed")?,
            summary: Text::find("#make p")?,
            shown: Shown::default(),
        })
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let scene = architecture_scene(&context.panels.models, context.core);
        // Also where nothing has changed: what was typed may be beyond what can be made.
        self.n_layers.set_value(&scene.hidden.len().to_string());
        self.function.set_value(scene.activation);
        self.shown.update(scene, |scene, _| {
            for (layer_idx, (label, field)) in self.layers.iter().enumerate() {
                let size = scene.hidden.get(layer_idx);
                label.set_hidden(size.is_none());
                field.set_value(&size.map_or_else(String::new, ToString::to_string));
            }
            self.seed.set_value(&scene.seed.to_string());
            self.summary.show(&scene.summary);
            Ok(())
        })
    }
}

fn fields() -> Result<Vec<HtmlInputElement>, JsValue> {
    Ok(dom::find_all("#layers input")?.into_iter().map(JsCast::unchecked_into).collect())
}

/// What stands in a number field; nothing that is no whole number from 0.
fn number(field: &HtmlInputElement) -> Option<u32> {
    field.value().parse().ok()
}

fn tell_edit(edit: Edit) -> Option<Message> {
    tell(Msg::Edit(edit))
}

pub(crate) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    wiring.control("#n-layers", "change", |select: &HtmlSelectElement| {
        tell_edit(Edit::Layers(select.value().parse().ok()?))
    })?;
    for (layer_idx, field) in fields()?.into_iter().enumerate() {
        let input = field.clone();
        wiring.on(&field, "change", move |_: &Event| {
            tell_edit(Edit::Neurons(layer_idx, number(&input).unwrap_or(0) as usize))
        })?;
    }
    wiring.control("#hidden-function", "change", |select: &HtmlSelectElement| {
        tell_edit(Edit::Function(app::ActivationFn::from_name(&select.value())?))
    })?;
    wiring.control("#seed", "change", |input: &HtmlInputElement| {
        tell_edit(Edit::Seed(number(input).unwrap_or(0).into()))
    })?;
    wiring.control("#next-seed", "click", |_: &HtmlElement| tell_edit(Edit::NextSeed))
}
