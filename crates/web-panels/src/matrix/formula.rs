//! The formulas of the layer and of the whole network, and the number of parameters, as MathML and text.

use app::revision::Revision;
use app::state::Core;
use panels::matrix::formula::{Math, layer_formula, parameters, whole_formula};
use wasm_bindgen::JsValue;
use web::{Markup, Shown, dom};
use web_sys::{Element, HtmlElement};

use crate::math::{append, append_leaf};

pub(crate) struct FormulaView {
    layer: HtmlElement,
    whole: HtmlElement,
    count: HtmlElement,
    /// The model and the layer shown.
    shown: Shown<(Revision, usize)>,
}

impl FormulaView {
    pub(crate) fn new(markup: &Markup) -> FormulaView {
        FormulaView {
            layer: markup.find("#matrix-formula"),
            whole: markup.find("#matrix-whole"),
            count: markup.find("#matrix-count"),
            shown: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, core: &Core, layer_idx: usize) -> Result<(), JsValue> {
        let Some(network) = core.network() else { return Ok(()) };
        self.shown.update((core.model_revision(), layer_idx), |_, _| {
            for element in [&self.layer, &self.whole, &self.count] {
                element.set_text_content(None);
            }
            let math = append(&self.layer, "math")?;
            show_pieces(&math, &layer_formula(network, layer_idx))?;
            for part in whole_formula(network) {
                // Separate elements, so that a long formula can wrap.
                let math = append(&self.whole, "math")?;
                show_pieces(&math, &part.pieces)?;
                mark(&math, part.layer_idx, layer_idx);
            }
            let (parts, total) = parameters(network);
            for (part_idx, part) in parts.iter().enumerate() {
                if part_idx > 0 {
                    dom::append_text(&self.count, "span", " + ")?;
                }
                let element = dom::append_text(&self.count, "span", part)?;
                mark(&element, Some(part_idx), layer_idx);
            }
            dom::append_text(&self.count, "b", &[" = ", &total].concat())?;
            Ok(())
        })
    }
}

/// Marks an element with its layer, and highlights it if that layer is shown.
fn mark(element: &Element, layer_idx: Option<usize>, shown: usize) {
    if let Some(layer_idx) = layer_idx {
        dom::set_attribute(element, "data-layer", &layer_idx.to_string());
        if layer_idx == shown {
            dom::set_attribute(element, "data-lit", "");
        }
    }
}

pub(super) fn show_pieces(parent: &Element, pieces: &[Math]) -> Result<(), JsValue> {
    for piece in pieces {
        match piece {
            Math::Name(text) => append_leaf(parent, "mi", text)?,
            Math::Operator(text) => {
                let operator = append(parent, "mo")?;
                operator.set_text_content(Some(text));
                operator.set_attribute("stretchy", "false")?;
                if *text == "+" {
                    // An infix operator even at the start of a part.
                    operator.set_attribute("form", "infix")?;
                }
            }
            // The size stands beneath, so that it is not taken for an index.
            Math::Of { name, layer, size: Some(size) } => {
                let under = append(parent, "munder")?;
                append_name(&under, name, *layer)?;
                append_leaf(&under, "mtext", size)?;
            }
            Math::Of { name, layer, size: None } => append_name(parent, name, *layer)?,
            Math::Indexed(name, indices) => append_indexed(parent, name, indices)?,
        }
    }
    Ok(())
}

/// An identifier, with its layer as superscript.
fn append_name(parent: &Element, name: &str, layer: Option<usize>) -> Result<(), JsValue> {
    let Some(layer) = layer else { return append_leaf(parent, "mi", name) };
    let scripts = append(parent, "msup")?;
    append_leaf(&scripts, "mi", name)?;
    append_leaf(&scripts, "mtext", &["(", &layer.to_string(), ")"].concat())
}

/// An identifier with its indices, separated by commas.
fn append_indexed(parent: &Element, name: &str, indices: &[usize]) -> Result<(), JsValue> {
    let scripts = append(parent, "msub")?;
    append_leaf(&scripts, "mi", name)?;
    let row = append(&scripts, "mrow")?;
    for (position, index) in indices.iter().enumerate() {
        if position > 0 {
            append_leaf(&row, "mo", ",")?;
        }
        append_leaf(&row, "mn", &index.to_string())?;
    }
    Ok(())
}
