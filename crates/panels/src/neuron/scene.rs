//! Details of the inspected part: a pixel's value and weights; or a neuron's images, waterfall from 0 to z, curve,
//! equation, and strongest terms.

use nn::Network;

use crate::derived::Derived as PanelsDerived;
use crate::knobs::{Knobs, Parameter};
use crate::neuron::Neuron;
use crate::neuron::addends::Addends;
use crate::neuron::curve::{Curve, curve};
use crate::neuron::equation::{Piece, equation, largest};
use crate::neuron::fires_for::{FiresFor, fires_for};
use crate::neuron::patterns::Patterns;
use crate::neuron::sources::{Source, sources};
use crate::neuron::waterfall::{Waterfall, waterfall};
use crate::survey::Survey;
use app::derived::Derived;
use app::names::name;
use app::number;
use app::palette::Palette;
use app::scene::heat_map::{self, Rgba};
use app::scene::legend::full_colour;
use app::state::Core;
use app::target::Target;

/// Number of terms with a row of their own.
const N_TERMS: usize = 16;
/// How far the threshold can be moved beyond the weighted sum: a sigmoid of −4 is 0.02.
const BEYOND: f32 = 4.0;

/// An input of a neuron, or a neuron that a pixel is an input of.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The part at the other end of the edge.
    pub target: Target,
    /// Its name.
    pub name: String,
    /// Its pattern; `None` for the neurons that a pixel leads to.
    pub picture: Option<Rgba>,
    /// The weight as a fraction of the longest bar, from -1 to 1.
    pub weight: f32,
    /// Weight times activation as a fraction of the longest bar, from -1 to 1; the same as `weight` for a pixel.
    pub contribution: f32,
    /// The number that the rows are sorted by, as text.
    pub value: String,
}

/// The slider that moves a neuron's threshold, which is minus its bias.
#[derive(Clone, Debug, PartialEq)]
pub struct ThresholdSlider {
    /// The bias.
    pub bias: Parameter,
    /// The threshold.
    pub threshold: f32,
    /// The largest threshold, and with a minus sign the smallest.
    pub range: f32,
    /// Where the slider begins and ends, as fractions of the waterfall chart's width.
    pub ends: (f32, f32),
    /// Threshold and bias for screen readers.
    pub spoken: String,
    /// Whether the neuron is frozen.
    pub is_frozen: bool,
    /// Whether the bias differs from the trained one.
    pub is_moved: bool,
}

/// The computation of a neuron's activation.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// From 0 to z.
    pub waterfall: Waterfall,
    /// Below the chart, on the same scale.
    pub slider: ThresholdSlider,
    /// From z to a; `None` for softmax.
    pub curve: Option<Curve>,
    /// How strongly the neuron fires for each digit; `None` until the survey has come so far.
    pub fires_for: Option<FiresFor>,
    /// The equation, line by line.
    pub equation: Vec<Vec<Piece>>,
    /// The layer whose activations its terms refer to; 0 is the input, 1 the first hidden layer.
    pub terms_layer: usize,
}

/// An image with what its strongest colours stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The image.
    pub picture: Rgba,
    /// What its strongest colours stand for, in words.
    pub legend: String,
    /// The value alone.
    pub limit: String,
}

impl Picture {
    fn of(values: &[f32], whose: &str, palette: &Palette) -> Picture {
        let largest = heat_map::largest(values);
        Picture {
            picture: heat_map::signed(values, palette),
            legend: full_colour(largest, whose),
            limit: format!("±{}", number::fixed(largest, 2)),
        }
    }
}

/// Details of one part of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    /// Its name.
    pub title: String,
    /// A pixel's value or a neuron's activation, as text.
    pub value: String,
    /// The computation of a neuron's activation; `None` for a pixel.
    pub sum: Option<Sum>,
    /// Heading of the pictures, and what is left out where there is no room; empty for a pixel, which has none.
    pub pictures_title: (&'static str, &'static str),
    /// For a first-layer neuron: its weights and its contributions.
    pub pictures: Option<[Picture; 2]>,
    /// For a deeper neuron: its strongest inputs and what each of them responds to, the strongest first.
    pub sources: Vec<Source>,
    /// Heading of the list of terms.
    pub terms_title: String,
    /// The strongest terms; empty if the images show them all.
    pub terms: Vec<Term>,
    /// A summary of the terms without a row; empty if all have one.
    pub rest: String,
    /// The highlighted term.
    pub lit: Option<Target>,
}

