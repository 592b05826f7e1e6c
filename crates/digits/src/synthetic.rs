//! Synthetic handwriting: digits as people of different countries write them, and drawings that are none, as strokes and
//! without end.
//!
//! `skeletons` and `others` know how each is written, `curve` makes a smooth line of that, `hand` moves it as a hand would.
//! Randomness comes from the caller's generator alone, and the arithmetic is plain (no sine, no power), so that the same
//! generator gives the same strokes on every machine.

mod curve;
mod hand;
mod kinds;
mod others;
mod scribble;
mod skeletons;
mod ways;

pub use kinds::{Kind, kinds_of};
pub use ways::Ways;

use rand::{Rng, RngExt as _};

use crate::ink::{Drawing, Ink};
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
    digit_in(label, &Ways::all(), rng)
}

/// Like [`digit`], in one of these ways. They keep their proportions: of two ways, one is as many times as common as the
/// other as among all of them.
///
/// # Panics
///
/// If `label` is no digit, or has none of these ways.
pub fn digit_in(label: u8, ways: &Ways, rng: &mut impl Rng) -> Ink {
    let styles = skeletons::DIGITS[usize::from(label)].iter().enumerate();
    let styles = styles.filter(|(way_idx, _)| ways.contains(label, *way_idx)).map(|(_, style)| style);
    let skeleton = Skeleton::parse(pick(styles, rng));
    Hand::random(rng).write(&skeleton, rng)
}

/// Each way of writing the digit, in the order of its bits in [`Ways`]: its share of all drawings of the digit, and how it looks
/// in a steady hand.
///
/// # Panics
///
/// If `label` is no digit.
pub fn ways_of(label: u8) -> impl Iterator<Item = (f32, Ink)> {
    let styles = skeletons::DIGITS[usize::from(label)];
    let total: f32 = styles.iter().map(|(weight, _)| weight).sum();
    styles.iter().map(move |(weight, text)| (weight / total, Skeleton::parse(text).to_ink()))
}

/// Drawing `idx` of a series in which the digits 0 to 9 take turns, labelled with its digit.
pub fn nth_digit(idx: usize, rng: &mut impl Rng) -> Drawing {
    let label = (idx % 10) as u8;
    Drawing { label: Some(label), writer: None, ink: digit(label, rng) }
}

/// A drawing that is no digit: a letter, a sign, a part of a digit that could not be another, two digits side by side, or a
/// scribble.
pub fn non_digit(rng: &mut impl Rng) -> Ink {
    match rng.random_range(0..10) {
        0..4 => {
            let skeleton = Skeleton::parse(pick(others::LETTERS.iter(), rng));
            Hand::random(rng).write(&skeleton, rng)
        }
        4..6 => {
            let skeleton = Skeleton::parse(pick(others::SIGNS.iter(), rng));
            Hand::random(rng).write(&skeleton, rng)
        }
        6 => {
            let skeleton = Skeleton::parse(pick(others::PARTS.iter(), rng));
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
fn pick(styles: impl Iterator<Item = &'static Style> + Clone, rng: &mut impl Rng) -> &'static str {
    let mut left = rng.random::<f32>() * styles.clone().map(|(weight, _)| weight).sum::<f32>();
    let mut last = None;
    for (weight, style) in styles {
        left -= weight;
        last = Some(*style);
        if left < 0.0 {
            break;
        }
    }
    // Rounding may leave a crumb, which is the last one's.
    last.expect("there must be at least one way of writing it")
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    fn all_styles() -> impl Iterator<Item = &'static Style> {
        let others = [others::LETTERS, others::SIGNS, others::PARTS];
        skeletons::DIGITS.into_iter().chain(others).flatten()
    }

    #[test]
    fn every_skeleton_is_strokes_within_the_square() {
        for (weight, text) in all_styles() {
            assert!(*weight > 0.0, "{text}");
            let skeleton = Skeleton::parse(text);
            let n_knots: usize = skeleton.strokes.iter().map(Vec::len).sum();
            let n_words = text.split_whitespace().filter(|word| *word != "|").count();
            assert_eq!(n_knots, n_words, "{text}: a word is no point");
            for stroke in &skeleton.strokes {
                assert!(stroke.len() >= 2, "{text}");
                let is_inside = |at: f32| (0.0..=100.0).contains(&at);
                assert!(stroke.iter().all(|knot| is_inside(knot.at.x) && is_inside(knot.at.y)), "{text}");
            }
        }
    }

    #[test]
    fn every_style_is_used_about_as_often_as_it_says() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for styles in skeletons::DIGITS {
            let total: f32 = styles.iter().map(|(weight, _)| weight).sum();
            let picked: Vec<&str> = (0..4000).map(|_| pick(styles.iter(), &mut rng)).collect();
            for (weight, style) in styles {
                let share = picked.iter().filter(|picked| *picked == style).count() as f32 / 4000.0;
                assert!((share - weight / total).abs() < 0.03, "{style}: {share}");
            }
        }
    }

    #[test]
    fn the_ways_of_a_digit_are_there_to_be_shown() {
        for (label, styles) in (0..10).zip(skeletons::DIGITS) {
            let ways: Vec<(f32, Ink)> = ways_of(label).collect();
            assert_eq!(ways.len(), styles.len());
            assert!((ways.iter().map(|(share, _)| share).sum::<f32>() - 1.0).abs() < 1e-5);
            assert!(ways.iter().all(|(_, ink)| !ink.is_empty()));
        }
        let barred: Vec<usize> = ways_of(7).map(|(_, ink)| ink.strokes.len()).collect();
        assert_eq!(barred[..3], [1, 1, 2], "the third seven has a bar");
    }

    #[test]
    fn two_digits_do_not_overlap() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let crosses = |stroke: &crate::ink::Stroke| {
            let on_the_left = |point: &crate::ink::Point| point.x < 0.5;
            !stroke.points.iter().all(on_the_left) && stroke.points.iter().any(on_the_left)
        };
        for _ in 0..200 {
            let ink = two_digits(&mut rng);
            assert!(ink.strokes.len() >= 2 && !ink.strokes.iter().any(crosses), "{ink:?}");
        }
    }
}
