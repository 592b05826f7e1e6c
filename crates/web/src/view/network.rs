//! The network view: the input's heat map, a canvas of edges and neurons over it, and an element a neuron for the
//! keyboard and for screen readers.

use std::cell::{Cell, RefCell};
use std::f64::consts::TAU;

use app::derived::{Derived, ImageKey};
use app::names::{spoken, spoken_input};
use app::network_layout::NetworkLayout;
use app::palette::Palette;
use app::revision::Revision;
use app::scene::network::{Anchor, Label, NetworkScene, brightest, network_scene};
use app::state::Core;
use app::target::Target;
use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use super::canvas::{Drawing, HeatMap};
use super::text::Text;
use crate::dom;

pub(super) struct NetworkView {
    input: HtmlCanvasElement,
    input_picture: HeatMap,
    drawing: Drawing,
    brightest: Text,
    grid: HtmlElement,
    group: HtmlElement,
    neurons: RefCell<Vec<Vec<HtmlElement>>>,
    placed: RefCell<NetworkLayout>,
    /// The neuron that Tab leads to.
    entry: Cell<(usize, usize)>,
    /// What the names of the parts were made from.
    named: RefCell<Option<(ImageKey, Revision, Option<Target>, bool)>>,
    /// What is drawn, and the canvas it was drawn on.
    shown: RefCell<Option<(NetworkScene, [u32; 2])>>,
    dashes: Array,
    solid: Array,
}

impl NetworkView {
    pub(super) fn new() -> Result<NetworkView, JsValue> {
        let input: HtmlCanvasElement = dom::find("#input")?;
        Ok(NetworkView {
            input_picture: HeatMap::of(&input)?,
            input,
            drawing: Drawing::of(dom::find("#edges-and-neurons")?)?,
            brightest: Text::find("#brightest")?,
            grid: dom::find("#grid")?,
            group: dom::find("#neurons")?,
            neurons: RefCell::default(),
            placed: RefCell::default(),
            entry: Cell::default(),
            named: RefCell::default(),
            shown: RefCell::default(),
            dashes: Array::of2(&5.0.into(), &3.0.into()),
            solid: Array::new(),
        })
    }

    pub(super) fn show(&self, core: &Core, derived: &Derived, palette: &Palette) -> Result<(), JsValue> {
        // Hidden in this arrangement of the page.
        if core.view.width <= 0.0 {
            return Ok(());
        }
        let Some(scene) = network_scene(core, derived, palette) else { return Ok(()) };
        self.place(&derived.layout(core))?;
        self.name(core, derived);
        self.brightest.show(brightest(core));
        self.input_picture.show(&scene.grid_picture)?;
        let size = self.drawing.device_size()?;
        if self.shown.borrow().as_ref().is_some_and(|shown| shown.0 == scene && shown.1 == size) {
            return Ok(());
        }
        let (context, ..) = self.drawing.begin()?;
        self.draw_edges(context, &scene)?;
        draw_neurons(context, &scene, palette)?;
        draw_labels(context, &scene.labels, palette)?;
        self.shown.replace(Some((scene, size)));
        Ok(())
    }

    pub(super) fn focus_on(&self, target: Target) -> Result<(), JsValue> {
        match target {
            Target::Pixel(pixel_idx) => {
                dom::set_attribute(&self.grid, "data-pixel", &pixel_idx.to_string());
                self.grid.focus()
            }
            Target::Neuron { layer_idx, neuron_idx } => {
                let neurons = self.neurons.borrow();
                neurons.get(layer_idx).and_then(|layer| layer.get(neuron_idx)).map_or(Ok(()), |it| it.focus())
            }
        }
    }

    /// Puts the input and the neurons' elements where the layout has them, making them anew for another network.
    fn place(&self, layout: &NetworkLayout) -> Result<(), JsValue> {
        if *self.placed.borrow() == *layout {
            return Ok(());
        }
        let grid = layout.grid;
        self.grid.set_hidden(false);
        for element in [self.input.style(), self.grid.style()] {
            set_box(&element, (grid.x, grid.y), grid.side)?;
        }
        let mut neurons = self.neurons.borrow_mut();
        if !neurons.iter().map(Vec::len).eq(layout.layers.iter().map(|block| block.neurons.len())) {
            self.group.set_text_content(None);
            *neurons = make_neurons(&self.group, layout)?;
            self.entry.set((0, 0));
        }
        for (elements, block) in neurons.iter().zip(&layout.layers) {
            for (element, circle) in elements.iter().zip(&block.neurons) {
                let corner = (circle.x - circle.radius, circle.y - circle.radius);
                set_box(&element.style(), corner, 2.0 * circle.radius)?;
            }
        }
        self.placed.replace(layout.clone());
        Ok(())
    }

