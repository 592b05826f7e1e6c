//! The strongest inputs of a deeper neuron, each a button with a picture of what it responds to.

use app::SIDE;
use panels::neuron::sources::Source;
use wasm_bindgen::{JsCast, JsValue};
use web::{HeatMap, Markup, Text, dom};
use web_sys::HtmlElement;

pub(super) struct SourcesView {
    list: HtmlElement,
    sources: Vec<SourceView>,
}

struct SourceView {
    item: HtmlElement,
    button: HtmlElement,
    picture: HeatMap,
    name: Text,
    weight: Text,
}

impl SourcesView {
    pub(super) fn new(markup: &Markup) -> SourcesView {
        SourcesView { list: markup.find("#sources"), sources: Vec::new() }
    }

    pub(super) fn show(&mut self, sources: &[Source]) -> Result<(), JsValue> {
        self.list.set_hidden(sources.is_empty());
        while self.sources.len() < sources.len() {
            self.sources.push(SourceView::new(&self.list)?);
        }
        for (i, view) in self.sources.iter_mut().enumerate() {
            view.item.set_hidden(i >= sources.len());
            if let Some(source) = sources.get(i) {
                view.show(source)?;
            }
        }
        Ok(())
    }
}

impl SourceView {
    fn new(list: &HtmlElement) -> Result<SourceView, JsValue> {
        let item = dom::append(list, "li")?;
        let button = dom::append_button(&item)?;
        let canvas = dom::append(&button, "canvas")?;
        let side = SIDE.to_string();
        dom::set_attribute(&canvas, "width", &side);
        dom::set_attribute(&canvas, "height", &side);
        Ok(SourceView {
            picture: HeatMap::new(dom::context(canvas.unchecked_ref())?),
            name: Text::of(dom::append_with_class(&button, "span", "unseen")?),
            weight: Text::of(dom::append_with_class(&button, "span", "number")?),
            item,
            button,
        })
    }

    fn show(&mut self, source: &Source) -> Result<(), JsValue> {
        dom::set_attribute(&self.button, "data-term", &source.target.to_string());
        dom::set_attribute(&self.button, "title", &source.name);
        dom::set_flag(&self.button, "data-negative", source.is_negative);
        self.name.show(&source.name);
        self.weight.show(&source.weight);
        self.picture.show(&source.picture)
    }
}
