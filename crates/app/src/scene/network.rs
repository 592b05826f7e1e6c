//! The network view: input grid, edges, neurons with their numbers, the winner.

use nn::{ActivationFn, ForwardPass, Layer};

use crate::answer::Answer;
use crate::colour::Rgb;
use crate::derived::Derived;
use crate::model::Model;
use crate::network_layout::{Circle, Grid, Target};
use crate::number;
use crate::palette::Palette;
use crate::scene::edges::{EdgeBatch, edges};
use crate::scene::heat_map::{self, Rgba};
use crate::state::State;

/// Numbers smaller than this, in CSS pixels, are no help to anybody and are left out.
const SMALLEST_TYPE: f32 = 8.5;

/// A neuron as drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct NeuronMark {
    /// Where it is.
    pub circle: Circle,
    /// Its activation as a colour.
    pub fill: Rgb,
    /// Colour and width of its ring.
    pub ring: (Rgb, f32),
    /// The winner has a halo.
    pub has_halo: bool,
}

/// Where a text's position is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At its left end.
    Left,
    /// In its middle.
    Middle,
}

/// A piece of text; `y` is its middle.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Horizontal position of the anchor.
    pub x: f32,
    /// Vertical position of the middle.
    pub y: f32,
    /// Which point of the text `x` is.
    pub anchor: Anchor,
    /// What it says.
    pub text: String,
    /// Font size in CSS pixels.
    pub size: f32,
    /// Its colour.
    pub colour: Rgb,
    /// Whether it is set bold.
    pub is_bold: bool,
    /// Whether a rim of paper keeps it readable over edges.
    pub has_rim: bool,
}

/// Everything in the network view.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkScene {
    /// The input's square.
    pub grid: Grid,
    /// Its picture.
    pub grid_picture: Rgba,
    /// The pixel that is attended to: upper left corner and side of its cell.
    pub marked_cell: Option<(f32, f32, f32)>,
    /// The edges, to be drawn in order.
    pub edges: Vec<EdgeBatch>,
    /// The neurons, on top of the edges.
    pub neurons: Vec<NeuronMark>,
    /// All text, on top of everything.
    pub labels: Vec<Label>,
    /// Width of a plain line in CSS pixels, for halos and frames.
    pub line_width: f32,
}

/// The scene for the present state; `None` until there is a model.
pub fn network_scene(state: &State, derived: &Derived, palette: &Palette) -> Option<NetworkScene> {
    let model = state.model.as_ref()?;
    let pass = derived.pass.as_ref()?;
    let layout = &state.layout;
    let layers = model.network.layers();
    let attended = state.attended();
    let (edges, scales) = edges(layers, pass, layout, state.edges, attended, palette);
    let mut scene = NetworkScene {
        grid: layout.grid,
        grid_picture: grid_picture(model, pass, attended, palette),
        marked_cell: match attended {
            Some(Target::Pixel(pixel_idx)) => {
                let (x, y) = layout.grid.centre(pixel_idx);
                let cell = layout.grid.side / digits::SIDE as f32;
                Some((x - cell / 2.0, y - cell / 2.0, cell))
            }
            _ => None,
        },
        edges,
        neurons: Vec::new(),
        labels: headings(state, model, &scales, palette),
        line_width: palette.boldness * layout.line_width(),
    };
    for (layer_idx, layer) in layers.iter().enumerate() {
        let is_output = layer_idx + 1 == layers.len();
        let range = activation_range(layer, pass.activations(layer_idx));
        let gap = layout.gap_before(layer_idx);
        for (neuron_idx, &activation) in pass.activations(layer_idx).iter().enumerate() {
            let Some(circle) = layout.neuron(layer_idx, neuron_idx) else { continue };
            let is_winner = is_output && is_winner(derived.answer, neuron_idx);
            let is_attended = attended == Some(Target::Neuron { layer_idx, neuron_idx });
            let fill = palette.activation(activation.abs() / range);
            let ring = if is_attended || is_winner { palette.accent } else { palette.line };
            let ring_width = scene.line_width * if is_attended { 3.0 } else { 1.2 };
            scene.neurons.push(NeuronMark { circle, fill, ring: (ring, ring_width), has_halo: is_winner });
            scene.labels.extend(number_label(circle, activation, fill, (layout.text_size, gap), palette));
            if is_output {
                scene.labels.push(Label {
                    x: circle.x + circle.radius + 0.55 * layout.text_size,
                    y: circle.y,
                    anchor: Anchor::Left,
                    text: neuron_idx.to_string(),
                    size: (1.3 * layout.text_size).min(2.2 * circle.radius),
                    colour: if is_winner { palette.accent } else { palette.ink },
                    is_bold: is_winner,
                    has_rim: false,
                });
            }
        }
    }
    Some(scene)
}

