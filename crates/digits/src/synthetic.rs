//! Synthetic handwriting: digits as people of different countries write them, and drawings that are none, as strokes and
//! without end.
//!
//! `skeletons` and `others` know how each is written, `curve` makes a smooth line of that, `hand` moves it as a hand would.
//! Randomness comes from the caller's generator alone, and the arithmetic is plain (no sine, no power), so that the same
//! generator gives the same strokes on every machine.

mod curve;
mod hand;
mod others;
mod scribble;
mod skeletons;

use rand::{Rng, RngExt as _};

use crate::ink::Ink;
use crate::synthetic::curve::Skeleton;
use crate::synthetic::hand::Hand;

/// How one writes something, and how often it is written so, compared with its other ways.
type Style = (f32, &'static str);

/// A drawing of a digit, 0 to 9, somewhere on the pad, in one of the ways in which it is written.
///
/// # Panics
///
/// If `label` is no digit.
pub fn digit(label: u8, rng: &mut impl Rng) -> Ink {
    let skeleton = Skeleton::parse(pick(skeletons::DIGITS[usize::from(label)], rng));
    Hand::random(rng).write(&skeleton, rng)
}

/// A drawing that is no digit: a letter, a sign, a part of a digit that could not be another, two digits side by side, or a
/// scribble.
pub fn non_digit(rng: &mut impl Rng) -> Ink {
    match rng.random_range(0..10) {
        0..4 => {
            let skeleton = Skeleton::parse(pick(others::LETTERS, rng));
            Hand::random(rng).write(&skeleton, rng)
        }
        4..6 => {
            let skeleton = Skeleton::parse(pick(others::SIGNS, rng));
            Hand::random(rng).write(&skeleton, rng)
        }
        6 => {
            let skeleton = Skeleton::parse(pick(others::PARTS, rng));
            Hand::random(rng).write(&skeleton, rng)
        }
        7 => two_digits(rng),
        _ => scribble::scribble(rng),
    }
}

/// Two digits beside each other, which is a number but no digit.
fn two_digits(rng: &mut impl Rng) -> Ink {
    let mut ink = Ink::default();
    for (left, right) in [(0.08, 0.46), (0.54, 0.92)] {
        let mut half = digit(rng.random_range(0..10), rng);
        hand::fit_between(&mut half, left, right);
        ink.strokes.append(&mut half.strokes);
    }
    ink
}

/// One of the styles, as often as it is written.
fn pick(styles: &[Style], rng: &mut impl Rng) -> &'static str {
    let mut left = rng.random::<f32>() * styles.iter().map(|(weight, _)| weight).sum::<f32>();
    for (weight, style) in styles {
        left -= weight;
        if left < 0.0 {
            return style;
        }
    }
    // Rounding may leave a crumb.
    styles[styles.len() - 1].1
}
