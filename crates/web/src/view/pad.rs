//! The pad: the strokes, and the keyboard's pen while the pad has the focus.

use std::f64::consts::TAU;

use app::colour::Rgb;
use app::palette::Palette;
use app::scene::pad::{CursorMark, PadScene, StrokePoint, pad_scene};
use app::state::Core;
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlElement};

use crate::canvas::Drawing;
use crate::markup::Markup;
use crate::text::Text;

/// Smaller changes of width, in CSS pixels, do not start a new path.
const SMALL_CHANGE: f64 = 0.25;

pub(super) struct PadView {
    pad: HtmlElement,
    drawing: Drawing,
    /// What is on the canvas, if more ink can simply be added to it.
    drawn: Option<Drawn>,
    /// For screen readers, while the keyboard draws.
    live: Text,
}

/// Strokes on the canvas, with their colour and the canvas's size.
struct Drawn {
    strokes: Vec<Vec<StrokePoint>>,
    ink: Rgb,
    size: [u32; 2],
    /// Whether it was drawn at once. Where ink was added bit by bit, edges are a little harder.
    is_at_once: bool,
}

impl PadView {
    pub(super) fn new(markup: &Markup) -> PadView {
        PadView {
            pad: markup.find("#pad"),
            drawing: markup.drawing("#pad canvas"),
            drawn: None,
            live: markup.text("#pad-live"),
        }
    }

    pub(super) fn show(&mut self, core: &Core, palette: &Palette) -> Result<(), JsValue> {
        let scene = pad_scene(core, palette, self.pad.matches(":focus-visible")?);
        let size = self.drawing.device_size()?;
        let is_drawing = core.pad().is_drawing();
        let drawn = self
            .drawn
            .take()
            .filter(|drawn| (drawn.ink, drawn.size) == (scene.ink, size) && (drawn.is_at_once || is_drawing));
        let drawn = drawn.filter(|drawn| is_continued(&drawn.strokes, &scene.strokes));
        let n_drawn = drawn.as_ref().map(|drawn| end_of(&drawn.strokes));
        let is_at_once =
            drawn.is_none_or(|drawn| drawn.is_at_once && n_drawn == Some(end_of(&scene.strokes)));
        let (context, side) = match n_drawn {
            Some(_) => self.drawing.resume()?,
            None => self.drawing.begin().map(|(context, side, _)| (context, side))?,
        };
        context.set_line_cap("round");
        context.set_line_join("round");
        context.set_stroke_style_str(&scene.ink.to_hex());
        let (n_strokes, n_points) = n_drawn.unwrap_or_default();
        for (stroke_idx, stroke) in scene.strokes.iter().enumerate().skip(n_strokes.saturating_sub(1)) {
            let n_before = if stroke_idx + 1 == n_strokes { n_points } else { 0 };
            // The same ink twice would have harder edges.
            if stroke.len() > n_before {
                draw_stroke(context, &stroke[n_before.saturating_sub(1)..], side);
            }
        }
        self.live.show(&scene.cursor.as_ref().map_or_else(String::new, CursorMark::spoken));
        if let Some(cursor) = scene.cursor {
            draw_cursor(context, &scene, cursor, side)?;
        } else {
            self.drawn = Some(Drawn { strokes: scene.strokes, ink: scene.ink, size, is_at_once });
        }
        Ok(())
    }
}

/// Whether the strokes are those before, or go on where those ended.
fn is_continued(before: &[Vec<StrokePoint>], strokes: &[Vec<StrokePoint>]) -> bool {
    let Some((last, whole)) = before.split_last() else { return true };
    strokes.starts_with(whole) && strokes.get(whole.len()).is_some_and(|stroke| stroke.starts_with(last))
}

/// How many strokes there are, and how many points the last of them has.
fn end_of(strokes: &[Vec<StrokePoint>]) -> (usize, usize) {
    (strokes.len(), strokes.last().map_or(0, Vec::len))
}

/// A stroke is one path while its width stays the same; pressure may change it.
fn draw_stroke(context: &CanvasRenderingContext2d, points: &[StrokePoint], side: f64) {
    let Some((first, rest)) = points.split_first() else { return };
    let place = |point: &StrokePoint| (f64::from(point.x) * side, f64::from(point.y) * side);
    let (x, y) = place(first);
    let mut width_in_use = f64::from(first.width) * side;
    context.set_line_width(width_in_use);
    context.begin_path();
    context.move_to(x, y);
    // For a dot: a line without any length is not drawn.
    context.line_to(x + 0.01, y);
    for point in rest {
        let (x, y) = place(point);
        context.line_to(x, y);
        let width = f64::from(point.width) * side;
        if (width - width_in_use).abs() > SMALL_CHANGE {
            context.stroke();
            context.begin_path();
            context.set_line_width(width);
            context.move_to(x, y);
            width_in_use = width;
        }
    }
    context.stroke();
}

fn draw_cursor(
    context: &CanvasRenderingContext2d,
    scene: &PadScene,
    cursor: CursorMark,
    side: f64,
) -> Result<(), JsValue> {
    let (x, y) = (f64::from(cursor.centre.0) * side, f64::from(cursor.centre.1) * side);
    context.set_stroke_style_str(&scene.accent.to_hex());
    context.set_line_width(f64::from(scene.ring_width));
    context.begin_path();
    context.arc(x, y, f64::from(cursor.radius) * side, 0.0, TAU)?;
    context.stroke();
    if cursor.is_down {
        context.set_fill_style_str(&scene.accent.to_hex());
        context.begin_path();
        context.arc(x, y, 2.0 * f64::from(scene.ring_width), 0.0, TAU)?;
        context.fill();
    }
    Ok(())
}
