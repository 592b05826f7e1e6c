//! One line of a strokes file: a drawing as JSON, read and written. Files of many lines are in `strokes_file.rs`.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use thiserror::Error;

use crate::ink::{Drawing, Ink, Point, Stroke};

/// The most strokes of one drawing that are read.
pub const MAX_STROKES: usize = 1_000;
/// The most points of one drawing that are read, all strokes together.
pub const MAX_POINTS: usize = 20_000;
/// How far from the pad a point may lie, in units of the pad's side.
pub const MAX_COORDINATE: f32 = 1_000.0;
/// The longest line that is read, in bytes: enough for [`MAX_POINTS`] points, whatever their digits.
pub const MAX_LINE_BYTES: usize = 2 << 20;

/// What can be wrong with a drawing in JSON.
#[derive(Debug, Error)]
pub enum StrokesError {
    /// Longer than [`MAX_LINE_BYTES`].
    #[error("longer than {MAX_LINE_BYTES} bytes")]
    TooLong,
    /// Not JSON at all.
    #[error("not JSON: {0}")]
    Json(serde_json::Error),
    /// More strokes than [`MAX_STROKES`].
    #[error("strokes: more than {MAX_STROKES} strokes")]
    TooManyStrokes,
    /// More points than [`MAX_POINTS`].
    #[error("strokes: more than {MAX_POINTS} points")]
    TooManyPoints,
    /// A field that is missing or not what it should be.
    #[error("{field}: {problem}")]
    Field {
        /// Which one, such as `label` or `strokes[0][12]`.
        field: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

fn wrong(field: impl Into<String>, problem: &'static str) -> StrokesError {
    StrokesError::Field { field: field.into(), problem }
}

/// Reads a drawing: `{"label": 8, "writer": 3, "strokes": [[[x, y], ...], ...]}`. `label` and `writer` may be missing or
/// null; a point may go on with its time in ms and its pressure: `[x, y, t_ms, pressure]`. Other fields, which data sets
/// have of their own, are ignored.
///
/// # Errors
///
/// If it is not JSON, too large, or a field is missing, of the wrong type or out of its range.
pub fn parse_drawing(line: &str) -> Result<Drawing, StrokesError> {
    if line.len() > MAX_LINE_BYTES {
        return Err(StrokesError::TooLong);
    }
    let Value::Object(fields) = serde_json::from_str(line).map_err(StrokesError::Json)? else {
        return Err(wrong("drawing", "must be an object"));
    };
    Ok(Drawing {
        label: whole_number(&fields, "label", 9, "must be a whole number from 0 to 9")?
            .and_then(|label| u8::try_from(label).ok()),
        writer: whole_number(&fields, "writer", u32::MAX.into(), "must be a whole number")?
            .and_then(|writer| u32::try_from(writer).ok()),
        ink: ink_from_json(fields.get("strokes").ok_or_else(|| wrong("strokes", "missing"))?)?,
    })
}

fn whole_number(
    fields: &Map<String, Value>,
    name: &str,
    max: u64,
    problem: &'static str,
) -> Result<Option<u64>, StrokesError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_u64() {
            Some(number) if number <= max => Ok(Some(number)),
            _ => Err(wrong(name, problem)),
        },
    }
}

/// Reads the strokes of a drawing: `[[[x, y], ...], ...]`.
///
/// # Errors
///
/// If there are too many, or something is of the wrong type or out of its range.
pub fn ink_from_json(value: &Value) -> Result<Ink, StrokesError> {
    let strokes = value.as_array().ok_or_else(|| wrong("strokes", "must be a list of strokes"))?;
    if strokes.len() > MAX_STROKES {
        return Err(StrokesError::TooManyStrokes);
    }
    let mut n_points = 0;
    let mut ink = Ink::default();
    for (stroke_idx, stroke) in strokes.iter().enumerate() {
        let points = stroke
            .as_array()
            .ok_or_else(|| wrong(format!("strokes[{stroke_idx}]"), "must be a list of points"))?;
        n_points += points.len();
        if n_points > MAX_POINTS {
            return Err(StrokesError::TooManyPoints);
        }
        let points = points
            .iter()
            .enumerate()
            .map(|(point_idx, point)| {
                parse_point(point)
                    .map_err(|problem| wrong(format!("strokes[{stroke_idx}][{point_idx}]"), problem))
            })
            .collect::<Result<_, _>>()?;
        ink.strokes.push(Stroke { points });
    }
    Ok(ink)
}

