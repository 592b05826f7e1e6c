//! How a neuron comes to its activation: bars for the walk, an SVG curve, MathML for the equation.

use std::cell::RefCell;

use app::number;
use panels::neuron::curve::Curve;
use panels::neuron::equation::{Piece, Token};
use panels::neuron::scene::Sum;
use panels::neuron::waterfall::{BarKind, Waterfall};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use super::terms::id_of_input;
use super::text::Text;
use crate::dom;

const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

pub(super) struct SumView {
    section: HtmlElement,
    walk: HtmlElement,
    curve_figure: HtmlElement,
    function: Element,
    drop: Element,
    mark: Element,
    tangent: Element,
    slope: Text,
    equation: HtmlElement,
    shown: RefCell<Option<Sum>>,
}

impl SumView {
    pub(super) fn new() -> Result<SumView, JsValue> {
        Ok(SumView {
            section: dom::find("#detail .sum")?,
            walk: dom::find("#detail .walk")?,
            curve_figure: dom::find("#detail .curve")?,
            function: dom::find("#detail .function")?,
            drop: dom::find("#detail .drop")?,
            mark: dom::find("#detail circle")?,
            tangent: dom::find("#detail .tangent")?,
            slope: Text::find("#slope")?,
            equation: dom::find("#detail .equation")?,
            shown: RefCell::default(),
        })
    }

    pub(super) fn show(&self, scene: Option<&Sum>) -> Result<(), JsValue> {
        if self.shown.borrow().as_ref() == scene {
            return Ok(());
        }
        self.section.set_hidden(scene.is_none());
        if let Some(sum) = scene {
            show_waterfall(&self.walk, &sum.waterfall)?;
            self.show_curve(sum.curve.as_ref())?;
            self.equation.set_text_content(None);
            for line in &sum.equation {
                show_line(&self.equation, line, sum.terms_layer)?;
            }
        }
        self.shown.replace(scene.cloned());
        Ok(())
    }

    fn show_curve(&self, curve: Option<&Curve>) -> Result<(), JsValue> {
        self.curve_figure.set_hidden(curve.is_none());
        let Some(Curve { path, mark: (x, y), tangent, slope, .. }) = curve else { return Ok(()) };
        self.function.set_attribute("d", path)?;
        self.drop.set_attribute("d", &["M", x, " 47V", y].concat())?;
        self.tangent.set_attribute("d", tangent.as_deref().unwrap_or_default())?;
        self.slope.show(&if tangent.is_some() { ["slope ", slope].concat() } else { String::new() });
        self.mark.set_attribute("cx", x)?;
        self.mark.set_attribute("cy", y)
    }
}

/// Makes the bars of a waterfall anew.
pub(crate) fn show_waterfall(list: &HtmlElement, waterfall: &Waterfall) -> Result<(), JsValue> {
    list.set_text_content(None);
    let percent = |share: f32| [number::fixed(100.0 * share, 1).as_str(), "%"].concat();
    list.style().set_property("--zero", &percent(waterfall.zero))?;
    list.style().set_property("--threshold", &percent(waterfall.threshold))?;
    for scene in &waterfall.bars {
        let item = dom::append(list, "li")?;
        dom::append(&item, "span")?.set_text_content(Some(&scene.name));
        let value = dom::append(&item, "span")?;
        value.set_class_name("number");
        value.set_text_content(Some(&scene.value));
        let track = dom::append(&item, "div")?;
        let bar = dom::append(&track, "i")?;
        bar.set_class_name(match scene.kind {
            BarKind::Adds => "positive",
            BarKind::Takes => "negative",
            BarKind::Total => "total",
        });
        bar.style().set_property("left", &percent(scene.start))?;
        bar.style().set_property("width", &percent(scene.end - scene.start))?;
    }
    Ok(())
}

/// Appends a line of an equation; `terms_layer` is the layer that its terms come from, 0 being the pixels.
pub(crate) fn show_line(parent: &Element, line: &[Piece], terms_layer: usize) -> Result<(), JsValue> {
    let math = append(parent, "math")?;
    for piece in line {
        let row = match piece.input {
            Some(input) => {
                let row = append(&math, "mrow")?;
                row.set_attribute("data-term", &id_of_input(terms_layer, input))?;
                row
            }
            None => math.clone(),
        };
        for token in &piece.tokens {
            show_token(&row, token)?;
        }
    }
    Ok(())
}

fn show_token(row: &Element, token: &Token) -> Result<(), JsValue> {
    let leaf = |parent: &Element, tag: &str, text: &str| -> Result<(), JsValue> {
        append(parent, tag)?.set_text_content(Some(text));
        Ok(())
    };
    match token {
        Token::Identifier(text) => leaf(row, "mi", text),
        Token::Operator(text) => leaf(row, "mo", text),
        Token::Number(text) => leaf(row, "mn", text),
        Token::Indexed(name, index) => {
            let indexed = append(row, "msub")?;
            leaf(&indexed, "mi", name)?;
            leaf(&indexed, "mn", &index.to_string())
        }
        Token::Noted(text, note) => {
            let noted = append(row, "munder")?;
            leaf(&noted, "mn", text)?;
            leaf(&noted, "mtext", note)
        }
    }
}

fn append(parent: &Element, tag: &str) -> Result<Element, JsValue> {
    let element = dom::document()?.create_element_ns(Some(MATHML), tag)?;
    parent.append_child(&element)?;
    Ok(element)
}
