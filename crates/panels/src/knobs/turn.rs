//! Turning one knob: by drag, by key and wheel, by typing a number.

use nn::Network;

use super::edit::{StepKind, refuse, set, set_in_step};
use super::{LARGEST_VALUE, Parameter};
use crate::settings::Named;
use crate::state::State;

/// Steps from the middle of a knob's track to its end.
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
    /// To the left end of the track.
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

/// How far the tracks of each layer's knobs reach to both sides: its largest magnitude, rounded up to a half.
pub(super) fn reaches(network: &Network) -> Vec<f32> {
    let reach = |layer: &nn::Layer| {
        let numbers = layer.weights().iter().chain(layer.biases());
        let largest = numbers.fold(0.0_f32, |most, value| most.max(value.abs()));
        (2.0 * largest).ceil().clamp(1.0, 2.0 * LARGEST_VALUE) / 2.0
    };
    network.layers().iter().map(reach).collect()
}

/// The knob was dragged by this share of its track since the gesture began. Where that has ended meanwhile, by undoing for
/// instance, the rest of the way counts no more.
pub(super) fn drag(state: &mut State, parameter: Parameter, share: f32) -> bool {
    let Some(model) = &state.model else { return false };
    let knobs = &state.panels.knobs;
    if !knobs.is_in_gesture() {
        return false;
    }
    let Some(before) = knobs.value_before(&model.network, parameter) else { return false };
    let value = before + 2.0 * share * knobs.reach(parameter.layer_idx);
    set(state, &[(parameter, round(value).clamp(-LARGEST_VALUE, LARGEST_VALUE))])
}

/// The knob is turned by key or wheel. Turns of the same knob are one step, until its end is told.
pub(super) fn nudge(state: &mut State, parameter: Parameter, nudge: Nudge, is_small: bool) -> bool {
    let State { model: Some(model), panels, .. } = state else { return false };
    let (network, knobs) = (&mut model.network, &mut panels.knobs);
    let Some(value) = parameter.value(network) else { return false };
    let reach = knobs.reach(parameter.layer_idx);
    let step = reach / N_STEPS * if is_small { SMALL } else { 1.0 };
    let value = match nudge {
        Nudge::Down => value - step,
        Nudge::Up => value + step,
        Nudge::FarDown => value - 10.0 * step,
        Nudge::FarUp => value + 10.0 * step,
        Nudge::Least => -reach,
        Nudge::Most => reach,
    };
    if !matches!(&knobs.open, Some(open) if open.kind == StepKind::Nudges(parameter)) {
        knobs.begin(network, StepKind::Nudges(parameter));
    }
    let value = round(value).clamp(-LARGEST_VALUE, LARGEST_VALUE);
    let (refused, has_changed) = set_in_step(network, knobs, &[(parameter, value)]);
    refuse(state, refused);
    has_changed
}

/// Nothing finer than a hundred-thousandth, so that sums of steps come back to round numbers.
fn round(value: f32) -> f32 {
    (value * 1e5).round() / 1e5
}

/// A number was typed for the knob. What is none is refused, with the reason, and the knob stays.
pub(super) fn type_in(state: &mut State, parameter: Parameter, text: &str) -> bool {
    match parse(text) {
        Ok(value) => {
            state.panels.knobs.typed_wrong.clear();
            set(state, &[(parameter, value)])
        }
        Err(reason) => {
            state.panels.knobs.typed_wrong = reason;
            false
        }
    }
}

/// The number that a person wrote, or a sentence that says why it cannot be one.
pub(in crate::panels) fn parse(text: &str) -> Result<f32, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Type a number, for instance −0.75.".to_owned());
    }
    let value = decimal(text).ok_or_else(|| ["“", text, "” is not a number."].concat())?;
    if value.abs() > f64::from(LARGEST_VALUE) {
        return Err("A knob goes from −1000 to 1000.".to_owned());
    }
    Ok(value as f32)
}

/// A number with an optional sign, point or comma, and power of ten. Read here since the standard library's reader brings
/// ten kilobytes of tables into the page, for digits that no knob has.
fn decimal(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.replace('−', "-").parse().ok()?;
    let magnitude = mantissa.trim_start_matches(['-', '−', '+']);
    let sign = match mantissa.strip_suffix(magnitude)? {
        "" | "+" => 1.0,
        "-" | "−" => -1.0,
        _ => return None,
    };
    let (whole, fraction) = magnitude.split_once(['.', ',']).unwrap_or((magnitude, ""));
    let mut value = 0.0_f64;
    for digit in whole.chars().chain(fraction.chars()) {
        value = 10.0 * value + f64::from(digit.to_digit(10)?);
    }
    if whole.len() + fraction.len() == 0 {
        return None;
    }
    // Farther than this there is nothing but 0 and infinity.
    let power = exponent.saturating_sub(fraction.len() as i32).clamp(-400, 400);
    for _ in 0..power.unsigned_abs() {
        value = if power < 0 { value / 10.0 } else { value * 10.0 };
    }
    Some(sign * value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them_and_all_else_is_refused() {
        for (text, value) in [
            ("0.5", 0.5),
            (" −1,25 ", -1.25),
            ("-1e2", -100.0),
            ("1000", 1000.0),
            ("+3", 3.0),
            (".5", 0.5),
            ("7.", 7.0),
            ("0.1", 0.1),
            ("-123.456", -123.456),
            ("1E−3", 0.001),
            ("0e999999999", 0.0),
        ] {
            assert_eq!(parse(text), Ok(value), "{text}");
        }
        for (text, reason) in [
            ("", "Type a number, for instance −0.75."),
            ("much", "“much” is not a number."),
            ("NaN", "“NaN” is not a number."),
            ("-inf", "“-inf” is not a number."),
            ("--1", "“--1” is not a number."),
            (".", "“.” is not a number."),
            ("1.2.3", "“1.2.3” is not a number."),
            ("1e", "“1e” is not a number."),
            ("1e1.5", "“1e1.5” is not a number."),
            ("1001", "A knob goes from −1000 to 1000."),
            ("1e99", "A knob goes from −1000 to 1000."),
        ] {
            assert_eq!(parse(text), Err(reason.to_owned()), "{text}");
        }
    }
}
