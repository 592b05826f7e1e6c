//! Text encoding of ink and knobs, for links and for what the browser stores. Numbers are written in base 32 with the 64 characters of base64url, of
//! which the upper half mean that more digits follow. A checksum of two characters detects damaged text.

use std::str::Bytes;

use digits::{Ink, Point, Stroke};

use crate::knobs::LARGEST_VALUE;

const CHARACTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Resolution of coordinates, in steps per side of the pad: finer than any display of it.
const STEPS: f32 = 1000.0;
/// Coordinates are clamped to this many steps from the pad's corner.
const FARTHEST: f32 = 20_000.0;
/// The checksum is the text, read as a number in base [`CHECK_BASE`], modulo this prime. It detects any change of a
/// single character and almost any truncation.
const CHECK_PRIME: u32 = 4093;
const CHECK_BASE: u32 = 31;
/// Separates strokes.
const NEXT_STROKE: char = '.';
/// Length of a knob's value: 32 bits at six bits per character.
const VALUE_CHARACTERS: u32 = 6;

/// Encodes ink: for each stroke its first point and then the differences between points, in thousandths of the pad's
/// side. Time and pressure are lost.
pub(crate) fn ink_to_text(ink: &Ink) -> String {
    let mut text = String::new();
    for stroke in ink.strokes.iter().filter(|stroke| !stroke.points.is_empty()) {
        if !text.is_empty() {
            text.push(NEXT_STROKE);
        }
        let mut at = (0, 0);
        for point in &stroke.points {
            let step = |coordinate: f32| (coordinate * STEPS).round().clamp(-FARTHEST, FARTHEST) as i32;
            let next = (step(point.x), step(point.y));
            push_signed(&mut text, next.0 - at.0);
            push_signed(&mut text, next.1 - at.1);
            at = next;
        }
    }
    sealed(text)
}

/// Decodes the output of [`ink_to_text`]; `None` if it is invalid or has more than `most_points` points.
pub(crate) fn ink_from_text(text: &str, most_points: usize) -> Option<Ink> {
    let mut ink = Ink::default();
    let mut n_points = 0;
    for part in opened(text)?.split(NEXT_STROKE) {
        let mut bytes = part.bytes();
        let mut stroke = Stroke::default();
        let mut at = (0_i32, 0_i32);
        while bytes.len() > 0 {
            at.0 = at.0.checked_add(read_signed(&mut bytes)?)?;
            at.1 = at.1.checked_add(read_signed(&mut bytes)?)?;
            if at.0.abs().max(at.1.abs()) as f32 > FARTHEST {
                return None;
            }
            stroke.points.push(Point::new(at.0 as f32 / STEPS, at.1 as f32 / STEPS));
            n_points += 1;
        }
        if stroke.points.is_empty() || n_points > most_points {
            return None;
        }
        ink.strokes.push(stroke);
    }
    Some(ink)
}

/// Encodes knobs in ascending order of their numbers: the difference from the previous number, and all 32 bits of the
/// value.
pub(crate) fn knobs_to_text(knobs: &[(usize, f32)]) -> String {
    let mut text = String::new();
    let mut before = 0;
    for (number, value) in knobs {
        push_number(&mut text, (number - before) as u32);
        let bits = value.to_bits();
        for place in 0..VALUE_CHARACTERS {
            push_character(&mut text, bits >> (6 * place) & 63);
        }
        before = *number;
    }
    sealed(text)
}

/// Decodes the output of [`knobs_to_text`]; `None` if it is invalid or a value is out of range.
pub(crate) fn knobs_from_text(text: &str) -> Option<Vec<(usize, f32)>> {
    let mut bytes = opened(text)?.bytes();
    let mut knobs = Vec::new();
    let mut number = 0_usize;
    while bytes.len() > 0 {
        number = number.checked_add(read_number(&mut bytes)? as usize)?;
        let mut bits = 0_u64;
        for place in 0..VALUE_CHARACTERS {
            bits |= u64::from(read_character(&mut bytes)?) << (6 * place);
        }
        let value = f32::from_bits(u32::try_from(bits).ok()?);
        if !value.is_finite() || value.abs() > LARGEST_VALUE {
            return None;
        }
        knobs.push((number, value));
    }
    Some(knobs)
}

