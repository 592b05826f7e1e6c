//! Digits to draw: ten made by hand, and some from a strokes file if there is one.

use std::env;
use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use digits::{Ink, Point, Stroke, strokes_file};

/// A digit as a careful person would draw it, in the middle of the pad.
///
/// Each stroke is a smooth curve through a few corners. No model is trained on them.
///
/// # Panics
///
/// If `digit` is more than 9.
#[must_use]
pub fn digit(digit: u8) -> Ink {
    let strokes: &[&[(f32, f32)]] = match digit {
        0 => &[&[
            (0.52, 0.20),
            (0.38, 0.26),
            (0.31, 0.45),
            (0.34, 0.67),
            (0.47, 0.80),
            (0.62, 0.74),
            (0.69, 0.55),
            (0.66, 0.33),
            (0.54, 0.20),
        ]],
        1 => &[&[(0.52, 0.18), (0.51, 0.35), (0.50, 0.50), (0.49, 0.65), (0.48, 0.82)]],
        2 => &[&[
            (0.33, 0.34),
            (0.40, 0.22),
            (0.55, 0.19),
            (0.65, 0.28),
            (0.62, 0.44),
            (0.49, 0.60),
            (0.34, 0.78),
            (0.50, 0.78),
            (0.70, 0.77),
        ]],
        3 => &[&[
            (0.34, 0.25),
            (0.48, 0.18),
            (0.62, 0.25),
            (0.61, 0.39),
            (0.47, 0.48),
            (0.62, 0.54),
            (0.67, 0.67),
            (0.56, 0.79),
            (0.42, 0.80),
            (0.32, 0.72),
        ]],
        4 => &[
            &[(0.40, 0.20), (0.35, 0.38), (0.31, 0.54), (0.48, 0.55), (0.70, 0.53)],
            &[(0.61, 0.22), (0.60, 0.40), (0.59, 0.60), (0.58, 0.82)],
        ],
        5 => &[
            &[
                (0.39, 0.21),
                (0.38, 0.34),
                (0.37, 0.47),
                (0.50, 0.44),
                (0.63, 0.52),
                (0.65, 0.66),
                (0.55, 0.78),
                (0.41, 0.80),
                (0.33, 0.74),
            ],
            &[(0.39, 0.21), (0.52, 0.20), (0.66, 0.20)],
        ],
        6 => &[&[
            (0.60, 0.19),
            (0.46, 0.28),
            (0.37, 0.44),
            (0.34, 0.62),
            (0.41, 0.77),
            (0.55, 0.80),
            (0.64, 0.69),
            (0.60, 0.56),
            (0.48, 0.53),
            (0.37, 0.63),
        ]],
        7 => &[&[(0.32, 0.24), (0.48, 0.23), (0.67, 0.22), (0.60, 0.40), (0.52, 0.60), (0.46, 0.81)]],
        8 => &[&[
            (0.60, 0.27),
            (0.48, 0.19),
            (0.38, 0.29),
            (0.46, 0.43),
            (0.60, 0.56),
            (0.62, 0.72),
            (0.49, 0.81),
            (0.36, 0.71),
            (0.42, 0.55),
            (0.57, 0.42),
            (0.61, 0.29),
        ]],
        9 => &[&[
            (0.63, 0.34),
            (0.53, 0.21),
            (0.39, 0.27),
            (0.37, 0.42),
            (0.48, 0.50),
            (0.61, 0.41),
            (0.63, 0.30),
            (0.62, 0.50),
            (0.58, 0.68),
            (0.53, 0.82),
        ]],
        _ => panic!("{digit} is not a digit"),
    };
    Ink { strokes: strokes.iter().map(|corners| smooth(corners)).collect() }
}

/// A Catmull-Rom curve, which passes through its corners.
fn smooth(corners: &[(f32, f32)]) -> Stroke {
    const POINTS_A_PIECE: usize = 4;
    let corner = |index: isize| {
        let last = corners.len() - 1;
        corners[index.clamp(0, last as isize) as usize]
    };
    let mut points = Vec::with_capacity(corners.len() * POINTS_A_PIECE);
    for piece in 0..corners.len().saturating_sub(1) as isize {
        let [before, from, to, after] = [-1, 0, 1, 2].map(|offset| corner(piece + offset));
        for step in 0..POINTS_A_PIECE {
            let t = step as f32 / POINTS_A_PIECE as f32;
            let curve = |before: f32, from: f32, to: f32, after: f32| {
                let linear = to - before;
                let square = 2.0 * before - 5.0 * from + 4.0 * to - after;
                let cubic = 3.0 * (from - to) + after - before;
                from + 0.5 * t * (linear + t * (square + t * cubic))
            };
            points.push(Point::new(
                curve(before.0, from.0, to.0, after.0),
                curve(before.1, from.1, to.1, after.1),
            ));
        }
    }
    points.extend(corners.last().map(|&(x, y)| Point::new(x, y)));
    Stroke { points }
}

/// The same ink scaled about the pad's top left corner, then moved by (`x`, `y`).
#[must_use]
pub fn placed(ink: &Ink, scale: f32, x: f32, y: f32) -> Ink {
    let place = |point: &Point| Point { x: point.x * scale + x, y: point.y * scale + y, ..*point };
    let strokes =
        ink.strokes.iter().map(|stroke| Stroke { points: stroke.points.iter().map(place).collect() });
    Ink { strokes: strokes.collect() }
}

/// The first `count` drawings of each digit, with their labels, from the strokes file written with real pens; `None` if
/// you do not have that file.
///
/// The folder is the one that `INKLING_DATA` names, or the checkout's `data`.
///
/// # Errors
///
/// If the file exists but cannot be read.
pub fn pen_digits(count: usize) -> Result<Option<Vec<(u8, Ink)>>> {
    let path = data_dir().join("strokes/pendigits-train.jsonl.gz");
    let Ok(file) = File::open(&path) else {
        return Ok(None);
    };
    let drawings = strokes_file::read(file).with_context(|| path.display().to_string())?;
    let of_digit = |digit: u8| {
        let drawings = drawings.iter().filter(move |drawing| drawing.label == Some(digit));
        drawings.take(count).map(move |drawing| (digit, drawing.ink.clone()))
    };
    Ok(Some((0..10).flat_map(of_digit).collect()))
}

fn data_dir() -> PathBuf {
    env::var_os("INKLING_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data"), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_stays_on_the_pad() {
        for ink in (0..10).map(digit) {
            let points: Vec<_> = ink.strokes.iter().flat_map(|stroke| &stroke.points).collect();
            assert!(
                points.iter().all(|point| (0.1..0.9).contains(&point.x) && (0.1..0.9).contains(&point.y))
            );
            assert!(points.len() >= 15);
        }
    }

    #[test]
    fn a_curve_goes_through_its_corners() {
        let stroke = smooth(&[(0.0, 0.0), (0.5, 0.2), (1.0, 0.0)]);
        assert_eq!(stroke.points.first().map(|point| (point.x, point.y)), Some((0.0, 0.0)));
        assert_eq!((stroke.points[4].x, stroke.points[4].y), (0.5, 0.2));
        assert_eq!(stroke.points.last().map(|point| (point.x, point.y)), Some((1.0, 0.0)));
    }

    #[test]
    fn placing_scales_then_moves() {
        let ink = Ink { strokes: vec![Stroke { points: vec![Point::new(0.4, 0.8)] }] };
        let point = placed(&ink, 0.5, 0.1, 0.0).strokes[0].points[0];
        assert!((point.x - 0.3).abs() < 1e-6 && (point.y - 0.4).abs() < 1e-6);
    }
}
