//! Turning one knob: by drag, by key and wheel, by typing a number.

use app::named::Named;
use app::state::Core;
use nn::Network;

use crate::knobs::edit::LARGEST_VALUE;
use crate::knobs::history::StepKind;
use crate::knobs::parameter::Parameter;
use crate::knobs::state::Knobs;
use crate::knobs::typed::parse;

/// Steps from the middle of a slider to its end.
const N_STEPS: f32 = 50.0;
/// A small step as a part of a step.
const SMALL: f32 = 0.1;

/// How far a key turns a knob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nudge {
    /// A step down.
    Down,
    /// A step up.
    Up,
    /// Ten steps down.
    FarDown,
    /// Ten steps up.
    FarUp,
    /// To the left end of the slider.
    Least,
    /// To its right end.
    Most,
}

impl Named for Nudge {
    /// By the names of the keys.
    const NAMES: &'static [(&'static str, Self)] = &[
        ("ArrowLeft", Nudge::Down),
        ("ArrowDown", Nudge::Down),
        ("ArrowRight", Nudge::Up),
        ("ArrowUp", Nudge::Up),
        ("PageDown", Nudge::FarDown),
        ("PageUp", Nudge::FarUp),
        ("Home", Nudge::Least),
        ("End", Nudge::Most),
    ];
}

/// How far the sliders of each layer go to both sides: its largest magnitude, rounded up to a half.
pub(super) fn slider_ranges(network: &Network) -> Vec<f32> {
    let range = |layer: &nn::Layer| {
        let numbers = layer.weights().iter().chain(layer.biases());
        let largest = numbers.fold(0.0_f32, |most, value| most.max(value.abs()));
        (2.0 * largest).ceil().clamp(1.0, 2.0 * LARGEST_VALUE) / 2.0
    };
    network.layers().iter().map(range).collect()
}

impl Knobs {
    /// The knob was dragged by this share of its slider since the gesture began. Where that has ended meanwhile, by undoing
    /// for instance, the rest of the way counts no more.
    pub(super) fn drag(&mut self, core: &mut Core, parameter: Parameter, share: f32) {
        let Some(network) = core.network().filter(|_| self.is_in_gesture()) else { return };
        let Some(before) = self.value_before(network, parameter) else { return };
        let value = before + 2.0 * share * self.slider_range(parameter.layer_idx);
        self.set(core, &[(parameter, rounded(value))]);
    }

    /// The knob is turned by key or wheel. Turns of the same knob are one step, until its end is told.
    pub(super) fn nudge(&mut self, core: &mut Core, parameter: Parameter, nudge: Nudge, is_small: bool) {
        let Some(value) = core.network().and_then(|network| parameter.value(network)) else { return };
        let range = self.slider_range(parameter.layer_idx);
        let step = range / N_STEPS * if is_small { SMALL } else { 1.0 };
        let value = match nudge {
            Nudge::Down => value - step,
            Nudge::Up => value + step,
            Nudge::FarDown => value - 10.0 * step,
            Nudge::FarUp => value + 10.0 * step,
            Nudge::Least => -range,
            Nudge::Most => range,
        };
        let kind = StepKind::Nudges(parameter);
        if self.open.as_ref().is_none_or(|open| open.kind != kind)
            && let Some(network) = core.network()
        {
            self.begin(network, kind);
        }
        self.set_in_step(core, &[(parameter, rounded(value))]);
    }

    /// A number was typed for the chosen knob. What is none is refused, with the reason, and the knob stays.
    pub(super) fn type_in(&mut self, core: &mut Core, text: &str) {
        let Some(parameter) = self.chosen else { return };
        match parse(text) {
            Ok(value) => {
                self.typed_wrong.clear();
                self.set(core, &[(parameter, value)]);
            }
            Err(reason) => self.typed_wrong = reason,
        }
    }
}

/// A value that a knob can have, and none finer than a hundred-thousandth, so that sums of steps come back to round numbers.
fn rounded(value: f32) -> f32 {
    ((value * 1e5).round() / 1e5).clamp(-LARGEST_VALUE, LARGEST_VALUE)
}
