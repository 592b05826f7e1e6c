//! How a neuron comes to its activation: bars for the walk, an SVG curve, MathML for the equation.

use app::scene::detail::Sum;
use app::scene::equation::{Piece, Token};
use app::scene::sum::{Curve, StepKind, Walk};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use super::terms::id_of_input;
use super::text::Text;
use crate::dom;
use crate::shown::Shown;

const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

pub(super) struct SumView {
    section: HtmlElement,
    walk: HtmlElement,
    curve: CurveView,
    equation: HtmlElement,
    shown: Shown<Option<Sum>>,
}

impl SumView {
    pub(super) fn new() -> Result<SumView, JsValue> {
        Ok(SumView {
            section: dom::find("#detail .sum")?,
            walk: dom::find("#detail .walk")?,
            curve: CurveView::new()?,
            equation: dom::find("#detail .equation")?,
            shown: Shown::default(),
        })
    }

    pub(super) fn show(&mut self, scene: Option<&Sum>) -> Result<(), JsValue> {
        self.shown.update(scene.cloned(), |scene, _| {
            self.section.set_hidden(scene.is_none());
            let Some(sum) = scene else { return Ok(()) };
            show_walk(&self.walk, &sum.walk)?;
            self.curve.show(sum.curve.as_ref());
            self.equation.set_text_content(None);
            for line in &sum.equation {
                show_line(&self.equation, line, sum.terms_layer)?;
            }
            Ok(())
        })
    }
}

/// The curve of the activation function, with the point of z and a.
struct CurveView {
    figure: HtmlElement,
    function: Element,
    drop: Element,
    mark: Element,
    tangent: Element,
    slope: Text,
}

impl CurveView {
    fn new() -> Result<CurveView, JsValue> {
        Ok(CurveView {
            figure: dom::find("#detail .curve")?,
            function: dom::find("#detail .function")?,
            drop: dom::find("#detail .drop")?,
            mark: dom::find("#detail circle")?,
            tangent: dom::find("#detail .tangent")?,
            slope: Text::find("#slope")?,
        })
    }

    fn show(&mut self, curve: Option<&Curve>) {
        self.figure.set_hidden(curve.is_none());
        let Some(Curve { path, mark: (x, y), tangent, slope, .. }) = curve else { return };
        dom::set_attribute(&self.function, "d", path);
        dom::set_attribute(&self.drop, "d", &["M", x, " 47V", y].concat());
        dom::set_attribute(&self.tangent, "d", tangent.as_deref().unwrap_or_default());
        self.slope.show(&if tangent.is_some() { ["slope ", slope].concat() } else { String::new() });
        dom::set_attribute(&self.mark, "cx", x);
        dom::set_attribute(&self.mark, "cy", y);
    }
}

/// Makes the rows of a walk anew.
pub(crate) fn show_walk(list: &HtmlElement, walk: &Walk) -> Result<(), JsValue> {
    list.set_text_content(None);
    dom::set_length(list, "--zero", 100.0 * walk.zero, "%");
    dom::set_length(list, "--threshold", 100.0 * walk.threshold, "%");
    for step in &walk.steps {
        let item = dom::append(list, "li")?;
        dom::append_text(&item, "span", &step.name)?;
        dom::append_with_class(&item, "span", "number")?.set_text_content(Some(&step.value));
        let class = match step.kind {
            StepKind::Adds => "positive",
            StepKind::Takes => "negative",
            StepKind::Total => "total",
        };
        let track = dom::append(&item, "div")?;
        let bar = dom::append_with_class(&track, "i", class)?;
        dom::set_length(&bar, "left", 100.0 * step.start, "%");
        dom::set_length(&bar, "width", 100.0 * (step.end - step.start), "%");
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