fn is_winner(answer: Option<Answer>, neuron_idx: usize) -> bool {
    answer.is_some_and(|answer| answer.winner() == Some(neuron_idx))
}

/// The activation that is drawn brightest: 1 where the function keeps to it, else the largest of the layer.
fn activation_range(layer: &Layer, activations: &[f32]) -> f32 {
    match layer.activation_fn() {
        ActivationFn::Sigmoid | ActivationFn::Tanh | ActivationFn::Softmax => 1.0,
        ActivationFn::Relu | ActivationFn::Identity => {
            activations.iter().fold(1.0, |range, a| range.max(a.abs()))
        }
    }
}

/// The activation in figures: inside the neuron, or beside it where the type would be too small to read and the gap to
/// the layer before has room for it.
fn number_label(
    circle: Circle,
    activation: f32,
    fill: Rgb,
    (text_size, gap): (f32, f32),
    palette: &Palette,
) -> Option<Label> {
    let inside = text_size.min(0.92 * circle.radius);
    let label = |x, anchor, size, colour, has_rim| Label {
        x,
        y: circle.y,
        anchor,
        text: number::compact(activation),
        size,
        colour,
        is_bold: false,
        has_rim,
    };
    if inside >= SMALLEST_TYPE.max(0.9 * text_size) {
        let colour = fill.clearer_of(Rgb(0, 0, 0), Rgb(255, 255, 255));
        return Some(label(circle.x, Anchor::Middle, inside, colour, false));
    }
    let beside = (2.1 * circle.radius).min(text_size);
    (beside >= SMALLEST_TYPE && gap > 2.4 * beside)
        .then(|| label(circle.x - circle.radius - 1.1 * beside, Anchor::Middle, beside, palette.ink, true))
}

/// The input: what the network sees, with a first-layer neuron's weights laid over it while one is attended to.
fn grid_picture(model: &Model, pass: &ForwardPass, attended: Option<Target>, palette: &Palette) -> Rgba {
    if let Some(Target::Neuron { layer_idx: 0, neuron_idx }) = attended
        && let Some(layer) = model.network.layers().first()
        && neuron_idx < layer.n_outputs()
    {
        let weights: Vec<f32> = layer.weights().row(neuron_idx).iter().copied().collect();
        return heat_map::signed_over_activations(&weights, pass.input(), palette);
    }
    heat_map::activations(pass.input(), palette)
}

/// The line above: how many neurons a layer has, and between two layers the value of the strongest edge.
fn headings(state: &State, model: &Model, scales: &[f32], palette: &Palette) -> Vec<Label> {
    let layout = &state.layout;
    let y = 0.7 * layout.text_size;
    let label = |x, text, y| Label {
        x,
        y,
        anchor: Anchor::Middle,
        text,
        size: layout.text_size,
        colour: palette.muted,
        is_bold: false,
        has_rim: false,
    };
    let grid = layout.grid;
    let mut labels = vec![label(
        grid.x + grid.side / 2.0,
        format!("{} pixels", model.network.n_inputs()),
        grid.y - layout.text_size,
    )];
    let mut before = grid.x + grid.side;
    for (layer, scale) in layout.layers.iter().zip(scales) {
        let (Some(first), Some(last)) = (layer.first(), layer.last()) else { continue };
        let x = f32::midpoint(first.x, last.x);
        labels.push(label(x, layer.len().to_string(), y));
        let text = format!("±{}", number::fixed(*scale, 1));
        let text_width = 0.62 * layout.text_size * text.chars().count() as f32;
        // On a line of its own, or between the two counts.
        let is_below = layout.header > 2.0 * layout.text_size;
        let (y, counts) =
            if is_below { (y + 1.2 * layout.text_size, 0.0) } else { (y, 2.5 * layout.text_size) };
        if *scale > 0.0 && x - before > text_width + counts {
            labels.push(label(f32::midpoint(before, x), text, y));
        }
        before = x;
    }
    labels
}
