//! What the inspected part listens to: a row a term, with a picture, a bar and a number. The rows stay while their
//! numbers change, so that the pointer and the keyboard can rest on one.

use std::cell::RefCell;

use app::target::Target;
use panels::neuron::scene::Term;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

use super::canvas::HeatMap;
use super::text::Text;
use crate::dom;

/// `data-term` of an input of the first layer (0), the second (1), ...: `LAYER:INDEX`. Layer 0 are the pixels.
pub(super) fn id_of_input(terms_layer: usize, input: usize) -> String {
    Target::input_of(terms_layer, input).to_string()
}

/// `data-term` of a part of the network.
pub(super) fn id_of(target: Target) -> String {
    target.to_string()
}

pub(super) struct TermsView {
    list: HtmlElement,
    rows: RefCell<Vec<TermView>>,
}

struct TermView {
    item: HtmlElement,
    button: HtmlElement,
    canvas: HtmlElement,
    picture: HeatMap,
    name: Text,
    weight: HtmlElement,
    contribution: HtmlElement,
    value: Text,
}

impl TermsView {
    pub(super) fn new() -> Result<TermsView, JsValue> {
        Ok(TermsView { list: dom::find("#detail .terms")?, rows: RefCell::default() })
    }

    pub(super) fn show(&self, terms: &[Term]) -> Result<(), JsValue> {
        let mut rows = self.rows.borrow_mut();
        while rows.len() < terms.len() {
            rows.push(TermView::new(&self.list)?);
        }
        for (row, term) in rows.iter().zip(terms) {
            row.show(term)?;
        }
        for (i, row) in rows.iter().enumerate() {
            row.item.set_hidden(i >= terms.len());
        }
        Ok(())
    }
}

impl TermView {
    fn new(list: &HtmlElement) -> Result<TermView, JsValue> {
        let item = dom::append(list, "li")?;
        let button = dom::append(&item, "button")?;
        dom::set_attribute(&button, "type", "button");
        let canvas = dom::append(&button, "canvas")?;
        let side = app::SIDE.to_string();
        dom::set_attribute(&canvas, "width", &side);
        dom::set_attribute(&canvas, "height", &side);
        let part = |class: &str, parent: &Element, tag: &str| -> Result<HtmlElement, JsValue> {
            let element = dom::append(parent, tag)?;
            element.set_class_name(class);
            Ok(element)
        };
        let name = part("name", &button, "span")?;
        let value = part("number", &button, "span")?;
        let bar = part("bar", &button, "span")?;
        Ok(TermView {
            picture: HeatMap::of(canvas.unchecked_ref::<HtmlCanvasElement>())?,
            name: Text::of(name),
            weight: part("weight", &bar, "i")?,
            contribution: part("", &bar, "i")?,
            value: Text::of(value),
            item,
            button,
            canvas,
        })
    }

    fn show(&self, term: &Term) -> Result<(), JsValue> {
        dom::set_attribute(&self.button, "data-term", &id_of(term.target));
        self.canvas.set_hidden(term.picture.is_none());
        if let Some(picture) = &term.picture {
            self.picture.show(picture)?;
        }
        self.name.show(&term.name);
        self.value.show(&term.value);
        set_bar(&self.weight, term.weight)?;
        set_bar(&self.contribution, term.contribution)?;
        self.contribution.set_class_name(if term.contribution < 0.0 { "negative" } else { "positive" });
        Ok(())
    }
}

/// A bar from the middle, to the left where `share` (-1 to 1) is negative.
fn set_bar(bar: &HtmlElement, share: f32) -> Result<(), JsValue> {
    let percent = |share: f32| [app::number::fixed(share, 1).as_str(), "%"].concat();
    bar.style().set_property("left", &percent(50.0 + 50.0 * share.min(0.0)))?;
    bar.style().set_property("width", &percent(50.0 * share.abs()))
}

/// Marks everything in the element of this selector that stands for the term pointed at.
pub(crate) fn light(within: &str, lit: Option<Target>) -> Result<(), JsValue> {
    let id = lit.map(id_of);
    for element in dom::find_all::<Element>(&[within, " [data-term]"].concat())? {
        if element.get_attribute("data-term") == id {
            element.set_attribute("data-lit", "")?;
        } else {
            element.remove_attribute("data-lit")?;
        }
    }
    Ok(())
}