    /// Names every part with its number, once a gesture is done (a screen reader reads them then, and thousands of
    /// changes while drawing or turning would be for nobody), and lets Tab lead to the neuron picked last.
    fn name(&self, core: &Core, derived: &Derived) {
        let image = (core.ink_revision(), core.preprocessing());
        let key = Some((image, core.network_revision(), core.picked, core.is_in_gesture()));
        if *self.named.borrow() == key {
            return;
        }
        self.named.replace(key);
        let before = self.entry.get();
        let mut pixel_idx =
            self.grid.get_attribute("data-pixel").and_then(|idx| idx.parse().ok()).unwrap_or(0);
        match core.picked {
            Some(Target::Pixel(picked)) => pixel_idx = picked,
            Some(Target::Neuron { layer_idx, neuron_idx }) => self.entry.set((layer_idx, neuron_idx)),
            None => {}
        }
        dom::set_attribute(&self.grid, "data-pixel", &pixel_idx.to_string());
        dom::set_attribute(&self.grid, "aria-label", &spoken_input(core, derived, pixel_idx));

        let neurons = self.neurons.borrow();
        for ((layer_idx, neuron_idx), tab_index) in [(before, -1), (self.entry.get(), 0)] {
            if let Some(element) = neurons.get(layer_idx).and_then(|layer| layer.get(neuron_idx)) {
                element.set_tab_index(tab_index);
                let is_picked = core.picked == Some(Target::Neuron { layer_idx, neuron_idx });
                dom::set_attribute(element, "aria-pressed", if is_picked { "true" } else { "false" });
            }
        }
        if core.is_in_gesture() {
            return;
        }
        for (layer_idx, layer) in neurons.iter().enumerate() {
            for (neuron_idx, element) in layer.iter().enumerate() {
                let name = spoken(core, derived, Target::Neuron { layer_idx, neuron_idx });
                dom::set_attribute(element, "aria-label", &name);
            }
        }
    }

    fn draw_edges(&self, context: &CanvasRenderingContext2d, scene: &NetworkScene) -> Result<(), JsValue> {
        context.set_line_cap("butt");
        for batch in &scene.edges {
            context.set_stroke_style_str(&batch.colour.to_hex());
            context.set_line_width(f64::from(batch.width));
            context.set_line_dash(if batch.is_dashed { &self.dashes } else { &self.solid })?;
            context.begin_path();
            for line in &batch.lines {
                context.move_to(f64::from(line[0]), f64::from(line[1]));
                context.line_to(f64::from(line[2]), f64::from(line[3]));
            }
            context.stroke();
        }
        context.set_line_dash(&self.solid)
    }
}

fn make_neurons(group: &HtmlElement, layout: &NetworkLayout) -> Result<Vec<Vec<HtmlElement>>, JsValue> {
    let layers = layout.layers.iter().enumerate().map(|(layer_idx, layer)| {
        let neurons = (0..layer.neurons.len()).map(|neuron_idx| {
            let element = dom::append(group, "button")?;
            let id = [(layer_idx + 1).to_string(), neuron_idx.to_string()].join(":");
            dom::set_attribute(&element, "type", "button");
            dom::set_attribute(&element, "data-neuron", &id);
            element.set_tab_index(-1);
            Ok(element)
        });
        neurons.collect()
    });
    layers.collect()
}

fn set_box(style: &web_sys::CssStyleDeclaration, (x, y): (f32, f32), side: f32) -> Result<(), JsValue> {
    let px = |length: f32| [app::number::fixed(length.max(0.0), 2).as_str(), "px"].concat();
    style.set_property("left", &px(x))?;
    style.set_property("top", &px(y))?;
    style.set_property("width", &px(side))?;
    style.set_property("height", &px(side))
}

fn draw_neurons(
    context: &CanvasRenderingContext2d,
    scene: &NetworkScene,
    palette: &Palette,
) -> Result<(), JsValue> {
    let line_width = f64::from(scene.line_width);
    if let Some((x, y, side)) = scene.marked_cell {
        context.set_stroke_style_str(&palette.accent.to_hex());
        context.set_line_width(2.0 * line_width);
        context.stroke_rect(f64::from(x), f64::from(y), f64::from(side), f64::from(side));
    }
    for neuron in &scene.neurons {
        let (x, y) = (f64::from(neuron.circle.x), f64::from(neuron.circle.y));
        let radius = f64::from(neuron.circle.radius);
        let (ring, ring_width) = neuron.ring;
        context.set_fill_style_str(&neuron.fill.to_hex());
        context.set_stroke_style_str(&ring.to_hex());
        context.set_line_width(f64::from(ring_width));
        context.begin_path();
        context.arc(x, y, radius, 0.0, TAU)?;
        context.fill();
        context.stroke();
        if neuron.has_halo {
            context.set_line_width(2.5 * line_width);
            context.begin_path();
            context.arc(x, y, radius + 4.0 * line_width, 0.0, TAU)?;
            context.stroke();
        }
    }
    Ok(())
}

fn draw_labels(
    context: &CanvasRenderingContext2d,
    labels: &[Label],
    palette: &Palette,
) -> Result<(), JsValue> {
    context.set_text_baseline("middle");
    context.set_line_join("round");
    let mut font = String::new();
    for label in labels {
        let weight = if label.is_bold { "700 " } else { "" };
        let size = app::number::fixed(label.size, 1);
        let wanted = [weight, &size, "px ui-monospace, monospace"].concat();
        // Setting a font makes the engine parse it.
        if wanted != font {
            context.set_font(&wanted);
            font = wanted;
        }
        context.set_text_align(match label.anchor {
            Anchor::Left => "left",
            Anchor::Middle => "center",
        });
        let (x, y) = (f64::from(label.x), f64::from(label.y));
        if label.has_rim {
            context.set_stroke_style_str(&palette.paper.to_hex());
            context.set_line_width(4.0);
            context.stroke_text(&label.text, x, y)?;
        }
        context.set_fill_style_str(&label.colour.to_hex());
        context.fill_text(&label.text, x, y)?;
    }
    Ok(())
}
