//! The check of a gradient: a knob is turned by a little to either side, and the change of the loss is compared with what
//! backpropagation says.

use app::names::name;
use app::number;
use app::state::Core;
use app::target::Target;
use nn::{ForwardPass, Network};

use crate::knobs::{Knobs, Parameter};
use crate::step::backward::{Backward, loss};
use crate::step::gradient::{choices, gradient, short_name};
use crate::step::state::Step;
use crate::svg;

/// Number of weights to choose from.
const N_CHOICES: usize = 12;
/// Number of points computed along the curve.
const N_POINTS: usize = 49;
/// Relative differences up to this count as agreement.
const AGREE: f64 = 0.01;

/// The check.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckScene {
    /// The neuron whose knobs can be chosen.
    pub neuron: String,
    /// Its knobs: the bias and the weights with the largest gradients, and whether it is the one checked.
    pub choices: Vec<(Parameter, String, bool)>,
    /// How far the knob is turned.
    pub epsilon: f32,
    /// The loss with the knob turned up and down.
    pub losses: [String; 2],
    /// `(4.1190 − 4.1196) / 0.0200`, the slope between the two.
    pub difference: String,
    /// The slope, and what backpropagation says.
    pub slopes: [String; 2],
    /// How far the two are apart, relative to the larger one.
    pub relative: String,
    /// What to make of it.
    pub verdict: String,
    /// The loss for every position of the knob.
    pub curve: CheckCurve,
}

/// The loss for every position of a knob, in a box of 100 by 50 with y pointing down.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckCurve {
    /// The curve, as the `d` attribute of an SVG path.
    pub path: String,
    /// The tangent at the present value, with the slope that backpropagation gives.
    pub tangent: String,
    /// The point at the present value.
    pub mark: (String, String),
    /// The knob's ends and the loss's lowest and highest value, as text.
    pub ends: [String; 4],
}

/// A knob turned up and down: the losses, and the slope between them.
pub(super) struct Turned {
    pub(super) losses: [f32; 2],
    pub(super) slope: f64,
}

/// Turns a knob by `epsilon` to either side.
pub(super) fn turn(network: &Network, backward: &Backward, parameter: Parameter, epsilon: f32) -> Turned {
    let value = parameter.value(network).unwrap_or_default();
    let places = [value + epsilon, value - epsilon];
    let losses = losses_at(network, backward, parameter, &places);
    let [up, down] = [losses[0], losses[1]].map(f64::from);
    // The distance between the two places as they are after rounding.
    let distance = f64::from(places[0]) - f64::from(places[1]);
    Turned {
        losses: [losses[0], losses[1]],
        slope: if distance > 0.0 { (up - down) / distance } else { 0.0 },
    }
}

/// The losses with a parameter at these values.
fn losses_at(network: &Network, backward: &Backward, parameter: Parameter, values: &[f32]) -> Vec<f32> {
    let mut turned = network.clone();
    let mut pass = ForwardPass::for_network(network);
    let mut at = |value: &f32| {
        parameter.set(&mut turned, *value);
        loss(&turned, backward.pass.input(), backward.digit, &mut pass)
    };
    values.iter().map(&mut at).collect()
}

/// The check of the chosen knob; `None` without a drawing.
pub fn check_scene(step: &Step, knobs: &Knobs, core: &Core) -> Option<CheckScene> {
    let (backward, network) = (&step.outcome()?.backward, core.network()?);
    let neuron = step.neuron(core, backward);
    let parameter = step.parameter(network, backward, neuron);
    let epsilon = step.epsilon;
    let Turned { losses, slope } = turn(network, backward, parameter, epsilon);
    let exact = gradient(backward, parameter);
    let larger = slope.abs().max(f64::from(exact.abs()));
    let apart = (slope - f64::from(exact)).abs();
    let relative = if larger > 0.0 { apart / larger } else { 0.0 };
    let decimals = number::decimals(losses[0] - losses[1]).clamp(2, 8);
    let losses_text = losses.map(|loss| number::fixed(loss, decimals));
    let choice = |other: Parameter| (other, short_name(core, other), other == parameter);
    Some(CheckScene {
        neuron: name(core, Target::neuron(neuron.0, neuron.1)),
        choices: choices(backward, parameter, N_CHOICES).into_iter().map(choice).collect(),
        epsilon,
        difference: format!(
            "({} − {}) / {}",
            losses_text[0],
            losses_text[1],
            number::significant(2.0 * epsilon)
        ),
        losses: losses_text,
        slopes: [slope as f32, exact].map(number::significant),
        relative: match relative {
            0.0 => "0%".to_owned(),
            share if share < 1e-5 => "<0.001%".to_owned(),
            share => [&number::fixed((100.0 * share) as f32, 3), "%"].concat(),
        },
        verdict: verdict(&losses, (larger, apart, relative), epsilon).to_owned(),
        curve: curve(network, backward, parameter, knobs.slider_range(parameter.layer_idx)),
    })
}

fn verdict(losses: &[f32; 2], (larger, apart, relative): (f64, f64, f64), epsilon: f32) -> &'static str {
    // What is left of the rounding of the two losses, each a sum of several numbers.
    let rounding = 8.0 * f64::from(f32::EPSILON * losses[0].abs().max(1.0)) / f64::from(epsilon);
    if larger == 0.0 {
        "Both are 0: for this drawing, this knob changes nothing."
    } else if relative <= AGREE {
        "They agree."
    } else if apart <= rounding {
        "They agree up to rounding: ε is so small that the two losses differ in their last digits only."
    } else {
        "They differ because the curve bends between the two. Try a smaller ε."
    }
}

fn curve(network: &Network, backward: &Backward, parameter: Parameter, range: f32) -> CheckCurve {
    let value = parameter.value(network).unwrap_or_default();
    let half = range.max(1.1 * value.abs());
    let places: Vec<f32> =
        (0..N_POINTS).map(|i| half * (2.0 * i as f32 / (N_POINTS - 1) as f32 - 1.0)).collect();
    let losses = losses_at(network, backward, parameter, &places);
    let (mut low, mut high) = (backward.loss, backward.loss);
    for loss in losses.iter().filter(|loss| loss.is_finite()) {
        (low, high) = (low.min(*loss), high.max(*loss));
    }
    // A loss that hardly changes stays a flat line.
    let middle = f32::midpoint(low, high);
    let height = (high - low).max(1e-3 * high.abs()).max(1e-6);
    let place = |(x, loss): (f32, f32)| (50.0 + 50.0 * x / half, 25.0 - 44.0 * (loss - middle) / height);
    let slope = gradient(backward, parameter);
    // The tangent's half length, limited so that it stays within the box.
    let reach = (0.25 * half).min(0.5 * height / slope.abs().max(f32::MIN_POSITIVE));
    let along = |by: f32| place((value + by, backward.loss + slope * by));
    let (x, y) = place((value, backward.loss));
    CheckCurve {
        path: svg::line(places.iter().copied().zip(losses).map(place)),
        tangent: svg::line([-reach, reach].into_iter().map(along)),
        mark: (number::plain(x, 1), number::plain(y, 1)),
        ends: [
            number::fixed(-half, 1),
            number::fixed(half, 1),
            number::significant(low),
            number::significant(high),
        ],
    }
}
