//! How a neuron comes to its activation: bars for the walk, an SVG curve, MathML for the equation.

use app::number;
use app::scene::sum::{Curve, Sum, Token, Walk};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use crate::dom;

const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

pub(super) struct SumView {
    section: HtmlElement,
    walk: HtmlElement,
    curve: Element,
    function: Element,
    drop: Element,
    mark: Element,
    equation: HtmlElement,
}

impl SumView {
    pub(super) fn new() -> Result<SumView, JsValue> {
        Ok(SumView {
            section: dom::find("#detail .sum")?,
            walk: dom::find("#detail .walk")?,
            curve: dom::find("#detail .curve")?,
            function: dom::find("#detail .function")?,
            drop: dom::find("#detail .drop")?,
            mark: dom::find("#detail circle")?,
            equation: dom::find("#detail .equation")?,
        })
    }

    pub(super) fn show(&self, scene: Option<&Sum>) -> Result<(), JsValue> {
        self.section.set_hidden(scene.is_none());
        let Some(sum) = scene else { return Ok(()) };
        self.show_walk(&sum.walk)?;
        self.show_curve(sum.curve.as_ref())?;
        self.equation.set_text_content(None);
        for line in &sum.equation {
            show_equation(&self.equation, line)?;
        }
        Ok(())
    }

    fn show_walk(&self, walk: &Walk) -> Result<(), JsValue> {
        self.walk.set_text_content(None);
        let percent = |share: f32| [number::fixed(100.0 * share, 1).as_str(), "%"].concat();
        for step in &walk.steps {
            let item = dom::append(&self.walk, "li")?;
            dom::append(&item, "span")?.set_text_content(Some(step.name));
            let value = dom::append(&item, "span")?;
            value.set_class_name("number");
            value.set_text_content(Some(&step.value));
            let track = dom::append(&item, "div")?;
            track.style().set_property("--zero", &percent(walk.zero))?;
            let bar = dom::append(&track, "i")?;
            bar.set_class_name(if step.is_negative { "negative" } else { "positive" });
            bar.style().set_property("left", &percent(step.start))?;
            bar.style().set_property("width", &percent(step.end - step.start))?;
        }
        Ok(())
    }

    fn show_curve(&self, curve: Option<&Curve>) -> Result<(), JsValue> {
        let Some(Curve { path, mark: (x, y) }) = curve else {
            return self.curve.set_attribute("hidden", "");
        };
        self.curve.remove_attribute("hidden")?;
        self.function.set_attribute("d", path)?;
        self.drop.set_attribute("d", &["M", x, " 47V", y].concat())?;
        self.mark.set_attribute("cx", x)?;
        self.mark.set_attribute("cy", y)
    }
}

fn show_equation(parent: &Element, line: &[Token]) -> Result<(), JsValue> {
    let document = dom::document()?;
    let math = document.create_element_ns(Some(MATHML), "math")?;
    for token in line {
        let (tag, text) = match token {
            Token::Identifier(text) => ("mi", *text),
            Token::Operator(text) => ("mo", *text),
            Token::Number(text) => ("mn", text.as_str()),
        };
        let element = document.create_element_ns(Some(MATHML), tag)?;
        element.set_text_content(Some(text));
        math.append_child(&element)?;
    }
    parent.append_child(&math)?;
    Ok(())
}
