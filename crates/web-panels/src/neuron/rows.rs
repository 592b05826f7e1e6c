//! The terms of the weighted sum, one per row, with an image, a bar and a number. Rows are kept while their values
//! change, so that they keep focus and pointer capture.

use app::SIDE;
use panels::neuron::scene::Term;
use wasm_bindgen::{JsCast, JsValue};
use web::{HeatMap, Markup, Text, dom};
use web_sys::HtmlElement;

use crate::bars::set_bar;

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
    pub(super) fn new(markup: &Markup) -> TermsView {
        TermsView { list: markup.find("#detail .terms"), rows: Vec::new() }
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
        let side = SIDE.to_string();
        dom::set_attribute(&canvas, "width", &side);
        dom::set_attribute(&canvas, "height", &side);
        let name = Text::of(dom::append_with_class(&button, "span", "name")?);
        let value = Text::of(dom::append_with_class(&button, "span", "number")?);
        let bar = dom::append_with_class(&button, "span", "bar")?;
        Ok(TermView {
            picture: HeatMap::new(dom::context(canvas.unchecked_ref())?),
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
        dom::set_attribute(&self.button, "data-term", &term.target.to_string());
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