fn parse_point(value: &Value) -> Result<Point, &'static str> {
    const SHAPE: &str = "must be [x, y], [x, y, t_ms] or [x, y, t_ms, pressure]";
    let numbers = value.as_array().ok_or(SHAPE)?;
    let number = |idx: usize| -> Result<f32, &'static str> {
        let number = numbers[idx].as_f64().ok_or("must contain only numbers")? as f32;
        if number.is_finite() { Ok(number) } else { Err("contains a number that is too large") }
    };
    let mut point = match numbers.len() {
        2..=4 => Point::new(number(0)?, number(1)?),
        _ => return Err(SHAPE),
    };
    if point.x.abs() > MAX_COORDINATE || point.y.abs() > MAX_COORDINATE {
        return Err("is too far from the pad (more than 1000 times its side)");
    }
    if numbers.len() > 2 {
        point.t_ms = Some(number(2)?);
    }
    if numbers.len() > 3 {
        point.pressure = Some(number(3)?);
    }
    Ok(point)
}

/// Writes a drawing as [`parse_drawing`] reads it, on one line and without the line's end. Numbers are written in as few
/// digits as give them back exactly. A number that is not finite, which JSON cannot hold, is written as 0.
#[must_use]
pub fn drawing_to_json(drawing: &Drawing) -> String {
    let mut json = String::from("{");
    if let Some(label) = drawing.label {
        push(&mut json, format_args!("\"label\":{label},"));
    }
    if let Some(writer) = drawing.writer {
        push(&mut json, format_args!("\"writer\":{writer},"));
    }
    json.push_str("\"strokes\":[");
    for (stroke_idx, stroke) in drawing.ink.strokes.iter().enumerate() {
        json.push_str(if stroke_idx == 0 { "[" } else { ",[" });
        for (point_idx, point) in stroke.points.iter().enumerate() {
            json.push_str(if point_idx == 0 { "[" } else { ",[" });
            push_point(&mut json, point);
            json.push(']');
        }
        json.push(']');
    }
    json.push_str("]}");
    json
}

fn push_point(json: &mut String, point: &Point) {
    // Pressure is the fourth number: without a time, a 0 keeps its place.
    let t_ms = point.t_ms.or(point.pressure.map(|_| 0.0));
    let numbers = [Some(point.x), Some(point.y), t_ms, point.pressure];
    for (idx, number) in numbers.into_iter().flatten().enumerate() {
        let comma = if idx == 0 { "" } else { "," };
        push(json, format_args!("{comma}{}", if number.is_finite() { number } else { 0.0 }));
    }
}