fn check(text: &str) -> u32 {
    text.bytes().fold(0, |check, byte| (check * CHECK_BASE + u32::from(byte)) % CHECK_PRIME)
}

/// Appends the checksum.
fn sealed(mut text: String) -> String {
    let check = check(&text);
    push_character(&mut text, check & 63);
    push_character(&mut text, check >> 6);
    text
}

/// Verifies and removes the checksum.
fn opened(text: &str) -> Option<&str> {
    let (text, seal) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let mut seal = seal.bytes();
    let found = read_character(&mut seal)? | read_character(&mut seal)? << 6;
    (found == check(text)).then_some(text)
}

fn push_character(text: &mut String, value: u32) {
    text.push(char::from(CHARACTERS[(value & 63) as usize]));
}

fn read_character(bytes: &mut Bytes) -> Option<u32> {
    let byte = bytes.next()?;
    CHARACTERS.iter().position(|character| *character == byte).map(|position| position as u32)
}

fn push_number(text: &mut String, mut value: u32) {
    while value >= 32 {
        push_character(text, value & 31 | 32);
        value >>= 5;
    }
    push_character(text, value);
}

fn read_number(bytes: &mut Bytes) -> Option<u32> {
    let (mut value, mut shift) = (0_u32, 0);
    loop {
        let character = read_character(bytes)?;
        // Six characters hold 30 bits, more than any number here needs.
        if shift > 25 {
            return None;
        }
        value |= (character & 31) << shift;
        if character < 32 {
            return Some(value);
        }
        shift += 5;
    }
}

/// Zigzag encoding: 0, -1, 1, -2, ... become 0, 1, 2, 3, ...
fn push_signed(text: &mut String, value: i32) {
    push_number(text, (value << 1 ^ value >> 31) as u32);
}

