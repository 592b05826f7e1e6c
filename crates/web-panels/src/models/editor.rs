//! The architecture editor.

use panels::models::scene::{ArchitectureScene, architecture_scene};
use panels::models::{Edit, Msg};
use wasm_bindgen::{JsCast, JsValue};
use web::{Markup, Message, Shown, Text, Wiring, dom};
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
    pub(crate) fn new(markup: &Markup) -> EditorView {
        let labels = markup.find_all("#layers label");
        let fields = markup.find_all("#layers input").into_iter().map(JsCast::unchecked_into);
        EditorView {
            layers: labels.into_iter().zip(fields).collect(),
            n_layers: markup.find("#n-layers"),
            function: markup.find("#hidden-function"),
            seed: markup.find("#seed"),
            summary: markup.text("#make p"),
            shown: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let scene = architecture_scene(&context.panels.models, context.core);
        // Set every time: the user may have entered an invalid value.
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

/// The value of a number field, if it is a non-negative integer.
fn number(field: &HtmlInputElement) -> Option<u32> {
    field.value().parse().ok()
}

fn tell_edit(edit: Edit) -> Option<Message> {
    tell(Msg::Edit(edit))
}

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.control("#n-layers", "change", |select: &HtmlSelectElement| {
        tell_edit(Edit::Layers(select.value().parse().ok()?))
    });
    wiring.on("#layers", "change", |event: &Event| {
        let changed: HtmlInputElement = event.target()?.unchecked_into();
        let fields = dom::find_all("#layers input").ok()?;
        let layer_idx = fields.iter().position(|field| field.is_same_node(Some(&changed)))?;
        tell_edit(Edit::Neurons(layer_idx, number(&changed).unwrap_or(0) as usize))
    });
    wiring.control("#hidden-function", "change", |select: &HtmlSelectElement| {
        tell_edit(Edit::Function(app::ActivationFn::from_name(&select.value())?))
    });
    wiring.control("#seed", "change", |input: &HtmlInputElement| {
        tell_edit(Edit::Seed(number(input).unwrap_or(0).into()))
    });
    wiring.control("#next-seed", "click", |_: &HtmlElement| tell_edit(Edit::NextSeed));
}
