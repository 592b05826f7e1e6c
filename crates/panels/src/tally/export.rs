//! The tally as a file: a strokes file whose lines also say what was read, or a table.

use super::cell::Cell;
use crate::drawings::{Labelled, NOT_SURE, Reading, line, words};
use crate::json::quoted;
use crate::predict::Prediction;

/// The first line of the table.
const HEAD: &str = "drawing,meant,read,correct,confidence,predicted,model\n";

/// A line of JSON for each drawing, which `inkling` reads as a strokes file.
pub(super) fn to_json(drawings: &[Labelled]) -> String {
    drawings.iter().map(json).collect()
}

fn json(drawing: &Labelled) -> String {
    let Reading { read, predicted, model, .. } = &drawing.reading;
    let said = |said: Prediction| match said {
        Prediction::Digit(digit) => digit.to_string(),
        Prediction::NotSure => quoted(NOT_SURE),
    };
    let predicted = predicted.map_or_else(|| "null".to_owned(), said);
    let line = line::write(drawing.label, &drawing.ink);
    // The strokes, the longest part, stay last.
    let fields = [
        "{\"read\":",
        &said(*read),
        ",\"confidence\":",
        &drawing.reading.confidence(),
        ",\"predicted\":",
        &predicted,
        ",\"model\":",
        &quoted(model),
        ",",
        line.trim_start_matches('{'),
        "\n",
    ];
    fields.concat()
}

/// A table with one row per drawing.
pub(super) fn to_csv(drawings: &[Labelled]) -> String {
    let row = |(number, drawing): (usize, &Labelled)| {
        let Reading { read, predicted, model, .. } = &drawing.reading;
        let cells = [
            number.to_string(),
            drawing.label.to_string(),
            words(*read),
            if Cell::of(drawing).is_right() { "yes" } else { "no" }.to_owned(),
            drawing.reading.confidence(),
            predicted.map_or_else(String::new, words),
            cell(model),
        ];
        cells.join(",") + "\n"
    };
    [HEAD.to_owned()].into_iter().chain((1..).zip(drawings).map(row)).collect()
}

/// A text as a cell that spreadsheets take for nothing but text.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    ["\"", guard, &text.replace('"', "\"\""), "\""].concat()
}