/// Details of the inspected part; `None` if nothing is inspected.
pub fn detail(
    (neuron, knobs, survey): (&Neuron, &Knobs, &Survey),
    core: &Core,
    (derived, panels): (&Derived, &PanelsDerived),
    palette: &Palette,
) -> Option<Detail> {
    let network = core.network()?;
    let pass = &*derived.pass(core)?;
    let target = core.inspected()?;
    let title = name(core, target);
    let lit = core.lit_edge().map(|edge| edge.other_end(target));
    match target {
        Target::Pixel(pixel_idx) => {
            let value = *pass.input().get(pixel_idx)?;
            let layer = network.layers().first()?;
            let weights: Vec<f32> = layer.weights().column(pixel_idx).iter().copied().collect();
            let (terms, rest) = pixel_terms(core, &weights);
            Some(Detail {
                title,
                value: number::fixed(value, 3),
                sum: None,
                pictures_title: ("", ""),
                pictures: None,
                sources: Vec::new(),
                terms_title: format!(
                    "Its weights, strongest first. Full length: ±{}",
                    number::fixed(heat_map::largest(&weights), 2)
                ),
                terms,
                rest,
                lit,
            })
        }
        Target::Neuron { layer_idx, neuron_idx } => {
            let layer = network.layers().get(layer_idx).filter(|layer| neuron_idx < layer.n_outputs())?;
            let inputs = pass.inputs_of(layer_idx);
            let weights: Vec<f32> = layer.weights().row(neuron_idx).iter().copied().collect();
            let addends = Addends {
                function: layer.activation_fn(),
                weights: &weights,
                inputs,
                bias: layer.biases()[neuron_idx],
                z: pass.pre_activations(layer_idx)[neuron_idx],
                a: pass.activations(layer_idx)[neuron_idx],
            };
            let is_first = layer_idx == 0;
            let longest_bar = longest_bar(&addends);
            let (terms, rest) = match layer_idx.checked_sub(1) {
                None => (Vec::new(), String::new()),
                Some(before) => neuron_terms(network, &panels.patterns(core), before, &addends, palette),
            };
            let sources = layer_idx.checked_sub(1).map_or_else(Vec::new, |before| {
                sources(core, network, &panels.patterns(core), before, &weights, palette)
            });
            let range = threshold_range(knobs, layer_idx, addends.z - addends.bias);
            let waterfall = waterfall(&addends, range);
            let bias = Parameter { layer_idx, to: neuron_idx, from: None };
            Some(Detail {
                title,
                value: number::fixed(addends.a, 3),
                sum: Some(Sum {
                    slider: threshold_slider(knobs, bias, addends.bias, range, &waterfall),
                    waterfall,
                    curve: curve(&addends, neuron.shows_tangent),
                    fires_for: survey
                        .firing(layer_idx, neuron_idx)
                        .map(|firing| fires_for(&firing, layer.activation_fn())),
                    // Pixels and outputs are numbered from 0, hidden neurons from 1, as in their names.
                    equation: equation(&addends, if is_first { "x" } else { "a" }, usize::from(!is_first)),
                    terms_layer: layer_idx,
                }),
                pictures_title: match is_first {
                    true => ("Weights; × pixels", ""),
                    false => ("Its strongest inputs", ", each on its own scale"),
                },
                pictures: is_first.then(|| {
                    let contributions: Vec<f32> = addends.contributions().collect();
                    [
                        Picture::of(&weights, "its strongest weight", palette),
                        Picture::of(&contributions, "its strongest weight × pixel", palette),
                    ]
                }),
                sources,
                terms_title: format!(
                    "Weight × activation of hidden {layer_idx}, rounded. Outline: the weight. Full length: ±{}",
                    number::fixed(longest_bar, 2)
                ),
                terms,
                rest,
                lit,
            })
        }
    }
}

/// How far the threshold can be moved: far enough to put the neuron to sleep and to wake it, whatever its weighted sum is.
fn threshold_range(knobs: &Knobs, layer_idx: usize, weighted_sum: f32) -> f32 {
    knobs.slider_range(layer_idx).max((weighted_sum.abs() + BEYOND).ceil())
}

/// The slider at the threshold of the waterfall chart.
fn threshold_slider(
    knobs: &Knobs,
    bias: Parameter,
    value: f32,
    range: f32,
    waterfall: &Waterfall,
) -> ThresholdSlider {
    ThresholdSlider {
        bias,
        threshold: -value,
        range,
        ends: (waterfall.share(-range), waterfall.share(range)),
        spoken: format!("threshold {}, bias {}", number::signed(-value, 2), number::signed(value, 2)),
        is_frozen: knobs.is_frozen(bias),
        is_moved: knobs
            .trained()
            .and_then(|trained| bias.value(trained))
            .is_some_and(|trained| trained != value),
    }
}

