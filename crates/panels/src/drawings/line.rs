//! A labelled drawing as a line of JSON, as in the strokes files that `inkling` reads and writes.

use digits::{Drawing, Ink, Point, Stroke, drawing_to_json, parse_drawing};

/// One ten-thousandth of the pad's side is finer than any pen.
const STEPS: f32 = 1e4;

/// Reads a line, which must have a label and something drawn.
pub(crate) fn parse(line: &str) -> Result<(u8, Ink), String> {
    let drawing = parse_drawing(line).map_err(|error| error.to_string())?;
    let label = drawing.label.ok_or("it has no label")?;
    if drawing.ink.is_empty() {
        return Err("nothing is drawn".to_owned());
    }
    Ok((label, simplified(&drawing.ink)))
}

/// Writes a line.
pub(crate) fn write(label: u8, ink: &Ink) -> String {
    drawing_to_json(&Drawing { label: Some(label), writer: None, ink: ink.clone() })
}

/// The ink in few digits, without times and pressures, which nothing here needs.
pub(crate) fn simplified(ink: &Ink) -> Ink {
    let round = |number: f32| (number * STEPS).round() / STEPS;
    let point = |point: &Point| Point::new(round(point.x), round(point.y));
    let stroke = |stroke: &Stroke| Stroke { points: stroke.points.iter().map(point).collect() };
    Ink { strokes: ink.strokes.iter().filter(|stroke| !stroke.points.is_empty()).map(stroke).collect() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            label in 0_u8..10,
            strokes in prop::collection::vec(prop::collection::vec((-1.0_f32..2.0, -1.0_f32..2.0), 1..9), 1..4),
        ) {
            let stroke = |points: Vec<(f32, f32)>| Stroke {
                points: points.into_iter().map(|(x, y)| Point::new(x, y)).collect(),
            };
            let ink = simplified(&Ink { strokes: strokes.into_iter().map(stroke).collect() });
            prop_assert_eq!(simplified(&ink), ink.clone(), "once simplified, it stays as it is");
            prop_assert_eq!(parse(&write(label, &ink)), Ok((label, ink)));
        }
    }
}
