//! A board of cells on a canvas: pictures of one pixel a cell, scaled, and what lies over them.

use std::cell::RefCell;

use app::geometry::Rect;
use app::palette::Palette;
use panels::cells::{Bitmap, Frame, Mark, Note, Overlay, Sign};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::dom;
use crate::view::Drawing;

/// Cells smaller than this many device pixels are blended: otherwise some were twice as wide as others.
const BLEND_BELOW: f64 = 3.0;
/// The largest corner that marks a cell, in CSS pixels.
const LARGEST_CORNER: f64 = 6.0;

/// The canvas and the pictures that it is made from.
pub(super) struct CellBoard {
    drawing: Drawing,
    pictures: RefCell<Vec<Picture>>,
}

struct Picture {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    shown: Bitmap,
}

impl CellBoard {
    pub(super) fn of(canvas: HtmlCanvasElement) -> Result<CellBoard, JsValue> {
        Ok(CellBoard { drawing: Drawing::of(canvas)?, pictures: RefCell::default() })
    }

    /// The canvas's width and height in device pixels.
    pub(super) fn device_size(&self) -> Result<[u32; 2], JsValue> {
        self.drawing.device_size()
    }

    /// Takes other pictures; they are seen when the board is drawn next.
    pub(super) fn put(&self, bitmaps: Vec<Bitmap>) -> Result<(), JsValue> {
        let mut pictures = self.pictures.borrow_mut();
        pictures.truncate(bitmaps.len());
        for (idx, bitmap) in bitmaps.into_iter().enumerate() {
            match pictures.get_mut(idx) {
                Some(picture) => picture.put(bitmap)?,
                None => pictures.push(Picture::of(bitmap)?),
            }
        }
        Ok(())
    }

    /// Draws all of it, the last frame uppermost; `units` is the width of the board in its own units.
    pub(super) fn draw(
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
        for picture in self.pictures.borrow().iter() {
            let [x, y, width, height] = place(&picture.shown.area);
            let cell =
                f64::from(picture.shown.area.width / units) * device_width / picture.shown.columns as f64;
            context.set_image_smoothing_enabled(cell < BLEND_BELOW);
            context.draw_image_with_html_canvas_element_and_dw_and_dh(
                &picture.canvas,
                x,
                y,
                width,
                height,
            )?;
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

impl Picture {
    fn of(bitmap: Bitmap) -> Result<Picture, JsValue> {
        let canvas: HtmlCanvasElement = dom::document()?.create_element("canvas")?.unchecked_into();
        let context = dom::context(&canvas)?;
        let shown = Bitmap { rgba: Vec::new(), ..bitmap };
        let mut picture = Picture { canvas, context, shown };
        picture.put(bitmap)?;
        Ok(picture)
    }

    fn put(&mut self, bitmap: Bitmap) -> Result<(), JsValue> {
        if self.shown.rgba != bitmap.rgba || self.shown.columns != bitmap.columns {
            let (columns, rows) = (bitmap.columns as u32, bitmap.rows as u32);
            if (self.canvas.width(), self.canvas.height()) != (columns, rows) {
                self.canvas.set_width(columns);
                self.canvas.set_height(rows);
            }
            let image = ImageData::new_with_u8_clamped_array(Clamped(&bitmap.rgba), columns)?;
            self.context.put_image_data(&image, 0.0, 0.0)?;
        }
        self.shown = bitmap;
        Ok(())
    }
}

/// A plus or a minus in the middle of its cell.
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
    let pixels = app::number::fixed(note.size * scale as f32, 1);
    context.set_font(&[pixels.as_str(), "px system-ui, sans-serif"].concat());
    context.set_text_baseline("middle");
    context.set_text_align(if note.is_centred { "center" } else { "left" });
    context.set_fill_style_str(&note.colour.to_hex());
    let [x, y, room] = [note.x, note.y, note.room].map(|length| f64::from(length) * scale);
    context.fill_text_with_max_width(&note.text, x, y, room)
}

/// A triangle in the upper right corner, with a rim so that it is seen on every colour.
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

/// A frame around a place, in the accent's colour with a rim of the paper's.
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
