//! The numbers of what is attended to: a pixel's value and edges, or a neuron's sum, bias and activation, with the
//! strongest of what it listens to.

use digits::SIDE;
use nn::Layer;

use crate::derived::Derived;
use crate::network_layout::Target;
use crate::number;
use crate::palette::Palette;
use crate::scene::heat_map::{self, Rgba};
use crate::scene::sum::{Sum, sum};
use crate::state::State;

/// How many of the strongest terms are listed.
const N_TERMS: usize = 5;

/// A line of the list: what it is about, and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the number is.
    pub name: String,
    /// The number, written out.
    pub value: String,
}

impl Row {
    fn new(name: impl Into<String>, value: impl Into<String>) -> Row {
        Row { name: name.into(), value: value.into() }
    }
}

/// What the inspector says about one part of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    /// Its name.
    pub title: String,
    /// Its own number, written out: a pixel's value or a neuron's activation.
    pub value: String,
    /// For a neuron: how it comes to its activation.
    pub sum: Option<Sum>,
    /// For a first-layer neuron: its weights, and its weights times the pixels, as pictures.
    pub pictures: Option<(Rgba, Rgba)>,
    /// Heading of the strongest terms.
    pub terms_title: &'static str,
    /// The strongest terms; none where the pictures show them all.
    pub terms: Vec<Row>,
}

/// The name of a part of the network as it is said on screen and to a screen reader.
pub fn name(state: &State, target: Target) -> String {
    let n_layers = state.layout.layers.len();
    match target {
        Target::Pixel(pixel_idx) => format!("Pixel ({}, {})", pixel_idx % SIDE, pixel_idx / SIDE),
        Target::Neuron { layer_idx, neuron_idx } if layer_idx + 1 == n_layers => {
            format!("Output {neuron_idx}")
        }
        Target::Neuron { layer_idx, neuron_idx } => {
            format!("Hidden {}, neuron {}", layer_idx + 1, neuron_idx + 1)
        }
    }
}

/// Name and present value in one phrase, for a screen reader.
pub fn spoken(state: &State, derived: &Derived, target: Target) -> String {
    let value = match (target, &derived.pass) {
        (Target::Pixel(pixel_idx), _) => derived.image.pixels().get(pixel_idx).copied(),
        (Target::Neuron { layer_idx, neuron_idx }, Some(pass)) if layer_idx < state.layout.layers.len() => {
            pass.activations(layer_idx).get(neuron_idx).copied()
        }
        _ => None,
    };
    let mut text = name(state, target);
    if let Some(value) = value {
        text.push_str(": ");
        text.push_str(&number::fixed(value, 2));
    }
    text
}

/// The whole input, with the pixel that the keyboard is on, in one phrase for a screen reader.
pub fn spoken_input(state: &State, derived: &Derived, pixel_idx: usize) -> String {
    format!("Input, 28 by 28 pixels. {}", spoken(state, derived, Target::Pixel(pixel_idx)))
}

/// The detail of what is attended to, if anything is.
pub fn detail(state: &State, derived: &Derived, palette: &Palette) -> Option<Detail> {
    let layers = state.model.as_ref()?.network.layers();
    let pass = derived.pass.as_ref()?;
    let target = state.attended()?;
    let title = name(state, target);
    match target {
        Target::Pixel(pixel_idx) => {
            let value = *pass.input().get(pixel_idx)?;
            let layer = layers.first()?;
            let terms = (0..layer.n_outputs()).map(|to| {
                (Target::Neuron { layer_idx: 0, neuron_idx: to }, layer.weights()[(to, pixel_idx)])
            });
            Some(Detail {
                title,
                value: number::fixed(value, 3),
                sum: None,
                pictures: None,
                terms_title: "strongest weights",
                terms: strongest(terms.collect(), |target, weight| {
                    Row::new(format!("to {}", name(state, target)), number::signed(weight, 2))
                }),
            })
        }
        Target::Neuron { layer_idx, neuron_idx } => {
            let layer = layers.get(layer_idx).filter(|layer| neuron_idx < layer.n_outputs())?;
            let inputs = if layer_idx == 0 { pass.input() } else { pass.activations(layer_idx - 1) };
            let contributions = contributions(layer, neuron_idx, inputs);
            let z = pass.pre_activations(layer_idx)[neuron_idx];
            let a = pass.activations(layer_idx)[neuron_idx];
            let terms = layer_idx.checked_sub(1).map(|layer_idx| {
                let source =
                    |(neuron_idx, value): (usize, &f32)| (Target::Neuron { layer_idx, neuron_idx }, *value);
                contributions.iter().enumerate().map(source).collect()
            });
            Some(Detail {
                title,
                value: number::fixed(a, 3),
                sum: Some(sum(layer.activation_fn(), &contributions, layer.biases()[neuron_idx], z, a)),
                pictures: (layer_idx == 0).then(|| {
                    let weights: Vec<f32> = layer.weights().row(neuron_idx).iter().copied().collect();
                    (heat_map::signed(&weights, palette), heat_map::signed(&contributions, palette))
                }),
                terms_title: "strongest of weight × activation",
                terms: strongest(terms.unwrap_or_default(), |target, value| {
                    Row::new(name(state, target), number::signed(value, 2))
                }),
            })
        }
    }
}

/// What each input adds to a neuron's sum: weight times activation.
fn contributions(layer: &Layer, neuron_idx: usize, inputs: &[f32]) -> Vec<f32> {
    layer.weights().row(neuron_idx).iter().zip(inputs).map(|(weight, input)| weight * input).collect()
}

/// The [`N_TERMS`] largest in magnitude, largest first: picked one by one, which is less code than a sort.
fn strongest(mut terms: Vec<(Target, f32)>, row: impl Fn(Target, f32) -> Row) -> Vec<Row> {
    terms.retain(|(_, value)| *value != 0.0);
    let mut rows = Vec::with_capacity(N_TERMS);
    while rows.len() < N_TERMS {
        let largest = (0..terms.len()).max_by(|&a, &b| terms[a].1.abs().total_cmp(&terms[b].1.abs()));
        let Some((target, value)) = largest.map(|idx| terms.swap_remove(idx)) else { break };
        rows.push(row(target, value));
    }
    rows
}
