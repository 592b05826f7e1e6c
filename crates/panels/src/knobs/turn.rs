//! Changing a single knob: by dragging, by key or wheel, by typing a number.

use app::named::Named;
use app::state::Core;
use nn::Network;

use crate::knobs::edit::LARGEST_VALUE;
use crate::knobs::history::StepKind;
use crate::knobs::parameter::Parameter;
use crate::knobs::state::Knobs;
use crate::knobs::typed::parse;

/// Steps from the slider's centre to its end.
const N_STEPS: f32 = 50.0;
/// A small step as a fraction of a step.
const SMALL: f32 = 0.1;

/// How far a key changes a knob.
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
    /// To the slider's minimum.
    Least,
    /// To the slider's maximum.
    Most,
}

impl Named for Nudge {
    /// Named by key.
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

/// Each layer's slider range: its largest magnitude, rounded up to a multiple of one half.
pub(super) fn slider_ranges(network: &Network) -> Vec<f32> {
    let range = |layer: &nn::Layer| {
        let numbers = layer.weights().iter().chain(layer.biases());
        let largest = numbers.fold(0.0_f32, |most, value| most.max(value.abs()));
        (2.0 * largest).ceil().clamp(1.0, 2.0 * LARGEST_VALUE) / 2.0
    };
    network.layers().iter().map(range).collect()
}

impl Knobs {
    /// Drags a knob to `share` of its slider from where the gesture began. Ignored once the gesture has ended, for
    /// example by undo.
    pub(super) fn drag(&mut self, core: &mut Core, parameter: Parameter, share: f32) {
        let Some(network) = core.network().filter(|_| self.is_in_gesture()) else { return };
        let Some(before) = self.value_before(network, parameter) else { return };
        let value = before + 2.0 * share * self.slider_range(parameter.layer_idx);
        self.set(core, &[(parameter, rounded(value))]);
    }

    /// Changes a knob by key or wheel. Consecutive nudges of the same knob form one undo step.
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

    /// Sets the chosen knob to a typed number. Invalid text leaves the knob unchanged and sets the reason.
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

/// Rounds a knob's value to a hundred-thousandth, so that sums of steps return to round numbers, and clamps it.
fn rounded(value: f32) -> f32 {
    ((value * 1e5).round() / 1e5).clamp(-LARGEST_VALUE, LARGEST_VALUE)
}
