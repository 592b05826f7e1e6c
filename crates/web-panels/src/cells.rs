//! Knobs drawn as cells on a canvas: scaled pictures with one pixel per cell, and an overlay.

use app::geometry::Rect;
use app::number;
use app::palette::Palette;
use panels::cells::{Bitmap, Frame, Mark, Note, Overlay, Sign};
use wasm_bindgen::JsValue;
use web::Drawing;
use web::Markup;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::picture::Picture;

/// Cells smaller than this many device pixels are smoothed: otherwise some would be twice as wide as others.
const BLEND_BELOW: f64 = 3.0;
/// The largest size of the corner that marks a cell, in CSS pixels.
const LARGEST_CORNER: f64 = 6.0;

/// The canvas and its pictures.
pub(crate) struct CellsView {
    drawing: Drawing,
    pictures: Vec<PlacedPicture>,
}

struct PlacedPicture {
    picture: Picture,
    area: Rect,
    columns: usize,
}

impl CellsView {
    pub(crate) fn of(markup: &Markup, canvas: HtmlCanvasElement) -> CellsView {
        CellsView { drawing: markup.drawing_on(canvas), pictures: Vec::new() }
    }

    /// The width and height of the canvas in device pixels.
    pub(crate) fn device_size(&self) -> Result<[u32; 2], JsValue> {
        self.drawing.device_size()
    }

    /// Sets the pictures. They appear when the canvas is next drawn.
    pub(crate) fn put(&mut self, bitmaps: Vec<Bitmap>) -> Result<(), JsValue> {
        self.pictures.truncate(bitmaps.len());
        for (idx, Bitmap { area, columns, rgba, .. }) in bitmaps.into_iter().enumerate() {
            if idx == self.pictures.len() {
                let markup = Markup::default();
                self.pictures.push(PlacedPicture { picture: Picture::new(&markup), area, columns });
                markup.check()?;
            }
            let placed = &mut self.pictures[idx];
            (placed.area, placed.columns) = (area, columns);
            placed.picture.put(columns, rgba)?;
        }
        Ok(())
    }

    /// Draws everything, the last frame on top. `units`: the canvas's width in layout units.
    pub(crate) fn draw(
        &self,
        overlay: &Overlay,
        frames: &[Frame],
        units: f32,
        palette: &Palette,
    ) -> Result<(), JsValue> {
        let device_width = f64::from(self.device_size()?[0]);
        let (context, width, _) = self.drawing.begin()?;
        let scale = width / f64::from(units);
        let place =
            |area: &Rect| [area.x, area.y, area.width, area.height].map(|length| f64::from(length) * scale);
        for PlacedPicture { picture, area, columns } in &self.pictures {
            let cell = f64::from(area.width / units) * device_width / *columns as f64;
            picture.draw_whole(context, place(area), cell < BLEND_BELOW)?;
        }
        overlay.signs.iter().for_each(|sign| draw_sign(context, sign, place(&sign.area)));
        for mark in &overlay.marks {
            match mark {
                Mark::Corner(area) => draw_corner(context, place(area), palette),
                Mark::Around(area) => draw_frame(context, place(area), 1.0, palette),
            }
        }
        for note in &overlay.notes {
            draw_note(context, note, scale)?;
        }
        for frame in frames {
            draw_cell_frame(context, frame, place(&frame.area), palette);
        }
        Ok(())
    }
}

/// Draws a plus or minus sign in the middle of a cell.
fn draw_sign(context: &CanvasRenderingContext2d, sign: &Sign, [x, y, width, height]: [f64; 4]) {
    let (x, y, reach) = (x + width / 2.0, y + height / 2.0, 0.25 * width.min(height));
    context.set_stroke_style_str(&sign.colour.to_hex());
    context.set_line_width((0.4 * reach).max(1.0));
    context.begin_path();
    context.move_to(x - reach, y);
    context.line_to(x + reach, y);
    if sign.is_positive {
        context.move_to(x, y - reach);
        context.line_to(x, y + reach);
    }
    context.stroke();
}

fn draw_note(context: &CanvasRenderingContext2d, note: &Note, scale: f64) -> Result<(), JsValue> {
    let pixels = number::fixed(note.size * scale as f32, 1);
    context.set_font(&[pixels.as_str(), "px system-ui, sans-serif"].concat());
    context.set_text_baseline("middle");
    context.set_text_align(if note.is_centred { "center" } else { "left" });
    context.set_fill_style_str(&note.colour.to_hex());
    let [x, y, room] = [note.x, note.y, note.room].map(|length| f64::from(length) * scale);
    context.fill_text_with_max_width(&note.text, x, y, room)
}

/// Draws a triangle in the top right corner, outlined so that it is visible on any colour.
fn draw_corner(context: &CanvasRenderingContext2d, [x, y, width, height]: [f64; 4], palette: &Palette) {
    let side = (0.4 * width.min(height)).min(LARGEST_CORNER);
    context.begin_path();
    context.move_to(x + width - side, y);
    context.line_to(x + width, y);
    context.line_to(x + width, y + side);
    context.close_path();
    context.set_stroke_style_str(&palette.paper.to_hex());
    context.set_line_width(1.0);
    context.stroke();
    context.set_fill_style_str(&palette.accent.to_hex());
    context.fill();
}

fn draw_cell_frame(context: &CanvasRenderingContext2d, frame: &Frame, place: [f64; 4], palette: &Palette) {
    let [x, y, width, height] = place;
    let grown = |length: f64| (f64::from(frame.least) - length).max(0.0) / 2.0;
    let (dx, dy) = (grown(width), grown(height));
    let place = [x - dx, y - dy, width + 2.0 * dx, height + 2.0 * dy];
    draw_frame(context, place, if frame.is_cursor { 2.0 } else { 1.0 }, palette);
}

/// Draws a frame in the accent colour, outlined in the background colour.
fn draw_frame(
    context: &CanvasRenderingContext2d,
    [x, y, width, height]: [f64; 4],
    thickness: f64,
    palette: &Palette,
) {
    let thickness = thickness * f64::from(palette.boldness);
    for (colour, line_width) in [(palette.paper, thickness + 2.0), (palette.accent, thickness)] {
        context.set_stroke_style_str(&colour.to_hex());
        context.set_line_width(line_width);
        context.stroke_rect(x, y, width, height);
    }
}
