//! `inkling data sheet`: renders many drawings in one image.

use anyhow::{Context as _, Result, bail};
use digits::{Drawing, Ink, Preprocessing, SIDE};
use tiny_skia::{Color, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Rect, Stroke, Transform};

use crate::cli::SheetArgs;
use crate::data::directory::read_strokes;
use crate::data::synthetic;
use crate::files::{self, named};

/// The side of a drawing's cell in pixels: three times that of a network's input image.
const CELL: u32 = 84;
/// The width of a line in a cell, in pixels.
const LINE: f32 = 3.0;

/// Writes the image.
///
/// # Errors
///
/// If there are no drawings, the strokes file cannot be read, or the image cannot be written.
pub(crate) fn write(args: &SheetArgs) -> Result<()> {
    let n_cells = args.columns as usize * args.rows as usize;
    let drawings = match &args.strokes {
        Some(path) => by_digit(read_strokes(path)?, args.columns as usize, n_cells),
        // Generated in turn, shown with one digit per row.
        None => by_digit(synthetic::drawings(&args.kind, n_cells), args.columns as usize, n_cells),
    };
    if drawings.is_empty() {
        bail!("there are no drawings to render");
    }
    let mut sheet =
        Pixmap::new(CELL * args.columns, CELL * args.rows).context("the image would be too large")?;
    sheet.fill(Color::WHITE);
    for (idx, drawing) in drawings.iter().enumerate() {
        let (row, column) = (idx as u32 / args.columns, idx as u32 % args.columns);
        let at = Transform::from_translate((column * CELL) as f32, (row * CELL) as f32);
        if args.as_seen {
            paint_image(&mut sheet, &drawing.ink, at);
        } else {
            paint_ink(&mut sheet, &drawing.ink, at);
        }
    }
    let png = sheet.encode_png().with_context(|| named(&args.output))?;
    files::write(&args.output, &png)
}

/// The drawings in rows of one digit each: full rows of 0, then of 1, and so on, and then those without a label.
fn by_digit(drawings: Vec<Drawing>, n_columns: usize, n_cells: usize) -> Vec<Drawing> {
    let n_each = (n_cells / n_columns / 10).max(1) * n_columns;
    let mut sorted: Vec<Drawing> = Vec::new();
    for label in (0..10).map(Some).chain([None]) {
        let of_label = drawings.iter().filter(|drawing| drawing.label == label);
        sorted.extend(of_label.take(if label.is_some() { n_each } else { n_cells }).cloned());
    }
    sorted.truncate(n_cells);
    sorted
}

fn black() -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(20, 20, 24, 255);
    paint
}

/// Paints the drawing as large as the cell allows.
fn paint_ink(sheet: &mut Pixmap, ink: &Ink, cell: Transform) {
    let points = || ink.strokes.iter().flat_map(|stroke| &stroke.points);
    let fold = |of: fn(f32, f32) -> f32, from: f32| {
        points().fold((from, from), |so_far, point| (of(so_far.0, point.x), of(so_far.1, point.y)))
    };
    let ((left, top), (right, bottom)) = (fold(f32::min, f32::INFINITY), fold(f32::max, f32::NEG_INFINITY));
    let inner = 0.8 * CELL as f32;
    let scale = inner / (right - left).max(bottom - top).max(0.02);
    let middle = 0.5 * CELL as f32;
    let place = |x: f32, y: f32| {
        (middle + scale * (x - 0.5 * (left + right)), middle + scale * (y - 0.5 * (top + bottom)))
    };
    let line =
        Stroke { width: LINE, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
    for stroke in &ink.strokes {
        let mut path = PathBuilder::new();
        for (idx, point) in stroke.points.iter().enumerate() {
            let (x, y) = place(point.x, point.y);
            if idx == 0 {
                path.move_to(x, y);
                // A dot is a very short line.
                path.line_to(x + 0.01, y);
            } else {
                path.line_to(x, y);
            }
        }
        if let Some(path) = path.finish() {
            sheet.stroke_path(&path, &black(), &line, cell, None);
        }
    }
}

/// Paints the 28x28 pixels that a network sees.
fn paint_image(sheet: &mut Pixmap, ink: &Ink, cell: Transform) {
    let image = ink.to_image(&Preprocessing::all());
    let side = CELL as f32 / SIDE as f32;
    for (idx, &pixel) in image.pixels().iter().enumerate().filter(|(_, pixel)| **pixel > 0.0) {
        let (row, column) = ((idx / SIDE) as f32, (idx % SIDE) as f32);
        let Some(square) = Rect::from_xywh(column * side, row * side, side, side) else { continue };
        let mut paint = black();
        paint.set_color(Color::from_rgba(0.0, 0.0, 0.0, pixel).unwrap_or(Color::BLACK));
        paint.anti_alias = false;
        sheet.fill_rect(square, &paint, cell, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_holds_one_digit() {
        let drawing = |label| Drawing { label, ..Drawing::default() };
        let drawings = (0..60).map(|n| drawing(Some(n % 10))).collect();
        let labels: Vec<_> = by_digit(drawings, 3, 30).iter().map(|drawing| drawing.label).collect();
        let expected: Vec<_> = (0..30).map(|n| Some(n / 3)).collect();
        assert_eq!(labels, expected);
        assert_eq!(by_digit(vec![drawing(None); 9], 2, 4).len(), 4);
    }
}
