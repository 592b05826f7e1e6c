//! "Show me": does what a step asks for.

use app::examples::example;
use app::panel::Panel;
use app::state::Core;
use app::target::Target;
use models::ModelSource;

use crate::follow::{self, Follow};
use crate::knobs::{self, Knobs, Parameter};
use crate::lesson::check::{Check, Comparison, Event, Expected, Part, Quantity, Which};
use crate::lesson::msg::Effect;
use crate::propagation::{self, Propagation};
use crate::training::{self, Training};

/// The digit to draw where any will do.
const ANY_DIGIT: u8 = 3;
/// The pixel to follow: in the middle, where most digits have ink.
const ANY_PIXEL: Target = Target::Pixel(14 * 28 + 14);
/// The neuron to pick where any will do.
const ANY_NEURON: (usize, usize) = (0, 0);
/// The bias that puts any neuron of the shipped models to sleep, or wakes it.
const FAR: f32 = 20.0;
/// How far a bias is moved where any distance will do.
const NEAR: f32 = 1.0;

/// What a demonstration may change, beside the core.
pub(super) struct Stage<'a> {
    pub(super) knobs: &'a mut Knobs,
    pub(super) training: &'a mut Training,
    pub(super) follow: &'a mut Follow,
    pub(super) propagation: &'a mut Propagation,
}

/// Whether there is a demonstration after which the check holds.
pub(super) fn can_be_shown(check: &Check) -> bool {
    match check {
        Check::Answer(expected) => matches!(expected, Expected::Digit(_) | Expected::Any),
        Check::Number(quantity, comparison, _) => {
            matches!(quantity, Quantity::Activation(Which::Picked | Which::At(Target::Neuron { .. })))
                && *comparison != Comparison::Equal
        }
        _ => true,
    }
}

/// Has a check hold, if that can be. What a state in a link can hold is left alone if `has_state`: it is there already.
pub(super) fn show(
    check: Check,
    has_state: bool,
    core: &mut Core,
    stage: &mut Stage<'_>,
    out: &mut Vec<Effect>,
) {
    match check {
        Check::Event(Event::Following) => follow(false, core, stage, out),
        Check::Event(Event::Followed) => follow(true, core, stage, out),
        Check::Event(Event::Replaying) => stage.propagation.update(core, propagation::Msg::Open),
        Check::Event(Event::Replayed) => {
            stage.propagation.update(core, propagation::Msg::Open);
            stage.propagation.update(core, propagation::Msg::Seek(1.0));
        }
        Check::Event(Event::Trained) => {
            core.open = Panel::Train;
            let mut effects = Vec::new();
            if !stage.training.is_running() {
                stage.training.update(core, training::Msg::Train, &mut effects);
            }
            out.extend(effects.into_iter().map(Effect::Training));
        }
        _ if has_state => {}
        // The lesson does that itself.
        Check::Event(Event::SetUp) => {}
        Check::Event(Event::Drawn) => core.edit_ink(|pad| pad.replace(example(ANY_DIGIT))),
        Check::Event(Event::KnobChanged | Event::BiasChanged) => {
            move_bias(Which::Picked, NEAR, core, stage.knobs)
        }
        Check::Empty => core.edit_ink(|pad| pad.replace(digits::Ink::default())),
        Check::Answer(Expected::Digit(digit)) => core.edit_ink(|pad| pad.replace(example(digit))),
        Check::Answer(_) => core.edit_ink(|pad| pad.replace(example(ANY_DIGIT))),
        Check::Picked(Part::Any) => core.pick(neuron(ANY_NEURON)),
        Check::Picked(Part::Layer(0)) => core.pick(ANY_PIXEL),
        Check::Picked(Part::Layer(layer)) => core.pick(Target::neuron(layer - 1, 0)),
        Check::Picked(Part::One(target)) => core.pick(target),
        Check::Panel(panel) => core.open = panel,
        Check::Model(name) => {
            let mut effects = Vec::new();
            core.choose(ModelSource::Shipped(name), &mut effects);
            out.extend(effects.into_iter().map(Effect::Core));
        }
        Check::Edges(edges) => core.edges = edges,
        Check::Off(step) => {
            if !core.steps_off.contains(&step) {
                core.steps_off.push(step);
            }
        }
        Check::Number(Quantity::Activation(which), comparison, _) => {
            let bias = if comparison == Comparison::Less { -FAR } else { FAR };
            move_bias(which, bias, core, stage.knobs);
        }
        Check::Number(..) | Check::Otherwise => {}
    }
}

fn neuron((layer_idx, neuron_idx): (usize, usize)) -> Target {
    Target::neuron(layer_idx, neuron_idx)
}

/// Adds to a neuron's bias, in a step that can be undone.
fn move_bias(which: Which, by: f32, core: &mut Core, knobs: &mut Knobs) {
    if let Which::Picked = which
        && core.picked_neuron().is_none()
    {
        core.pick(neuron(ANY_NEURON));
    }
    let place = match which {
        Which::Picked => core.picked_neuron(),
        Which::At(Target::Neuron { layer_idx, neuron_idx }) => Some((layer_idx, neuron_idx)),
        Which::At(Target::Pixel(_)) => None,
    };
    let Some((layer_idx, to)) = place else { return };
    let parameter = Parameter { layer_idx, to, from: None };
    if let Some(value) = core.network().and_then(|network| parameter.value(network)) {
        knobs.update(core, knobs::Msg::Set { parameter, value: value + by });
    }
}

/// Follows a number: that of the picked pixel, or of one with ink.
fn follow(to_the_end: bool, core: &mut Core, stage: &mut Stage<'_>, out: &mut Vec<Effect>) {
    if core.pad().ink().is_empty() {
        core.edit_ink(|pad| pad.replace(example(ANY_DIGIT)));
    }
    if !stage.follow.is_open() {
        if !matches!(core.picked, Some(Target::Pixel(_))) {
            core.pick(ANY_PIXEL);
        }
        core.open = Panel::None;
        let mut effects = Vec::new();
        stage.follow.update(core, follow::Msg::Start, &mut effects);
        // The focus stays where it is.
        effects.retain(|effect| *effect != follow::Effect::FocusOnNext);
        out.extend(effects.into_iter().map(Effect::Follow));
    }
    while to_the_end && stage.follow.step() + 1 < stage.follow.n_steps() {
        let before = stage.follow.step();
        let mut effects = Vec::new();
        stage.follow.update(core, follow::Msg::Step(true), &mut effects);
        if stage.follow.step() == before {
            break;
        }
    }
}
