//! What the part attended to listens to: a row a term, with a picture, a bar and a number. The rows stay while their
//! numbers change, so that the pointer and the keyboard can rest on one.

use app::network_layout::Target;
use app::scene::detail::Term;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::canvas::HeatMap;
use super::text::Text;
use crate::dom;

/// `data-term` of an input of the first layer (0), the second (1), ...: `LAYER:INDEX`. Layer 0 are the pixels.
pub(super) fn id_of_input(terms_layer: usize, input: usize) -> String {
    [terms_layer.to_string(), input.to_string()].join(":")
}

/// `data-term` of a part of the network.
pub(super) fn id_of(target: Target) -> String {
    match target {
        Target::Pixel(pixel_idx) => id_of_input(0, pixel_idx),
        Target::Neuron { layer_idx, neuron_idx } => id_of_input(layer_idx + 1, neuron_idx),
    }
}

pub(super) struct TermsView {
    list: HtmlElement,
    rows: Vec<TermView>,
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
        Ok(TermsView { list: dom::find("#detail .terms")?, rows: Vec::new() })
    }

    pub(super) fn show(&mut self, terms: &[Term]) -> Result<(), JsValue> {
        while self.rows.len() < terms.len() {
            self.rows.push(TermView::new(&self.list)?);
        }
        for (i, row) in self.rows.iter_mut().enumerate() {
            let term = terms.get(i);
            row.item.set_hidden(term.is_none());
            if let Some(term) = term {
                row.show(term)?;
            }
        }
        Ok(())
    }
}

impl TermView {
    fn new(list: &HtmlElement) -> Result<TermView, JsValue> {
        let item = dom::append(list, "li")?;
        let button = dom::append_button(&item)?;
        let canvas = dom::append(&button, "canvas")?;
        let side = app::SIDE.to_string();
        dom::set_attribute(&canvas, "width", &side);
        dom::set_attribute(&canvas, "height", &side);
        let name = Text::of(dom::append_with_class(&button, "span", "name")?);
        let value = Text::of(dom::append_with_class(&button, "span", "number")?);
        let bar = dom::append_with_class(&button, "span", "bar")?;
        Ok(TermView {
            picture: HeatMap::of(canvas.unchecked_ref())?,
            name,
            weight: dom::append_with_class(&bar, "i", "weight")?,
            contribution: dom::append(&bar, "i")?,
            value,
            item,
            button,
            canvas,
        })
    }

    fn show(&mut self, term: &Term) -> Result<(), JsValue> {
        dom::set_attribute(&self.button, "data-term", &id_of(term.target));
        self.canvas.set_hidden(term.picture.is_none());
        if let Some(picture) = &term.picture {
            self.picture.show(picture)?;
        }
        self.name.show(&term.name);
        self.value.show(&term.value);
        set_bar(&self.weight, term.weight);
        set_bar(&self.contribution, term.contribution);
        self.contribution.set_class_name(if term.contribution < 0.0 { "negative" } else { "positive" });
        Ok(())
    }
}

/// A bar from the middle, to the left where `share` (-1 to 1) is negative.
pub(crate) fn set_bar(bar: &HtmlElement, share: f32) {
    dom::set_length(bar, "left", 50.0 + 50.0 * share.min(0.0), "%");
    dom::set_length(bar, "width", 50.0 * share.abs(), "%");
}

/// Marks everything in the element of this selector that stands for the term pointed at.
pub(crate) fn light(within: &str, lit: Option<Target>) -> Result<(), JsValue> {
    let id = lit.map(id_of);
    for element in dom::find_all(&[within, " [data-term]"].concat())? {
        if element.get_attribute("data-term") == id {
            element.set_attribute("data-lit", "")?;
        } else {
            element.remove_attribute("data-lit")?;
        }
    }
    Ok(())
}
