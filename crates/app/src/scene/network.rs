//! The network view: input grid, edges, neurons with their activations, winning output.

use std::rc::Rc;

use models::{Answer, Model};
use nn::{ActivationFn, ForwardPass, Layer};

use crate::colour::Rgb;
use crate::derived::{Derived, WeightPictures};
use crate::network_layout::{Circle, Grid, NetworkLayout};
use crate::number;
use crate::palette::Palette;
use crate::scene::edges::{EdgeBatch, edges};
use crate::scene::heat_map::{self, Rgba};
use crate::scene::legend::full_colour_at;
use crate::signals::LayerSignals;
use crate::state::Core;
use crate::target::{EdgeIdx, Target};

/// Numbers that would be smaller than this, in CSS pixels, are omitted as illegible.
const SMALLEST_TYPE: f32 = 12.0;
/// How opaque edges and neurons are while the network waits.
const FAINT: f32 = 0.45;

/// A neuron to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct NeuronMark {
    /// Position and size.
    pub circle: Circle,
    /// Its activation as a colour.
    pub fill: Rgb,
    /// Colour and width of its ring.
    pub ring: (Rgb, f32),
    /// Whether it has a halo: the winning output does.
    pub has_halo: bool,
    /// The side length of the picture of its weights. The neuron is then a square, which its activation's colour frames.
    pub picture: Option<f32>,
}

/// The horizontal alignment of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The position is the left end.
    Left,
    /// The position is the centre.
    Middle,
}

/// A text to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Horizontal position of the anchor.
    pub x: f32,
    /// Vertical position of the centre.
    pub y: f32,
    /// The point of the text that `x` refers to.
    pub anchor: Anchor,
    /// The text itself.
    pub text: String,
    /// Font size in CSS pixels.
    pub size: f32,
    /// Its colour.
    pub colour: Rgb,
    /// Whether it is bold.
    pub is_bold: bool,
    /// Whether it is outlined in the background colour to stay legible over edges.
    pub has_rim: bool,
}

/// Everything in the network view.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkScene {
    /// The input's square.
    pub grid: Grid,
    /// The image in it.
    pub grid_picture: Rgba,
    /// The marked pixel's cell: left and top edge and side.
    pub marked_cell: Option<(f32, f32, f32)>,
    /// The edges, in drawing order.
    pub edges: Vec<EdgeBatch>,
    /// The neurons, drawn over the edges.
    pub neurons: Vec<NeuronMark>,
    /// The pictures of the first neurons, those of the first layer.
    pub weight_pictures: Rc<WeightPictures>,
    /// All text, drawn last.
    pub labels: Vec<Label>,
    /// Width of a normal line in CSS pixels, for halos and frames.
    pub line_width: f32,
    /// How opaque edges and neurons are. Before there is any ink the network waits, unless you ask it something.
    pub opacity: f32,
}

