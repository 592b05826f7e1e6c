//! The drawing over the network: the errors on their way back along the edges, and each weight's gradient.

use app::network_layout::NetworkLayout;
use app::palette::Palette;
use app::state::Core;
use nn::Network;

use crate::propagation::flow::{Flow, Stream};
use crate::step::backward::Backward;
use crate::step::msg::View;
use crate::step::stage::Stage;
use crate::step::state::Step;

/// Maximum number of edges drawn; the strongest are kept.
const MAX_EDGES: usize = 48;

/// A number on an edge: its layer, its input and its neuron.
type OnEdge = ((usize, usize, usize), f32);

/// The current drawing; empty unless numbers are on their way back.
pub fn flow(step: &Step, core: &Core, layout: &NetworkLayout, palette: &Palette) -> Flow {
    let (Some(outcome), Some(network), View::Step) = (step.outcome(), core.network(), step.view) else {
        return Flow::default();
    };
    let backward = &outcome.backward;
    let stage = step.stage(core);
    let (layer_idx, neuron_idx) = step.neuron(core, backward);
    let mut values = match stage {
        Stage::Back(layer_idx) => {
            let only = core.picked_neuron().map(|(_, neuron_idx)| neuron_idx);
            returning(network, backward, layer_idx, only)
        }
        Stage::Gradient => gradients(backward, layer_idx, neuron_idx),
        Stage::Forward | Stage::Error | Stage::After => return Flow::default(),
    };
    values.retain(|(_, value)| *value != 0.0);
    values.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    values.truncate(MAX_EDGES);
    let largest = values.first().map_or(1.0, |(_, value)| value.abs());
    let line_width = palette.boldness * layout.line_width();
    let share = if stage == Stage::Gradient { 1.0 } else { step.motion() };
    let stream = |((layer_idx, from, to), value): OnEdge| {
        let strength = value / largest;
        let [left, right] = ends(layout, (layer_idx, from, to))?;
        // The errors come from the right.
        let tip = (right.0 + share * (left.0 - right.0), right.1 + share * (left.1 - right.1));
        (share > 0.0).then(|| Stream {
            line: [right.0, right.1, tip.0, tip.1],
            colour: palette.diverging(strength.signum() * (0.3 + 0.7 * strength.abs())),
            width: line_width * (0.6 + 1.9 * strength.abs()),
            is_dashed: strength < 0.0,
            drop: if share < 1.0 { line_width * (1.8 + 2.2 * strength.abs()) } else { 0.0 },
        })
    };
    let circle = layout.neuron(layer_idx, neuron_idx);
    Flow {
        pixels: None,
        streams: values.into_iter().rev().filter_map(stream).collect(),
        ring: circle.map(|circle| (circle, 3.0 * line_width, share)),
    }
}

/// Each weight into the next layer times the error at its end.
fn returning(network: &Network, backward: &Backward, layer_idx: usize, only: Option<usize>) -> Vec<OnEdge> {
    let (next, deltas) = (&network.layers()[layer_idx + 1], backward.deltas(layer_idx + 1));
    let of_neuron = |from: usize| {
        (0..next.n_outputs())
            .map(move |to| ((layer_idx + 1, from, to), next.weights()[(to, from)] * deltas[to]))
    };
    let neurons = 0..next.n_inputs();
    neurons.filter(|neuron_idx| only.is_none_or(|only| only == *neuron_idx)).flat_map(of_neuron).collect()
}

/// The gradients of a neuron's weights.
fn gradients(backward: &Backward, layer_idx: usize, neuron_idx: usize) -> Vec<OnEdge> {
    let row = backward.gradients(layer_idx).row(neuron_idx);
    row.iter().enumerate().map(|(from, gradient)| ((layer_idx, from, neuron_idx), *gradient)).collect()
}

/// The left and the right end of an edge.
fn ends(layout: &NetworkLayout, (layer_idx, from, to): (usize, usize, usize)) -> Option<[(f32, f32); 2]> {
    let left = match layer_idx.checked_sub(1) {
        None => layout.grid.centre(from),
        Some(before) => layout.neuron(before, from).map(|circle| (circle.x + circle.radius, circle.y))?,
    };
    let right = layout.neuron(layer_idx, to).map(|circle| (circle.x - circle.radius, circle.y))?;
    Some([left, right])
}
