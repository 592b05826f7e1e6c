//! A layer: the distributions of its activations and gradients, and its neurons that have stopped learning.

use app::target::Target;
use panels::training::results::layers::{ChartScene, LayerScene};
use wasm_bindgen::JsValue;
use web::{Text, dom};
use web_sys::{Element, HtmlElement};

use crate::kept_rows::{KeptRows, Row};
use crate::svg;

pub(super) struct LayerView {
    item: HtmlElement,
    title: Text,
    activations: ChartView,
    gradients: ChartView,
    stuck_line: HtmlElement,
    stuck: Text,
    neurons: KeptRows<NeuronView>,
}

struct ChartView {
    bars: Element,
    ends: [Text; 2],
    text: Text,
}

/// A neuron's number, which picks it.
struct NeuronView {
    item: HtmlElement,
    button: HtmlElement,
    number: Text,
}

impl Row for LayerView {
    type Scene = LayerScene;

    fn new(list: &HtmlElement) -> Result<LayerView, JsValue> {
        let item = dom::append(list, "li")?;
        let title = Text::of(dom::append(&item, "h3")?);
        let charts = dom::append_with_class(&item, "div", "charts")?;
        let activations = ChartView::new(&charts, "Activations")?;
        let gradients = ChartView::new(&charts, "Gradients")?;
        let stuck_line = dom::append_with_class(&item, "div", "stuck")?;
        Ok(LayerView {
            title,
            activations,
            gradients,
            stuck: Text::of(dom::append(&stuck_line, "span")?),
            neurons: KeptRows::new(dom::append(&stuck_line, "ul")?),
            stuck_line,
            item,
        })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, layer: &LayerScene) -> Result<(), JsValue> {
        self.title.show(&layer.title);
        self.activations.show(&layer.activations);
        self.gradients.show(&layer.gradients);
        self.stuck_line.set_hidden(layer.stuck.is_empty());
        self.stuck.show(&layer.stuck);
        self.neurons.show(&layer.stuck_neurons)
    }
}

impl ChartView {
    fn new(parent: &HtmlElement, name: &str) -> Result<ChartView, JsValue> {
        let figure = dom::append(parent, "figure")?;
        // The caption says in words what it shows.
        let bars = svg::append_path(&figure, "0 0 100 30")?;
        if let Some(chart) = bars.parent_element() {
            dom::set_attribute(&chart, "preserveAspectRatio", "none");
        }
        let axis = dom::append_with_class(&figure, "div", "axis")?;
        let ends = [Text::of(dom::append(&axis, "span")?), Text::of(dom::append(&axis, "span")?)];
        let caption = dom::append(&figure, "figcaption")?;
        dom::append_text(&caption, "b", name)?;
        Ok(ChartView { bars, ends, text: Text::of(dom::append(&caption, "span")?) })
    }

    fn show(&mut self, chart: &ChartScene) {
        dom::set_attribute(&self.bars, "d", &chart.bars);
        for (end, text) in self.ends.iter_mut().zip(&chart.ends) {
            end.show(text);
        }
        self.text.show(&chart.text);
    }
}

impl Row for NeuronView {
    type Scene = Target;

    fn new(list: &HtmlElement) -> Result<NeuronView, JsValue> {
        let item = dom::append(list, "li")?;
        let button = dom::append_button(&item)?;
        Ok(NeuronView { number: Text::of(dom::append(&button, "span")?), button, item })
    }

    fn item(&self) -> &HtmlElement {
        &self.item
    }

    fn show(&mut self, neuron: &Target) -> Result<(), JsValue> {
        dom::set_attribute(&self.button, "data-term", &neuron.to_string());
        if let Target::Neuron { neuron_idx, .. } = neuron {
            let number = (neuron_idx + 1).to_string();
            self.number.show(&number);
            dom::set_attribute(&self.button, "aria-label", &["neuron ", &number].concat());
        }
        Ok(())
    }
}