fn push(json: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = json.write_fmt(text);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message(line: &str) -> String {
        parse_drawing(line).unwrap_err().to_string()
    }

    #[test]
    fn points_may_carry_time_and_pressure() {
        let drawing = parse_drawing(
            r#"{"strokes":[[[0.5,1],[0.25,-2,8.5],[1e-3,0,16,0.5]],[]],"label":8,"writer":12}"#,
        )
        .unwrap();
        assert_eq!((drawing.label, drawing.writer), (Some(8), Some(12)));
        let points = &drawing.ink.strokes[0].points;
        assert_eq!(points[0], Point::new(0.5, 1.0));
        assert_eq!(points[1], Point { t_ms: Some(8.5), ..Point::new(0.25, -2.0) });
        assert_eq!(points[2], Point { t_ms: Some(16.0), pressure: Some(0.5), ..Point::new(1e-3, 0.0) });
        assert!(drawing.ink.strokes[1].points.is_empty());
        assert_eq!(parse_drawing(r#"{"label":null,"strokes":[]}"#).unwrap(), Drawing::default());
    }

    #[test]
    fn what_a_data_set_adds_of_its_own_is_ignored() {
        let line = r#"{"file":"a/7.xml","label":7,"device":{"dpi":96},"strokes":[[[0.5,0.5]]],"score":null}"#;
        let drawing = parse_drawing(line).unwrap();
        assert_eq!((drawing.label, drawing.ink.n_points()), (Some(7), 1));
    }

    #[test]
    fn the_field_at_fault_is_named() {
        let rows = [
            ("[]", "drawing: must be an object"),
            (r#"{"label":3}"#, "strokes: missing"),
            (r#"{"strokes":[],"label":10}"#, "label: must be a whole number from 0 to 9"),
            (r#"{"strokes":[],"label":"3"}"#, "label: must be a whole number from 0 to 9"),
            (r#"{"strokes":[],"writer":-1}"#, "writer: must be a whole number"),
            (r#"{"strokes":7}"#, "strokes: must be a list of strokes"),
            (r#"{"strokes":[[],7]}"#, "strokes[1]: must be a list of points"),
            (
                r#"{"strokes":[[[0,0],[1]]]}"#,
                "strokes[0][1]: must be [x, y], [x, y, t_ms] or [x, y, t_ms, pressure]",
            ),
            (r#"{"strokes":[[[0,"1"]]]}"#, "strokes[0][0]: must contain only numbers"),
            (r#"{"strokes":[[[0,1,1e300]]]}"#, "strokes[0][0]: contains a number that is too large"),
            (
                r#"{"strokes":[[[0,1001]]]}"#,
                "strokes[0][0]: is too far from the pad (more than 1000 times its side)",
            ),
        ];
        for (line, expected) in rows {
            assert_eq!(message(line), expected);
        }
        assert!(message(r#"{"strokes":[[[0,1"#).starts_with("not JSON: "));
        assert!(message(r#"{"strokes":[[[0,1e999]]]}"#).starts_with("not JSON: "));
    }

    #[test]
    fn too_much_is_refused() {
        let strokes = |stroke: &str, n: usize| format!(r#"{{"strokes":[{}]}}"#, vec![stroke; n].join(","));
        assert!(matches!(parse_drawing(&strokes("[]", MAX_STROKES + 1)), Err(StrokesError::TooManyStrokes)));
        let hundred = format!("[{}]", vec!["[0,0]"; 100].join(","));
        assert!(parse_drawing(&strokes(&hundred, MAX_POINTS / 100)).is_ok());
        assert!(matches!(
            parse_drawing(&strokes(&hundred, MAX_POINTS / 100 + 1)),
            Err(StrokesError::TooManyPoints)
        ));
        assert!(matches!(parse_drawing(&" ".repeat(MAX_LINE_BYTES + 1)), Err(StrokesError::TooLong)));
    }

    #[test]
    fn numbers_json_cannot_hold_are_written_as_zero() {
        let point = Point { pressure: Some(1.0), ..Point::new(f32::NAN, 0.5) };
        let ink = Ink { strokes: vec![Stroke { points: vec![point] }] };
        assert_eq!(drawing_to_json(&Drawing { ink, ..Drawing::default() }), r#"{"strokes":[[[0,0.5,0,1]]]}"#);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            label in prop::option::of(0_u8..10),
            writer in any::<Option<u32>>(),
            strokes in prop::collection::vec(
                prop::collection::vec((-2.0_f32..3.0, -2.0_f32..3.0, prop::option::of((0.0_f32..1e7, prop::option::of(0.0_f32..1.0)))), 0..5),
                0..4,
            ),
        ) {
            let point = |(x, y, extra): (f32, f32, Option<(f32, Option<f32>)>)| Point {
                x,
                y,
                t_ms: extra.map(|(t_ms, _)| t_ms),
                pressure: extra.and_then(|(_, pressure)| pressure),
            };
            let stroke = |points: Vec<_>| Stroke { points: points.into_iter().map(point).collect() };
            let ink = Ink { strokes: strokes.into_iter().map(stroke).collect() };
            let drawing = Drawing { label, writer, ink };
            prop_assert_eq!(parse_drawing(&drawing_to_json(&drawing)).unwrap(), drawing);
        }

        #[test]
        fn no_line_makes_it_panic(line in "[\\[\\]{}\",:0-9a-z.\\-]{0,60}") {
            let _ = parse_drawing(&line);
        }
    }
}
