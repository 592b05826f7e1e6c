//! The network view: the input's heat map, a canvas with edges and neurons, and one button per neuron for the keyboard
//! and for screen readers.

use std::f64::consts::TAU;

use app::SIDE;
use app::colour::Rgb;
use app::derived::{Derived, ImageKey, image_key};
use app::names::{spoken, spoken_input};
use app::network_layout::{NetworkLayout, ViewSize};
use app::palette::Palette;
use app::revision::Revision;
use app::scene::caption::caption;
use app::scene::heat_map::Rgba;
use app::scene::network::{Anchor, Label, NetworkScene, NeuronMark, brightest, network_scene, picture_scale};
use app::state::Core;
use app::target::Target;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use crate::canvas::{Drawing, HeatMap, device_size};
use crate::dom;
use crate::markup::Markup;
use crate::shown::Shown;
use crate::text::Text;

pub(super) struct NetworkView {
    input: HtmlCanvasElement,
    input_picture: HeatMap,
    drawing: Drawing,
    brightest: Text,
    picture_scale: Text,
    /// Name and numbers of the inspected part, where there is no inspector.
    caption: [Text; 2],
    /// A canvas off the page that holds the pictures of the first layer's weights, one below the other.
    pictures: HtmlCanvasElement,
    weight_pictures: HeatMap,
    grid: HtmlElement,
    /// What is said in the input's place before there is ink.
    blank: HtmlElement,
    group: HtmlElement,
    neurons: Vec<Vec<HtmlElement>>,
    placed: Shown<NetworkLayout>,
    /// The neuron that Tab moves the focus to.
    entry: (usize, usize),
    /// What the accessible names depend on.
    named: Shown<(ImageKey, Revision, Option<Target>, bool)>,
    /// What is drawn, and the size of the canvas in device pixels.
    shown: Shown<(NetworkScene, [u32; 2])>,
    dashes: Array,
    solid: Array,
}

impl NetworkView {
    pub(super) fn new(markup: &Markup) -> NetworkView {
        let input: HtmlCanvasElement = markup.find("#input");
        let pictures: HtmlCanvasElement = markup.create("canvas");
        pictures.set_width(SIDE as u32);
        NetworkView {
            input_picture: markup.heat_map_on(&input),
            input,
            drawing: markup.drawing("#edges-and-neurons"),
            brightest: markup.text("#brightest"),
            picture_scale: markup.text("#picture-scale"),
            caption: ["#caption b", "#caption span"].map(|part| markup.text(part)),
            weight_pictures: markup.heat_map_on(&pictures),
            pictures,
            grid: markup.find("#grid"),
            blank: markup.find("#blank"),
            group: markup.find("#neurons"),
            neurons: Vec::new(),
            placed: Shown::default(),
            entry: (0, 0),
            named: Shown::default(),
            shown: Shown::default(),
            dashes: Array::of2(&5.0.into(), &3.0.into()),
            solid: Array::new(),
        }
    }

    pub(super) fn show(&mut self, core: &Core, derived: &Derived, palette: &Palette) -> Result<(), JsValue> {
        // The network view is hidden.
        if core.view.width <= 0.0 {
            return Ok(());
        }
        let Some(scene) = network_scene(core, derived, palette) else { return Ok(()) };
        self.place(&derived.layout(core))?;
        self.name(core, derived)?;
        self.brightest.show(brightest(core));
        self.picture_scale.show(&picture_scale(core, derived, palette));
        let caption = caption(core, derived);
        self.caption[0].show(&caption.name);
        self.caption[1].show(&caption.numbers);
        self.show_weights(&scene.weight_pictures.pictures)?;
        self.input_picture.show(&scene.grid_picture)?;
        let size = (core.view.width.into(), core.view.height.into());
        self.shown.update((scene, device_size(size)?), |(scene, _), _| {
            let context = self.drawing.begin_at(size)?;
            context.set_global_alpha(scene.opacity.into());
            draw_edges(context, scene, [&self.solid, &self.dashes])?;
            draw_neurons(context, scene, &self.pictures, palette)?;
            context.set_global_alpha(1.0);
            draw_labels(context, &scene.labels, palette.paper)
        })
    }

