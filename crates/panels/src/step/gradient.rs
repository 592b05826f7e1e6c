//! The gradients of one neuron: over the pixels as a picture, and the largest one by one.

use app::names::name;
use app::number;
use app::palette::Palette;
use app::scene::heat_map::{self, Rgba};
use app::state::Core;
use app::target::Target;

use crate::knobs::Parameter;
use crate::neuron::equation::largest;
use crate::step::backward::Backward;
use crate::step::stage::Stage;
use crate::step::state::Step;

/// Number of weights listed beside a picture, and without one.
const N_ROWS: [usize; 2] = [4, 6];

/// The gradients of a neuron, of which any can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct GradientScene {
    /// The gradients over the pixels, for a neuron of the first layer.
    pub picture: Option<Rgba>,
    /// What the picture's strongest colour stands for.
    pub scale: String,
    /// The pixel whose weight is in the focus.
    pub pixel: Option<usize>,
    /// The weight or bias in the focus.
    pub chosen: Parameter,
    /// The number of weights, not all of which have a row.
    pub n_weights: usize,
    /// The bias, and the weights with the largest gradients.
    pub rows: Vec<GradientRow>,
}

/// A weight or bias.
#[derive(Clone, Debug, PartialEq)]
pub struct GradientRow {
    /// Which one.
    pub parameter: Parameter,
    /// Its name.
    pub name: String,
    /// Its gradient as text.
    pub gradient: String,
    /// The same as a bar, relative to the largest, from -1 to 1.
    pub share: f32,
    /// Whether it is in the focus.
    pub is_chosen: bool,
}

/// The gradients; `None` in other stages.
pub fn gradient_scene(step: &Step, core: &Core, palette: &Palette) -> Option<GradientScene> {
    let (backward, network) = (&step.outcome()?.backward, core.network()?);
    if step.stage(core) != Stage::Gradient {
        return None;
    }
    let neuron = step.neuron(core, backward);
    let (layer_idx, to) = neuron;
    let gradients: Vec<f32> = backward.gradients(layer_idx).row(to).iter().copied().collect();
    let chosen = step.parameter(network, backward, neuron);
    let scale = heat_map::largest(&gradients).max(backward.deltas(layer_idx)[to].abs());
    let is_first = layer_idx == 0;
    let row = |parameter: Parameter| {
        let gradient = gradient(backward, parameter);
        GradientRow {
            parameter,
            name: short_name(core, parameter),
            gradient: number::significant(gradient),
            share: gradient / scale,
            is_chosen: parameter == chosen,
        }
    };
    Some(GradientScene {
        picture: is_first.then(|| heat_map::signed(&gradients, palette)),
        scale: ["±", &number::significant(heat_map::largest(&gradients))].concat(),
        pixel: chosen.from.filter(|_| is_first),
        chosen,
        n_weights: gradients.len(),
        rows: choices(backward, chosen, N_ROWS[usize::from(!is_first)]).into_iter().map(row).collect(),
    })
}

/// The names of the bias and of all weights of a layer's neurons, in this order.
pub fn all_names(core: &Core, layer_idx: usize, n_weights: usize) -> Vec<String> {
    let all = std::iter::once(None).chain((0..n_weights).map(Some));
    all.map(|from| short_name(core, Parameter { layer_idx, to: 0, from })).collect()
}

/// What backpropagation gives for a weight or bias.
pub(super) fn gradient(backward: &Backward, parameter: Parameter) -> f32 {
    let Parameter { layer_idx, to, from } = parameter;
    from.map_or(backward.deltas(layer_idx)[to], |from| backward.gradients(layer_idx)[(to, from)])
}

/// A neuron's bias and the weights with the largest gradients, the chosen one among them.
pub(super) fn choices(backward: &Backward, chosen: Parameter, n_weights: usize) -> Vec<Parameter> {
    let Parameter { layer_idx, to, .. } = chosen;
    let gradients: Vec<f32> = backward.gradients(layer_idx).row(to).iter().copied().collect();
    let weights = largest(&gradients, n_weights).into_iter().map(Some);
    let mut choices: Vec<Parameter> =
        std::iter::once(None).chain(weights).map(|from| Parameter { layer_idx, to, from }).collect();
    if !choices.contains(&chosen) {
        choices.truncate(n_weights);
        choices.push(chosen);
    }
    choices
}

/// `bias`, `Pixel (13, 12)`, `neuron 5`: the neuron that it belongs to is said elsewhere.
pub(super) fn short_name(core: &Core, parameter: Parameter) -> String {
    let Some(from) = parameter.from else { return "bias".to_owned() };
    let name = name(core, Target::input_of(parameter.layer_idx, from));
    name.rsplit(", neuron ")
        .next()
        .filter(|number| name.len() > number.len())
        .map_or_else(|| name.replacen("Pixel", "pixel", 1), |number| ["neuron ", number].concat())
}
