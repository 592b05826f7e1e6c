//! Drawing over the contributions image: hatching of negative pixels, frames around the regions that the text mentions,
//! and a frame around the highlighted pixel.

use app::SIDE;
use app::palette::Palette;
use js_sys::Array;
use panels::why::scene::{Marked, WhyScene};
use wasm_bindgen::JsValue;
use web::{Drawing, size_of};
use web_sys::CanvasRenderingContext2d;

/// Redraws the marks.
pub(super) fn draw(drawing: &Drawing, scene: &WhyScene, palette: &Palette) -> Result<(), JsValue> {
    let (context, width, _) = drawing.begin()?;
    let cell = width / SIDE as f64;
    let place = |idx: usize| ((idx % SIDE) as f64 * cell, (idx / SIDE) as f64 * cell);
    let bold = f64::from(palette.boldness);

    context.set_stroke_style_str(&palette.paper.to_hex());
    context.set_line_width(0.14 * cell);
    context.begin_path();
    for (x, y) in scene.hatched.iter().map(|idx| place(*idx)) {
        context.move_to(x + 0.15 * cell, y + 0.85 * cell);
        context.line_to(x + 0.85 * cell, y + 0.15 * cell);
    }
    context.stroke();

    for marked in &scene.marked {
        frame(context, marked, cell, palette)?;
    }
    // After both frames, which may touch. Letters are at least as large as text.
    let text_size = context.canvas().map_or(0.0, |canvas| size_of(&canvas).2);
    let size = (1.6 * cell).max(text_size.into());
    for marked in &scene.marked {
        letter(context, marked, (cell, size), palette)?;
    }
    if let Some((x, y)) = scene.pointed.map(place) {
        context.set_stroke_style_str(&palette.accent.to_hex());
        context.set_line_width(2.0 * bold);
        context.stroke_rect(x, y, cell, cell);
    }
    Ok(())
}

/// Draws a region's frame, solid if its contributions are positive and dashed if negative, outlined in the background
/// colour.
fn frame(
    context: &CanvasRenderingContext2d,
    marked: &Marked,
    cell: f64,
    palette: &Palette,
) -> Result<(), JsValue> {
    let region = marked.region;
    let (x, y) = (region.left as f64 * cell, region.top as f64 * cell);
    let (width, height) = (region.width as f64 * cell, region.height as f64 * cell);
    let bold = f64::from(palette.boldness);
    let (solid, dashed) = (Array::new(), Array::of2(&5.0.into(), &3.0.into()));
    for (colour, line_width, is_rim) in [(palette.paper, 4.0, true), (palette.ink, 1.5, false)] {
        context.set_line_dash(if is_rim || region.sum > 0.0 { &solid } else { &dashed })?;
        context.set_stroke_style_str(&colour.to_hex());
        context.set_line_width(line_width * bold);
        context.stroke_rect(x, y, width, height);
    }
    context.set_line_dash(&solid)
}

/// Draws the region's letter above its left corner, or below if there is no room.
fn letter(
    context: &CanvasRenderingContext2d,
    marked: &Marked,
    (cell, size): (f64, f64),
    palette: &Palette,
) -> Result<(), JsValue> {
    let region = marked.region;
    let (x, y) = (region.left as f64 * cell, region.top as f64 * cell);
    let height = region.height as f64 * cell;
    let letter_y = if y >= size { y - size / 2.0 } else { y + height + size / 2.0 };
    context.set_font(&["700 ", &app::number::fixed(size as f32, 1), "px system-ui, sans-serif"].concat());
    context.set_text_align("center");
    context.set_text_baseline("middle");
    context.set_line_join("round");
    context.set_line_width(4.0);
    context.set_stroke_style_str(&palette.paper.to_hex());
    context.stroke_text(marked.letter, x + 0.5 * size, letter_y)?;
    context.set_fill_style_str(&palette.ink.to_hex());
    context.fill_text(marked.letter, x + 0.5 * size, letter_y)
}