/// A pixel's edges by weight: most pixels are blank and contribute nothing.
fn pixel_terms(core: &Core, weights: &[f32]) -> (Vec<Term>, String) {
    let shown = largest(weights, N_TERMS);
    let scale = shown.first().map_or(1.0, |strongest| weights[*strongest].abs());
    let term = |&neuron_idx: &usize| {
        let target = Target::Neuron { layer_idx: 0, neuron_idx };
        let share = weights[neuron_idx] / scale;
        Term {
            target,
            name: format!("to {}", name(core, target)),
            picture: None,
            weight: share,
            contribution: share,
            value: number::signed(weights[neuron_idx], 2),
        }
    };
    let more = weights.iter().filter(|weight| **weight != 0.0).count() - shown.len();
    let rest = if more == 0 { String::new() } else { format!("and {} weaker ones", number::thousands(more)) };
    (shown.iter().map(term).collect(), rest)
}

/// The value that a bar of full length stands for: a term's bar shows its weight and its contribution.
fn longest_bar(addends: &Addends) -> f32 {
    let contributions: Vec<f32> = addends.contributions().collect();
    heat_map::largest(addends.weights).max(heat_map::largest(&contributions))
}

/// A neuron's inputs from the previous layer by contribution; inputs without one come last, by weight.
fn neuron_terms(
    network: &Network,
    patterns: &Patterns,
    layer_idx: usize,
    addends: &Addends,
    palette: &Palette,
) -> (Vec<Term>, String) {
    let contributions: Vec<f32> = addends.contributions().collect();
    let mut shown = largest(&contributions, N_TERMS);
    let silent: Vec<f32> = addends
        .weights
        .iter()
        .zip(&contributions)
        .map(|(weight, contribution)| if *contribution == 0.0 { *weight } else { 0.0 })
        .collect();
    shown.extend(largest(&silent, N_TERMS - shown.len()));
    let scale = longest_bar(addends);
    let term = |&neuron_idx: &usize| Term {
        target: Target::Neuron { layer_idx, neuron_idx },
        name: format!("neuron {}", neuron_idx + 1),
        picture: Some(heat_map::signed(&patterns.of(network, layer_idx, neuron_idx), palette)),
        weight: addends.weights[neuron_idx] / scale,
        contribution: contributions[neuron_idx] / scale,
        value: number::signed(contributions[neuron_idx], 2),
    };
    let terms = shown.iter().map(term).collect();
    let more = contributions.len() - shown.len();
    let sum: f32 = contributions.iter().sum::<f32>() - shown.iter().map(|i| contributions[*i]).sum::<f32>();
    let rest = match more {
        0 => String::new(),
        _ => format!("and {} more, together {}", number::thousands(more), number::signed(sum, 2)),
    };
    (terms, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::State;
    use crate::test_support::{load, random_model, ready_state, update};
    use app::msg::Msg;
    use app::test_support::shipped;
    use models::ModelSource;

    fn detail_of(state: &mut State, target: Target) -> Detail {
        update(state, Msg::Pick(target));
        let derived = (&Derived::default(), &PanelsDerived::default());
        let panels = (&state.panels.neuron, &state.panels.knobs, &state.panels.survey);
        detail(panels, &state.core, derived, &shipped("light")).expect("it is there")
    }

    fn drawn() -> State {
        let mut state = ready_state();
        update(&mut state, Msg::ShowExample(3));
        state
    }

    fn number(text: &str) -> f32 {
        text.replace('−', "-").parse().expect("a number")
    }

    #[test]
    fn a_threshold_can_be_moved_beyond_its_weighted_sum_and_stays_on_the_chart() {
        let mut state = drawn();
        for (layer_idx, neuron_idx) in [(0, 0), (0, 7), (1, 3), (2, 9)] {
            let sum = detail_of(&mut state, Target::Neuron { layer_idx, neuron_idx }).sum.expect("a sum");
            let (slider, weighted_sum) = (sum.slider, number(&sum.waterfall.bars[2].value));
            assert!(slider.range > weighted_sum.abs() + 3.9, "{} {weighted_sum}", slider.range);
            assert!(slider.ends.0 >= 0.0 && slider.ends.1 <= 1.0001, "{:?}", slider.ends);
        }
    }

    #[test]
    fn a_deep_neurons_terms_add_up_to_its_weighted_sum() {
        let mut state = drawn();
        for layer_idx in [1, 2] {
            let detail = detail_of(&mut state, Target::Neuron { layer_idx, neuron_idx: 3 });
            assert_eq!((detail.terms.len(), detail.rest.as_str(), detail.pictures), (16, "", None));
            let values: Vec<f32> = detail.terms.iter().map(|term| number(&term.value)).collect();
            assert!(values.windows(2).all(|pair| pair[0].abs() >= pair[1].abs()), "{values:?}");
            let sum = detail.sum.expect("a neuron has one");
            let weighted_sum = number(&sum.waterfall.bars[2].value);
            assert!((values.iter().sum::<f32>() - weighted_sum).abs() < 0.1, "{values:?}: {weighted_sum}");
            assert!(detail.terms.iter().all(|term| term.weight.abs() <= 1.0 && term.picture.is_some()));
            assert_eq!(sum.terms_layer, layer_idx);
        }
    }

    #[test]
    fn of_many_terms_the_strongest_have_rows_and_the_others_are_summed() {
        let mut state = drawn();
        load(&mut state, ModelSource::Url("large".into()), &random_model(&[784, 128, 10]));
        let detail = detail_of(&mut state, Target::Neuron { layer_idx: 1, neuron_idx: 0 });
        assert_eq!(detail.terms.len(), N_TERMS);
        let rest = detail.rest.strip_prefix("and 112 more, together ").expect("a sentence");
        let shown: f32 = detail.terms.iter().map(|term| number(&term.value)).sum();
        let weighted_sum = number(&detail.sum.expect("a neuron has one").waterfall.bars[2].value);
        assert!((shown + number(rest) - weighted_sum).abs() < 0.1);
    }

    #[test]
    fn a_first_layer_neuron_has_pictures_and_a_pixel_its_weights() {
        let mut state = drawn();
        let neuron = detail_of(&mut state, Target::Neuron { layer_idx: 0, neuron_idx: 5 });
        assert!(neuron.terms.is_empty());
        let pictures = neuron.pictures.expect("it has pictures");
        let weights: Vec<f32> =
            state.core.layers()[0].weights().row(5).iter().map(|weight| weight.abs()).collect();
        let inputs = Derived::default().image(&state.core);
        let contributions = weights.iter().zip(inputs.pixels()).map(|(weight, pixel)| weight * pixel);
        let largest = [weights.iter().copied().fold(0.0, f32::max), contributions.fold(0.0, f32::max)];
        for ((picture, largest), whose) in pictures.iter().zip(largest).zip(["weight", "weight × pixel"]) {
            let limit = format!("±{}", app::number::fixed(largest, 2));
            assert_eq!(picture.legend, format!("full colour at {limit}, its strongest {whose}"));
            assert_eq!(picture.limit, limit);
        }
        let pixel = detail_of(&mut state, Target::Pixel(400));
        assert_eq!((pixel.title.as_str(), pixel.terms.len(), pixel.sum), ("Pixel (8, 14)", 16, None));
    }

    #[test]
    fn a_term_that_is_pointed_at_is_lit_while_it_is_one() {
        let mut state = drawn();
        let source = Target::Neuron { layer_idx: 0, neuron_idx: 7 };
        update(&mut state, Msg::PointAtTerm(Some(source)));
        let lit =
            |state: &mut State, layer_idx| detail_of(state, Target::Neuron { layer_idx, neuron_idx: 2 }).lit;
        assert_eq!(lit(&mut state, 1), Some(source));
        assert_eq!(lit(&mut state, 2), None, "the outputs do not listen to it");
        assert_eq!(detail_of(&mut state, Target::Pixel(3)).lit, Some(source));
        update(&mut state, Msg::PointAtTerm(Some(Target::Pixel(9))));
        assert_eq!(lit(&mut state, 0), Some(Target::Pixel(9)));
        update(&mut state, Msg::PointAtTerm(None));
        assert_eq!(lit(&mut state, 0), None);
    }

    #[test]
    fn the_tangent_is_drawn_on_request() {
        let mut state = drawn();
        for is_wanted in [false, true] {
            update(&mut state, crate::neuron::Msg::ShowTangent(is_wanted));
            let sum = detail_of(&mut state, Target::Neuron { layer_idx: 1, neuron_idx: 2 }).sum;
            assert_eq!(sum.and_then(|sum| sum.curve).is_some_and(|curve| curve.tangent.is_some()), is_wanted);
        }
    }
}
