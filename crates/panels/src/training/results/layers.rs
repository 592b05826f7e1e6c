//! The scene of the layers: the distributions of activations and of gradients, and the neurons that have stopped learning.

use app::number;
use app::target::Target;
use learning::{LayerMeasures, N_ACTIVATION_BINS, N_GRADIENT_BINS};
use nn::{ActivationFn, Layer};

use crate::svg;
use crate::training::state::Training;

/// Width of a chart's box.
const WIDTH: f32 = 100.0;
/// Height of a chart's box.
const HEIGHT: f32 = 30.0;

/// Between which sizes gradients are counted.
const GRADIENT_EDGES: [&str; N_GRADIENT_BINS + 1] =
    ["0", "10⁻⁹", "10⁻⁸", "10⁻⁷", "10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³", "0.01", "0.1", ""];

/// The layers; empty before there is a film.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayersScene {
    /// Each layer, first to last.
    pub layers: Vec<LayerScene>,
    /// Both distributions of each layer as rows of a table: of what they are, from where to where, how many, and their share.
    pub table: Vec<[String; 5]>,
}

/// A layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerScene {
    /// Its name, and its number of neurons of which kind.
    pub title: String,
    /// The distribution of activations.
    pub activations: ChartScene,
    /// The distribution of gradients.
    pub gradients: ChartScene,
    /// How many of its neurons have stopped learning and how, or empty.
    pub stuck: String,
    /// These neurons.
    pub stuck_neurons: Vec<Target>,
}

/// A histogram.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartScene {
    /// Its bars in a box of 100 by 30 with y pointing down, as the `d` attribute of an SVG path.
    pub bars: String,
    /// Where its horizontal axis begins and ends.
    pub ends: [String; 2],
    /// What it shows, in words.
    pub text: String,
}

/// The layers of the network of the frame shown.
pub(crate) fn layers_scene(training: &Training) -> LayersScene {
    let shown = training.film().and_then(|film| Some((film, film.frames().get(training.frame_idx)?)));
    let Some((film, frame)) = shown else { return LayersScene::default() };
    let layers = film.start().layers();
    let scene = |(layer_idx, (layer, measures)): (usize, (&Layer, &LayerMeasures))| LayerScene {
        title: title(layer_idx, layer, layers.len()),
        activations: activations(measures),
        gradients: gradients(measures),
        stuck: stuck(layer, measures),
        stuck_neurons: measures
            .stuck
            .iter()
            .map(|&neuron| Target::neuron(layer_idx, neuron.into()))
            .collect(),
    };
    LayersScene {
        layers: layers.iter().zip(&frame.measures.layers).enumerate().map(scene).collect(),
        table: table(&frame.measures.layers),
    }
}

fn table(layers: &[LayerMeasures]) -> Vec<[String; 5]> {
    let mut rows = Vec::new();
    for (layer_idx, measures) in layers.iter().enumerate() {
        let name = name(layer_idx, layers.len());
        let (low, high) = measures.range;
        let bin = (high - low) / N_ACTIVATION_BINS as f32;
        let edges: Vec<String> =
            (0..=N_ACTIVATION_BINS).map(|edge| number::fixed(low + bin * edge as f32, 2)).collect();
        add_rows([&name, ", activations"].concat(), &edges, &measures.activations, &mut rows);
        let edges = GRADIENT_EDGES.map(str::to_owned);
        add_rows([&name, ", gradients"].concat(), &edges, &measures.gradients, &mut rows);
    }
    rows
}

/// A row for each bin.
fn add_rows(name: String, edges: &[String], counts: &[u32], rows: &mut Vec<[String; 5]>) {
    rows.extend(edges.windows(2).zip(counts).map(|(edges, &count)| {
        [name.clone(), edges[0].clone(), edges[1].clone(), count.to_string(), share(count, counts)]
    }));
}

fn name(layer_idx: usize, n_layers: usize) -> String {
    if layer_idx + 1 == n_layers { "Outputs".to_owned() } else { format!("Hidden {}", layer_idx + 1) }
}

fn title(layer_idx: usize, layer: &Layer, n_layers: usize) -> String {
    let (n, function) = (layer.n_outputs(), layer.activation_fn().name());
    let neurons = if n == 1 { "neuron" } else { "neurons" };
    format!("{}: {n} {function} {neurons}", name(layer_idx, n_layers))
}

fn activations(measures: &LayerMeasures) -> ChartScene {
    let (low, high) = measures.range;
    let counts = &measures.activations;
    let bin = (high - low) / N_ACTIVATION_BINS as f32;
    let [lowest, highest] = [counts[0], counts[N_ACTIVATION_BINS - 1]].map(|n| share(n, counts));
    ChartScene {
        bars: svg::bars(counts, WIDTH, HEIGHT),
        ends: [low, high].map(short),
        text: format!(
            "{lowest} up to {}, {highest} from {} up",
            number::fixed(low + bin, 2),
            number::fixed(high - bin, 2)
        ),
    }
}

fn gradients(measures: &LayerMeasures) -> ChartScene {
    let counts = &measures.gradients;
    ChartScene {
        bars: svg::bars(counts, WIDTH, HEIGHT),
        ends: ["< 10⁻⁹", "≥ 0.1"].map(str::to_owned),
        text: format!(
            "typically {}, {} close to 0",
            number::significant(measures.gradient),
            share(counts[0], counts)
        ),
    }
}

/// `3 of 16 saturated: neurons`, before their numbers.
fn stuck(layer: &Layer, measures: &LayerMeasures) -> String {
    let how = if layer.activation_fn() == ActivationFn::Relu { "dead" } else { "saturated" };
    match measures.stuck.len() {
        0 => String::new(),
        1 => format!("1 of {} {how}: neuron", layer.n_outputs()),
        n => format!("{n} of {} {how}: neurons", layer.n_outputs()),
    }
}

fn share(n: u32, counts: &[u32]) -> String {
    number::percent(n as f32 / counts.iter().sum::<u32>().max(1) as f32)
}

/// Without decimals where there are none.
fn short(value: f32) -> String {
    number::fixed(value, if value.fract() == 0.0 { 0 } else { 1 })
}