    /// Puts the pictures of the first layer's weights on their canvas, if there are any.
    fn show_weights(&mut self, pictures: &Rgba) -> Result<(), JsValue> {
        if pictures.is_empty() {
            return Ok(());
        }
        let height = (pictures.len() / (4 * SIDE)) as u32;
        // Setting the size empties the canvas. Then the pictures are others, too.
        if self.pictures.height() != height {
            self.pictures.set_height(height);
        }
        self.weight_pictures.show(pictures)
    }

    pub(super) fn focus_on(&self, target: Target) -> Result<(), JsValue> {
        match target {
            Target::Pixel(pixel_idx) => {
                dom::set_attribute(&self.grid, "data-pixel", &pixel_idx.to_string());
                self.grid.focus()
            }
            Target::Neuron { layer_idx, neuron_idx } => {
                self.neuron(layer_idx, neuron_idx).map_or(Ok(()), |it| it.focus())
            }
        }
    }

    fn neuron(&self, layer_idx: usize, neuron_idx: usize) -> Option<&HtmlElement> {
        self.neurons.get(layer_idx)?.get(neuron_idx)
    }

    /// Moves the input and the neurons' buttons to their places. Recreates the buttons if the network has another
    /// shape.
    fn place(&mut self, layout: &NetworkLayout) -> Result<(), JsValue> {
        self.placed.update_ref(layout, || {
            let grid = layout.grid;
            self.grid.set_hidden(false);
            for element in [self.input.unchecked_ref(), &self.grid, &self.blank] {
                set_box(element, layout.view, (grid.x, grid.y), grid.side);
            }
            if !self.neurons.iter().map(Vec::len).eq(layout.layers.iter().map(|block| block.neurons.len())) {
                self.group.set_text_content(None);
                self.neurons = make_neurons(&self.group, layout)?;
                self.entry = (0, 0);
            }
            for (elements, block) in self.neurons.iter().zip(&layout.layers) {
                for (element, circle) in elements.iter().zip(&block.neurons) {
                    let corner = (circle.x - circle.radius, circle.y - circle.radius);
                    set_box(element, layout.view, corner, 2.0 * circle.radius);
                }
            }
            Ok(())
        })
    }

    /// Updates the accessible names, which contain values, and the neuron that Tab moves to. During a gesture the names
    /// stay: nobody would hear thousands of changes.
    fn name(&mut self, core: &Core, derived: &Derived) -> Result<(), JsValue> {
        let is_in_gesture = core.is_in_gesture();
        let image = image_key(core);
        self.named.update((image, core.network_revision(), core.picked, is_in_gesture), |_, _| {
            let before = self.entry;
            let mut pixel_idx =
                self.grid.get_attribute("data-pixel").and_then(|idx| idx.parse().ok()).unwrap_or(0);
            match core.picked {
                Some(Target::Pixel(picked)) => pixel_idx = picked,
                Some(Target::Neuron { layer_idx, neuron_idx }) => self.entry = (layer_idx, neuron_idx),
                None => {}
            }
            dom::set_attribute(&self.grid, "data-pixel", &pixel_idx.to_string());
            dom::set_attribute(&self.grid, "aria-label", &spoken_input(core, derived, pixel_idx));

            for ((layer_idx, neuron_idx), tab_index) in [(before, -1), (self.entry, 0)] {
                if let Some(element) = self.neurons.get(layer_idx).and_then(|layer| layer.get(neuron_idx)) {
                    element.set_tab_index(tab_index);
                    let is_picked = core.picked == Some(Target::neuron(layer_idx, neuron_idx));
                    dom::set_flag(element, "aria-pressed", is_picked);
                }
            }
            if is_in_gesture {
                return Ok(());
            }
            for (layer_idx, layer) in self.neurons.iter().enumerate() {
                for (neuron_idx, element) in layer.iter().enumerate() {
                    let name = spoken(core, derived, Target::neuron(layer_idx, neuron_idx));
                    dom::set_attribute(element, "aria-label", &name);
                }
            }
            Ok(())
        })
    }
}

/// Draws the edges, one path per batch. `dashes`: the line dashes for positive and for negative edges.
fn draw_edges(
    context: &CanvasRenderingContext2d,
    scene: &NetworkScene,
    dashes: [&Array; 2],
) -> Result<(), JsValue> {
    context.set_line_cap("butt");
    for batch in &scene.edges {
        context.set_stroke_style_str(&batch.colour.to_hex());
        context.set_line_width(f64::from(batch.width));
        context.set_line_dash(dashes[usize::from(batch.is_dashed)])?;
        context.begin_path();
        for line in &batch.lines {
            context.move_to(f64::from(line[0]), f64::from(line[1]));
            context.line_to(f64::from(line[2]), f64::from(line[3]));
        }
        context.stroke();
    }
    context.set_line_dash(dashes[0])
}