fn read_signed(bytes: &mut Bytes) -> Option<i32> {
    let value = read_number(bytes)?;
    Some((value >> 1) as i32 ^ -((value & 1) as i32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::pad::MAX_POINTS;
    use proptest::prelude::*;

    fn any_ink() -> impl Strategy<Value = Ink> {
        let point = (-1.0..2.0_f32, -1.0..2.0_f32).prop_map(|(x, y)| Point::new(x, y));
        let stroke = prop::collection::vec(point, 1..20).prop_map(|points| Stroke { points });
        prop::collection::vec(stroke, 1..5).prop_map(|strokes| Ink { strokes })
    }

    proptest! {
        #[test]
        fn ink_comes_back_within_half_a_thousandth(ink in any_ink()) {
            let text = ink_to_text(&ink);
            let back = ink_from_text(&text, 1000).expect("its own text");
            prop_assert_eq!(back.strokes.len(), ink.strokes.len());
            for (stroke, before) in back.strokes.iter().zip(&ink.strokes) {
                prop_assert_eq!(stroke.points.len(), before.points.len());
                for (point, before) in stroke.points.iter().zip(&before.points) {
                    prop_assert!((point.x - before.x).abs() < 0.000_51 && (point.y - before.y).abs() < 0.000_51);
                }
            }
            prop_assert_eq!(ink_to_text(&back), text, "and says the same again");
        }

        #[test]
        fn knobs_come_back_bit_for_bit(knobs in prop::collection::btree_map(0..300_000_usize, -1000.0..1000.0_f32, 0..50)) {
            let knobs: Vec<(usize, f32)> = knobs.into_iter().collect();
            prop_assert_eq!(knobs_from_text(&knobs_to_text(&knobs)), Some(knobs));
        }

        #[test]
        fn no_text_is_trouble(text in "[A-Za-z0-9_.%-]{0,40}") {
            if let Some(ink) = ink_from_text(&text, 5) {
                prop_assert!(ink.n_points() <= 5 && !ink.is_empty());
            }
            if let Some(knobs) = knobs_from_text(&text) {
                prop_assert!(knobs.iter().all(|(_, value)| value.abs() <= LARGEST_VALUE));
            }
        }
    }

    #[test]
    fn a_drawing_is_short() {
        let points = (0..100).map(|i| Point::new(0.2 + 0.006 * i as f32, 0.5)).collect();
        let text = ink_to_text(&Ink { strokes: vec![Stroke { points }] });
        assert_eq!(text.len(), 4 + 99 * 2 + 2, "{text}");
    }

    #[test]
    fn what_was_not_written_here_is_refused() {
        let sealed = |text: &str| super::sealed(text.to_owned());
        for text in ["", ".", "A", "AAA", "AA..AA", "?A", "______A", "ggggggggA"] {
            assert_eq!(ink_from_text(&sealed(text), 9), None, "{text}");
        }
        assert!(ink_from_text(&sealed("AAAA"), 2).is_some());
        assert_eq!(ink_from_text(&sealed("AAAA"), 1), None, "one point too many");
        for text in ["A", "AAAAAA", "AAAAAAA_", "A______", "AAAAAA?"] {
            assert_eq!(knobs_from_text(&sealed(text)), None, "{text}");
        }
        let mut odd = String::new();
        push_number(&mut odd, 3);
        for place in 0..6 {
            push_character(&mut odd, f32::NAN.to_bits() >> (6 * place) & 63);
        }
        assert_eq!(knobs_from_text(&super::sealed(odd)), None);
    }

    #[test]
    fn a_text_that_was_cut_off_or_changed_on_its_way_is_noticed() {
        let ink = app::examples::example(3);
        let text = ink_to_text(&ink);
        for length in 0..text.len() {
            assert_eq!(ink_from_text(&text[..length], MAX_POINTS), None, "{length} characters of it");
        }
        for at in 0..text.len() {
            let mut other = text.clone().into_bytes();
            other[at] = if other[at] == b'Q' { b'R' } else { b'Q' };
            let other = String::from_utf8(other).expect("it is ASCII");
            assert_eq!(ink_from_text(&other, MAX_POINTS), None, "{at}");
        }
        assert_eq!(ink_from_text(&text.to_lowercase(), MAX_POINTS), None);
        assert_eq!(ink_from_text("ß", MAX_POINTS), None);
        let text = knobs_to_text(&[(3, 1.5), (900, -0.1)]);
        for length in 0..text.len() {
            assert_eq!(knobs_from_text(&text[..length]), None, "{length} characters of it");
        }
    }

    #[test]
    fn the_reading_stays_what_it_was() {
        let json = include_bytes!("../../../pretrained/vanilla.json");
        let model = models::Model::from_json(json).expect("the shipped model");
        let outputs = |ink: &Ink| {
            let mut pass = nn::ForwardPass::for_network(&model.network);
            model.network.forward(ink.to_image(&model.preprocessing).pixels(), &mut pass);
            pass.output().to_vec()
        };
        for digit in 0..10 {
            // Smaller, slanted, and moved.
            for (size, lean) in [(1.0, 0.0), (1.2, 0.3), (0.5, -0.2), (0.25, 0.1), (0.12, 0.0)] {
                let mut ink = app::examples::example(digit);
                for point in ink.strokes.iter_mut().flat_map(|stroke| &mut stroke.points) {
                    point.x = 0.3 + size * (point.x - 0.5 + lean * (0.5 - point.y));
                    point.y = 0.4 + size * (point.y - 0.5);
                }
                let carried = ink_from_text(&ink_to_text(&ink), MAX_POINTS).expect("its own text");
                for (before, after) in outputs(&ink).iter().zip(outputs(&carried)) {
                    assert!((before - after).abs() < 0.02, "{digit} at {size}: {before} and {after}");
                }
            }
        }
    }
}
