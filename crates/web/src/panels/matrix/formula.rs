//! The layer's formula, the whole network's, and the count of all knobs: MathML and text, made anew with the model.

use std::cell::Cell;

use crate::panels::Page;
use app::revision::Revision;
use panels::matrix::formula::{Math, layer_formula, parameters, whole_formula};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use crate::dom;

const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

pub(super) struct FormulaView {
    layer: HtmlElement,
    whole: HtmlElement,
    count: HtmlElement,
    /// The model and the layer that are shown.
    shown: Cell<Option<(Revision, usize)>>,
}

impl FormulaView {
    pub(super) fn new() -> Result<FormulaView, JsValue> {
        Ok(FormulaView {
            layer: dom::find("#matrix-formula")?,
            whole: dom::find("#matrix-whole")?,
            count: dom::find("#matrix-count")?,
            shown: Cell::default(),
        })
    }

    pub(super) fn show(&self, page: Page<'_>) -> Result<(), JsValue> {
        let Some(model) = page.core.model() else { return Ok(()) };
        let layer_idx = page.panels.matrix.layer_idx;
        let key = Some((page.core.model_revision(), layer_idx));
        if self.shown.replace(key) == key {
            return Ok(());
        }
        for element in [&self.layer, &self.whole, &self.count] {
            element.set_text_content(None);
        }
        let math = append(&self.layer, "math")?;
        show_pieces(&math, &layer_formula(&model.network, layer_idx))?;
        for part in whole_formula(&model.network) {
            // Each in an element of its own, so that a long formula can go on in the next line.
            let math = append(&self.whole, "math")?;
            show_pieces(&math, &part.pieces)?;
            mark(&math, part.layer_idx, layer_idx);
        }
        let (parts, total) = parameters(&model.network);
        for (part_idx, part) in parts.iter().enumerate() {
            if part_idx > 0 {
                dom::append(&self.count, "span")?.set_text_content(Some(" + "));
            }
            let element = dom::append(&self.count, "span")?;
            element.set_text_content(Some(part));
            mark(&element, Some(part_idx), layer_idx);
        }
        dom::append(&self.count, "b")?.set_text_content(Some(&[" = ", &total].concat()));
        Ok(())
    }
}

/// Says which layer an element stands for, and whether that is the one shown.
fn mark(element: &Element, layer_idx: Option<usize>, shown: usize) {
    if let Some(layer_idx) = layer_idx {
        dom::set_attribute(element, "data-layer", &layer_idx.to_string());
        if layer_idx == shown {
            dom::set_attribute(element, "data-lit", "");
        }
    }
}

fn show_pieces(parent: &Element, pieces: &[Math]) -> Result<(), JsValue> {
    for piece in pieces {
        match piece {
            Math::Name(text) => leaf(parent, "mi", text)?,
            Math::Operator(text) => {
                let operator = append(parent, "mo")?;
                operator.set_text_content(Some(text));
                operator.set_attribute("stretchy", "false")?;
                if *text == "+" {
                    // Between two terms, even where it begins a part.
                    operator.set_attribute("form", "infix")?;
                }
            }
            Math::Of { name, layer, size } => {
                let tag = match (layer, size) {
                    (None, None) => {
                        leaf(parent, "mi", name)?;
                        continue;
                    }
                    (None, Some(_)) => "msub",
                    (Some(_), None) => "msup",
                    (Some(_), Some(_)) => "msubsup",
                };
                let scripts = append(parent, tag)?;
                leaf(&scripts, "mi", name)?;
                if let Some(size) = size {
                    leaf(&scripts, "mtext", size)?;
                }
                if let Some(layer) = layer {
                    leaf(&scripts, "mtext", &["(", &layer.to_string(), ")"].concat())?;
                }
            }
        }
    }
    Ok(())
}

fn leaf(parent: &Element, tag: &str, text: &str) -> Result<(), JsValue> {
    append(parent, tag)?.set_text_content(Some(text));
    Ok(())
}

fn append(parent: &Element, tag: &str) -> Result<Element, JsValue> {
    let element = dom::document()?.create_element_ns(Some(MATHML), tag)?;
    parent.append_child(&element)?;
    Ok(element)
}
