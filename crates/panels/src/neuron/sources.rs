//! What a deeper neuron listens to: its strongest inputs, each with a picture of what it responds to itself.

use app::names::name;
use app::number;
use app::palette::Palette;
use app::scene::heat_map::{self, Rgba};
use app::state::Core;
use app::target::Target;
use nn::Network;

use crate::neuron::equation::largest;
use crate::neuron::patterns::Patterns;

/// Number of inputs with a picture.
const N_SOURCES: usize = 4;

/// One input of a neuron.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The input.
    pub target: Target,
    /// Its name.
    pub name: String,
    /// Its pattern.
    pub picture: Rgba,
    /// The weight, as text.
    pub weight: String,
    /// Whether the weight is negative: the neuron is held down by what the picture shows.
    pub is_negative: bool,
}

/// The inputs with the strongest weights, strongest first. `layer_idx` is the layer that they are in.
pub fn sources(
    core: &Core,
    network: &Network,
    patterns: &Patterns,
    layer_idx: usize,
    weights: &[f32],
    palette: &Palette,
) -> Vec<Source> {
    let source = |neuron_idx: usize| {
        let target = Target::Neuron { layer_idx, neuron_idx };
        Source {
            target,
            name: name(core, target),
            picture: heat_map::signed(&patterns.of(network, layer_idx, neuron_idx), palette),
            weight: number::signed(weights[neuron_idx], 2),
            is_negative: weights[neuron_idx] < 0.0,
        }
    };
    largest(weights, N_SOURCES).into_iter().map(source).collect()
}