/// The network view's scene; `None` without a model.
pub fn network_scene(core: &Core, derived: &Derived, palette: &Palette) -> Option<NetworkScene> {
    let model = core.model()?;
    let pass = &*derived.pass(core)?;
    let layout = &*derived.layout(core);
    let answer = derived.answer(core);
    let layers = model.network.layers();
    // On a path, what is picked is not inspected: the path stands out instead.
    let inspected = if core.path.is_empty() { core.inspected() } else { core.hovered };
    let lit_edge = core.lit_edge();
    let lit = if core.path.is_empty() { lit_edge.as_slice() } else { &core.path };
    // A pixel highlighted in a panel is marked even without an edge to the inspected part.
    let pixel = core.term.filter(|term| matches!(term, Target::Pixel(_)));
    let (mut edges, scales) = edges(layers, pass, layout, core.edges, (inspected, lit), palette);
    if core.playback.is_some() || !core.signals.is_empty() {
        edges.clear();
    }
    let ranges: Vec<Option<f32>> = layers
        .iter()
        .enumerate()
        .map(|(layer_idx, layer)| largest_of_unbounded(layer, pass.activations(layer_idx)))
        .collect();
    // The replay shows the weights of the neuron that it has reached.
    let at_work = core.playback.filter(|playback| playback.is_at_work);
    let overlaid = at_work.map(|playback| Target::neuron(playback.layer_idx, playback.neuron_idx));
    let is_waiting = core.pad().ink().is_empty() && core.inspected().is_none() && core.playback.is_none();
    let mut scene = NetworkScene {
        grid: layout.grid,
        grid_picture: grid_picture(model, pass, overlaid.or(inspected), palette),
        marked_cell: match pixel.or(lit.first().map(EdgeIdx::source)).or(inspected) {
            Some(Target::Pixel(pixel_idx)) => {
                let (x, y) = layout.grid.centre(pixel_idx);
                let cell = layout.grid.side / digits::SIDE as f32;
                Some((x - cell / 2.0, y - cell / 2.0, cell))
            }
            _ => None,
        },
        edges,
        neurons: Vec::new(),
        weight_pictures: match has_pictures(layout) {
            true => derived.weight_pictures(core, palette),
            false => Rc::default(),
        },
        labels: headings(
            layout,
            model,
            (&ranges, &scales, &core.signals),
            core.playback.map_or(0.0, |it| it.unroll),
            palette,
        ),
        line_width: palette.boldness * layout.line_width(),
        opacity: if is_waiting { FAINT } else { 1.0 },
    };
    for (layer_idx, range) in ranges.iter().enumerate() {
        let is_output = layer_idx + 1 == layers.len();
        let range = range.unwrap_or(1.0);
        let gap = layout.gap_before(layer_idx);
        let signals = core.signals.get(layer_idx);
        let n_neurons = pass.activations(layer_idx).len();
        let picture = layout.layers.get(layer_idx).and_then(|block| block.picture);
        let light_of =
            |neuron_idx| core.playback.map_or(1.0, |playback| playback.light(layer_idx, neuron_idx));
        for (neuron_idx, &activation) in pass.activations(layer_idx).iter().enumerate() {
            let Some(circle) = layout.neuron(layer_idx, neuron_idx) else { continue };
            let light = light_of(neuron_idx);
            // There is no winner until all outputs have been replayed.
            let is_winner = is_output && is_winner(answer, neuron_idx) && light_of(n_neurons - 1) == 1.0;
            let target = Some(Target::Neuron { layer_idx, neuron_idx });
            // The picked part stays marked while the pointer is over others.
            let is_marked = inspected == target
                || overlaid == target
                || core.picked == target
                || core.path.iter().any(|edge| Some(edge.target()) == target)
                || lit.first().is_some_and(|edge| inspected.map(|end| edge.other_end(end)) == target);
            let signal = signals.and_then(|layer| layer.neurons.get(neuron_idx));
            let mut fill = match signal {
                Some(signal) => palette.diverging(signal.share),
                None => palette.activation(activation.abs() / range),
            };
            if light < 1.0 {
                fill = palette.paper.mix(fill, light);
            }
            let ring = if is_marked || is_winner { palette.accent } else { palette.line };
            // A full ring would leave nothing of a small cell's fill.
            let plain_ring = (1.2 * scene.line_width).min(0.2 * circle.radius);
            let ring_width = if is_marked { 3.0 * scene.line_width } else { plain_ring };
            let ring = (ring, ring_width);
            scene.neurons.push(NeuronMark { circle, fill, ring, has_halo: is_winner, picture });
            if light == 1.0 {
                let inside = picture.is_none().then(|| palette.paper.mix(fill, scene.opacity));
                scene.labels.extend(number_label(
                    circle,
                    signal.map_or_else(|| number::compact(activation), |signal| signal.text.clone()),
                    inside,
                    (layout.text_size, gap),
                    palette,
                ));
            }
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

/// For an unbounded activation function, the activation drawn brightest: the layer's largest, but at least 1. `None`
/// for bounded functions, for which it is 1.
fn largest_of_unbounded(layer: &Layer, activations: &[f32]) -> Option<f32> {
    match layer.activation_fn() {
        ActivationFn::Sigmoid | ActivationFn::Tanh | ActivationFn::Softmax => None,
        ActivationFn::Relu | ActivationFn::Identity => {
            Some(activations.iter().fold(1.0, |range, a| range.max(a.abs())))
        }
    }
}

/// What the brightest activation colour stands for, as legend text.
pub fn brightest(core: &Core) -> &'static str {
    let layers = core.layers();
    if layers.iter().any(|layer| largest_of_unbounded(layer, &[]).is_some()) {
        "1, or ≤ above the layer"
    } else {
        "1"
    }
}

/// A neuron's number: inside the neuron if it has no picture and is large enough, otherwise to its left if the gap
/// has room.
fn number_label(
    circle: Circle,
    text: String,
    fill: Option<Rgb>,
    (text_size, gap): (f32, f32),
    palette: &Palette,
) -> Option<Label> {
    let inside = text_size.min(0.95 * circle.radius);
    let n_characters = text.chars().count() as f32;
    let label = |x, anchor, size, colour, has_rim| Label {
        x,
        y: circle.y,
        anchor,
        text,
        size,
        colour,
        is_bold: false,
        has_rim,
    };
    // In a grid there is no room beside a cell, so smaller text is accepted.
    let least = if gap > 0.0 { 0.9 } else { 0.7 };
    if let Some(fill) = fill
        && inside >= SMALLEST_TYPE.max(least * text_size)
    {
        let colour = fill.clearer_of(Rgb(0, 0, 0), Rgb(255, 255, 255));
        return Some(label(circle.x, Anchor::Middle, inside, colour, false));
    }
    let beside = (2.1 * circle.radius).min(text_size);
    // It is centred, and a minus sign makes it wider.
    let way = (0.17 + 0.31 * n_characters) * beside;
    (beside >= SMALLEST_TYPE && gap > 2.1 * beside)
        .then(|| label(circle.x - circle.radius - way, Anchor::Middle, beside, palette.ink, true))
}

/// The input image, overlaid with the weights of an inspected first-layer neuron.
fn grid_picture(model: &Model, pass: &ForwardPass, inspected: Option<Target>, palette: &Palette) -> Rgba {
    if let Some(Target::Neuron { layer_idx: 0, neuron_idx }) = inspected
        && let Some(layer) = model.network.layers().first()
        && neuron_idx < layer.n_outputs()
    {
        let weights: Vec<f32> = layer.weights().row(neuron_idx).iter().copied().collect();
        return heat_map::signed_over_activations(&weights, pass.input(), palette);
    }
    heat_map::activations(pass.input(), palette)
}

/// The header line: each layer's size or, if its activations are unbounded, the largest; between layers, the value of the
/// strongest edge, or the unit of a layer's signals.
fn headings(
    layout: &NetworkLayout,
    model: &Model,
    (ranges, scales, signals): (&[Option<f32>], &[f32], &[LayerSignals]),
    unroll: f32,
    palette: &Palette,
) -> Vec<Label> {
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
    let half_width = |text: &str| 0.31 * layout.text_size * text.chars().count() as f32;
    let y = 0.7 * layout.text_size;
    let grid = layout.grid;
    let pixels = format!("{} pixels", model.network.n_inputs());
    // It moves with the pixels, which the replay unrolls into a column at the grid's right edge, as high as the view.
    let mix = |grid: f32, column: f32| grid + unroll * (column - grid);
    // Not cut off at the edge, where the type is large.
    let middle = (grid.x + grid.side / 2.0).max(half_width(&pixels));
    let x = mix(middle, grid.x + grid.side - half_width(&pixels));
    let mut labels = vec![label(x, pixels, mix(grid.y - layout.text_size, y))];
    // The right end of the text before.
    let (mut taken, mut before) = (0.0, grid.x + grid.side);
    for (layer_idx, ((block, range), scale)) in layout.layers.iter().zip(ranges).zip(scales).enumerate() {
        let heading = match range {
            Some(range) => format!("≤{}", rough(*range)),
            None => block.neurons.len().to_string(),
        };
        let begin = block.middle() - half_width(&heading);
        let text = match signals.get(layer_idx) {
            Some(layer) => layer.unit.clone(),
            None if *scale > 0.0 => format!("±{}", rough(*scale)),
            None => String::new(),
        };
        let x = f32::midpoint(before, block.left);
        if !text.is_empty() && x - half_width(&text) >= taken && x + half_width(&text) <= begin - 2.0 {
            labels.push(label(x, text, y));
        }
        taken = block.middle() + half_width(&heading) + 2.0;
        labels.push(label(block.middle(), heading, y));
        before = block.right;
    }
    labels
}

/// Whether the first layer shows its weights.
fn has_pictures(layout: &NetworkLayout) -> bool {
    layout.layers.first().is_some_and(|block| block.picture.is_some())
}

/// What the colours of the first layer's pictures stand for, as legend text; empty if there are none.
pub fn picture_scale(core: &Core, derived: &Derived, palette: &Palette) -> String {
    if !has_pictures(&derived.layout(core)) {
        return String::new();
    }
    let limit = ["±", &derived.weight_pictures(core, palette).scale].concat();
    ["pictures: weights, ", &full_colour_at(&limit, true)].concat()
}

/// A scale's limit in few characters: `24`, `7.3`, `0.02`.
fn rough(value: f32) -> String {
    let decimals = match value {
        9.95.. => 0,
        0.095.. => 1,
        0.0095.. => 2,
        _ => 3,
    };
    number::fixed(value, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msg::Msg;
    use crate::test_support::shipped;
    use crate::test_support::{load, random_model, ready_core};
    use crate::update::update;
    use models::ModelSource;
    use nn::Network;

    /// The scene of a network with these sizes, with an example drawn.
    fn scene(sizes: &[usize], hidden: ActivationFn) -> NetworkScene {
        let mut core = ready_core();
        let network = Network::random(sizes, hidden, ActivationFn::Softmax, 1).expect("the shape is right");
        let file = models::Model { network, ..random_model(sizes) };
        load(&mut core, ModelSource::Url("test".into()), &file);
        update(&mut core, Msg::ShowExample(3));
        network_scene(&core, &Derived::default(), &shipped("light")).expect("there is a model")
    }

    fn texts(scene: &NetworkScene, begin: char) -> Vec<&str> {
        scene.labels.iter().map(|label| label.text.as_str()).filter(|text| text.starts_with(begin)).collect()
    }

    #[test]
    fn what_has_no_bound_is_as_bright_as_its_layers_largest_which_is_written_above() {
        let relu = scene(&[784, 16, 16, 10], ActivationFn::Relu);
        assert_eq!(texts(&relu, '≤').len(), 2, "the hidden layers', not softmax's");
        let palette = shipped("light");
        let brightest = relu.neurons.iter().take(16).filter(|neuron| neuron.fill == palette.on).count();
        let largest_is_above_one = texts(&relu, '≤')[0] != "≤1.0";
        assert_eq!(brightest == 1, largest_is_above_one, "{:?}", texts(&relu, '≤'));
        assert!(texts(&scene(&[784, 16, 16, 10], ActivationFn::Sigmoid), '≤').is_empty());
    }

    #[test]
    fn large_layers_are_drawn_whole_but_without_numbers_and_with_few_edges() {
        let small = scene(&[784, 16, 16, 10], ActivationFn::Relu);
        let n_numbers = |scene: &NetworkScene| scene.labels.len() - 10;
        assert!(n_numbers(&small) > 42);
        for hidden in [[128, 64], [256, 256]] {
            let large = scene(&[784, hidden[0], hidden[1], 10], ActivationFn::Relu);
            assert_eq!(large.neurons.len(), hidden[0] + hidden[1] + 10);
            assert!(n_numbers(&large) < 20, "the outputs' alone, and the headings");
            let n_edges: usize = large.edges.iter().map(|batch| batch.lines.len()).sum();
            assert!((50..400).contains(&n_edges), "{n_edges}");
        }
    }
}