fn make_neurons(group: &HtmlElement, layout: &NetworkLayout) -> Result<Vec<Vec<HtmlElement>>, JsValue> {
    let layers = layout.layers.iter().enumerate().map(|(layer_idx, layer)| {
        let neurons = (0..layer.neurons.len()).map(|neuron_idx| {
            let element = dom::append_button(group)?;
            dom::set_attribute(&element, "data-neuron", &Target::neuron(layer_idx, neuron_idx).to_string());
            element.set_tab_index(-1);
            Ok(element)
        });
        neurons.collect()
    });
    layers.collect()
}

/// In shares of the view, so that it stays in its place where the view is stretched, as on paper.
fn set_box(element: &HtmlElement, view: ViewSize, (x, y): (f32, f32), side: f32) {
    let ViewSize { width, height, .. } = view;
    for (property, length, whole) in
        [("left", x, width), ("top", y, height), ("width", side, width), ("height", side, height)]
    {
        dom::set_length(element, property, (100.0 * length / whole).max(0.0), "%");
    }
}

/// Draws a neuron as the picture of its weights, the `idx`-th on the canvas, with a frame.
fn draw_picture(
    context: &CanvasRenderingContext2d,
    (pictures, idx): (&HtmlCanvasElement, usize),
    (neuron, side): (&NeuronMark, f64),
) -> Result<(), JsValue> {
    let (x, y) = (f64::from(neuron.circle.x), f64::from(neuron.circle.y));
    let radius = f64::from(neuron.circle.radius);
    context.fill_rect(x - radius, y - radius, 2.0 * radius, 2.0 * radius);
    context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        pictures,
        0.0,
        (idx * SIDE) as f64,
        SIDE as f64,
        SIDE as f64,
        x - side / 2.0,
        y - side / 2.0,
        side,
        side,
    )?;
    context.stroke_rect(x - radius, y - radius, 2.0 * radius, 2.0 * radius);
    Ok(())
}

fn draw_neurons(
    context: &CanvasRenderingContext2d,
    scene: &NetworkScene,
    pictures: &HtmlCanvasElement,
    palette: &Palette,
) -> Result<(), JsValue> {
    let line_width = f64::from(scene.line_width);
    if let Some((x, y, side)) = scene.marked_cell {
        context.set_stroke_style_str(&palette.accent.to_hex());
        context.set_line_width(2.0 * line_width);
        context.stroke_rect(f64::from(x), f64::from(y), f64::from(side), f64::from(side));
    }
    context.set_image_smoothing_enabled(false);
    for (idx, neuron) in scene.neurons.iter().enumerate() {
        let (x, y) = (f64::from(neuron.circle.x), f64::from(neuron.circle.y));
        let radius = f64::from(neuron.circle.radius);
        let (ring, ring_width) = neuron.ring;
        context.set_fill_style_str(&neuron.fill.to_hex());
        context.set_stroke_style_str(&ring.to_hex());
        context.set_line_width(f64::from(ring_width));
        if let Some(side) = neuron.picture {
            draw_picture(context, (pictures, idx), (neuron, f64::from(side)))?;
            continue;
        }
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

/// Draws labels, those with a rim over paper of this colour.
///
/// # Errors
/// If the browser refuses to draw.
pub fn draw_labels(context: &CanvasRenderingContext2d, labels: &[Label], paper: Rgb) -> Result<(), JsValue> {
    context.set_text_baseline("middle");
    context.set_line_join("round");
    let mut font = String::new();
    for label in labels {
        let weight = if label.is_bold { "700 " } else { "" };
        let size = app::number::fixed(label.size, 1);
        let wanted = [weight, &size, "px ui-monospace, monospace"].concat();
        // Setting the font is slow, because the browser parses it.
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
            context.set_stroke_style_str(&paper.to_hex());
            context.set_line_width(4.0);
            context.stroke_text(&label.text, x, y)?;
        }
        context.set_fill_style_str(&label.colour.to_hex());
        context.fill_text(&label.text, x, y)?;
    }
    Ok(())
}
