//! Whether a lesson's checks hold on the live page.

use app::derived::{ImageKey, image_key};
use app::revision::Revision;
use app::state::Core;
use app::target::Target;
use digits::DigitImage;
use models::{Answer, ModelSource};
use nn::{ForwardPass, Network};

use crate::follow::{Follow, Stage};
use crate::lesson::check::{Check, Comparison, Event, Expected, Part, Quantity, Which};
use crate::propagation::Propagation;
use crate::survey::Survey;
use crate::training::{Training, is_in_use};

/// What a check may look at, beside the lesson itself.
#[derive(Clone, Copy)]
pub(crate) struct Watched<'a> {
    pub(crate) core: &'a Core,
    pub(crate) training: &'a Training,
    pub(crate) follow: &'a Follow,
    pub(crate) propagation: &'a Propagation,
    pub(crate) survey: &'a Survey,
}

/// How things stood when a step began.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Beginning {
    ink: Revision,
    network: Revision,
    model: Revision,
    biases: Vec<f32>,
    film: Revision,
    answer: Option<usize>,
    /// Whether that is the step's starting state.
    is_set_up: bool,
    /// Whether the lesson has done what there is to do.
    pub(super) is_shown: bool,
}

impl Beginning {
    pub(super) fn of(watched: Watched<'_>, reading: Option<&Reading>, is_set_up: bool) -> Beginning {
        let core = watched.core;
        Beginning {
            ink: core.ink_revision(),
            network: core.network_revision(),
            model: core.model_revision(),
            biases: core.network().map_or_else(Vec::new, biases),
            film: watched.training.film_revision,
            is_set_up,
            is_shown: false,
            answer: reading.and_then(|reading| reading.answer).and_then(|answer| answer.winner()),
        }
    }
}

fn biases(network: &Network) -> Vec<f32> {
    network.layers().iter().flat_map(|layer| layer.biases().iter().copied()).collect()
}

/// What the network reads. Kept here rather than in `Derived`, because the lesson reacts to it.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    key: (ImageKey, Revision),
    image: DigitImage,
    pass: ForwardPass,
    answer: Option<Answer>,
}

impl Reading {
    /// What the network reads now; `None` without a network. The last reading is used again if nothing has changed.
    pub(super) fn of(core: &Core, before: Option<Reading>) -> Option<Reading> {
        let model = core.model()?;
        let key = (image_key(core), core.network_revision());
        if let Some(before) = before.filter(|before| before.key == key) {
            return Some(before);
        }
        let image = core.image_by(&core.preprocessing());
        let mut pass = ForwardPass::for_network(&model.network);
        model.network.forward(image.pixels(), &mut pass);
        let answer = Answer::from_outputs(pass.output(), model.rejection_threshold);
        Some(Reading { key, image, pass, answer: answer.filter(|_| !core.pad().ink().is_empty()) })
    }
}

/// Whether all of the checks hold.
pub(super) fn hold(
    checks: &[Check],
    watched: Watched<'_>,
    beginning: &Beginning,
    reading: Option<&Reading>,
) -> bool {
    checks.iter().all(|check| holds(*check, watched, beginning, reading))
}

fn holds(check: Check, watched: Watched<'_>, beginning: &Beginning, reading: Option<&Reading>) -> bool {
    let core = watched.core;
    let answer = reading.and_then(|reading| reading.answer);
    match check {
        Check::Otherwise => true,
        Check::Empty => core.pad().ink().is_empty(),
        Check::Event(event) => has_happened(event, watched, beginning),
        Check::Answer(expected) => match expected {
            Expected::Digit(digit) => answer.and_then(|answer| answer.winner()) == Some(usize::from(digit)),
            Expected::Any => answer.is_some_and(|answer| answer.is_sure),
            Expected::Unsure => answer.is_some_and(|answer| !answer.is_sure),
            Expected::Same => answer.is_some_and(|answer| answer.winner() == beginning.answer),
        },
        Check::Picked(part) => core.picked.is_some_and(|picked| match part {
            Part::Any => true,
            Part::Layer(layer) => layer_of(picked) == layer,
            Part::One(target) => picked == target,
        }),
        Check::Panel(panel) => core.open == panel,
        Check::Model(name) => core.model_source() == Some(&ModelSource::Shipped(name)),
        Check::Edges(edges) => core.edges == edges,
        Check::Off(step) => core.steps_off.contains(&step),
        Check::Number(quantity, comparison, amount) => {
            measure(quantity, watched, reading).is_some_and(|value| match comparison {
                Comparison::Less => value < amount.value,
                Comparison::Equal => amount.is_shown_for(value),
                Comparison::Greater => value > amount.value,
            })
        }
    }
}

fn layer_of(target: Target) -> usize {
    match target {
        Target::Pixel(_) => 0,
        Target::Neuron { layer_idx, .. } => layer_idx + 1,
    }
}

fn has_happened(event: Event, watched: Watched<'_>, beginning: &Beginning) -> bool {
    let Watched { core, training, follow, propagation, .. } = watched;
    let is_same_model = core.model_revision() == beginning.model;
    match event {
        Event::Drawn => core.ink_revision() != beginning.ink && !core.pad().ink().is_empty(),
        Event::SetUp => beginning.is_set_up,
        Event::Following => follow.is_open(),
        Event::Followed => follow.is_open() && follow.stage() == Stage::Answer,
        Event::Replaying => propagation.is_open,
        Event::Replayed => propagation.is_open && propagation.share() >= 1.0,
        Event::KnobChanged => is_same_model && core.network_revision() != beginning.network,
        Event::BiasChanged => {
            is_same_model && core.network().is_some_and(|network| biases(network) != beginning.biases)
        }
        Event::Trained => {
            // The lesson does not train again what is there already.
            let is_there = (beginning.is_set_up || beginning.is_shown) && is_in_use(core);
            let is_new = training.film_revision != beginning.film;
            !training.is_running() && training.film().is_some() && (is_new || is_there)
        }
    }
}

fn measure(quantity: Quantity, watched: Watched<'_>, reading: Option<&Reading>) -> Option<f32> {
    let core = watched.core;
    let network = core.network()?;
    let place = |which| {
        let target = match which {
            Which::Picked => core.picked,
            Which::At(target) => Some(target),
        };
        target.filter(|target| core.has(*target))
    };
    let neuron = |which| match place(which)? {
        Target::Neuron { layer_idx, neuron_idx } => Some((layer_idx, neuron_idx)),
        Target::Pixel(_) => None,
    };
    let count = |n: usize| Some(n as f32);
    let n_biases = || network.layers().iter().map(nn::Layer::n_outputs).sum::<usize>();
    match quantity {
        Quantity::Confidence => reading?.answer.map(|answer| answer.confidence),
        Quantity::Activation(which) => match place(which)? {
            Target::Pixel(pixel_idx) => reading?.image.pixels().get(pixel_idx).copied(),
            Target::Neuron { layer_idx, neuron_idx } => {
                reading?.pass.activations(layer_idx).get(neuron_idx).copied()
            }
        },
        Quantity::PreActivation(which) => {
            let (layer_idx, neuron_idx) = neuron(which)?;
            reading?.pass.pre_activations(layer_idx).get(neuron_idx).copied()
        }
        Quantity::Bias(which) => {
            let (layer_idx, neuron_idx) = neuron(which)?;
            network.layers()[layer_idx].biases().iter().nth(neuron_idx).copied()
        }
        Quantity::Learned => {
            let frame = watched.training.film()?.frames().last()?;
            Some(100.0 * frame.measures.held_out.accuracy)
        }
        Quantity::Threshold => core.model()?.rejection_threshold,
        Quantity::Right => count(watched.survey.n_right()?),
        Quantity::Parameters => count(network.n_parameters()),
        Quantity::Weights => count(network.n_parameters() - n_biases()),
        Quantity::Biases => count(n_biases()),
    }
}
