//! The matrix and the vectors at its sides on a canvas: pictures of one pixel a cell, enlarged, with lines and text over
//! them. The weights' picture is made anew only with the network's numbers, the layer or the theme.

use std::cell::{Cell, RefCell};

use crate::panels::Page;
use app::palette::Palette;
use app::revision::Revision;
use panels::matrix::scene::{Bitmap, MatrixScene, weights};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::dom;
use crate::view::Drawing;

pub(super) struct MatrixDrawing {
    drawing: Drawing,
    weights: Offscreen,
    /// What the weights' picture was made from.
    weights_of: Cell<Option<(Revision, usize, &'static str)>>,
    strips: Vec<Offscreen>,
    shown: RefCell<Option<(MatrixScene, [u32; 2])>>,
}

/// A picture of one pixel a cell that is nowhere in the document.
struct Offscreen {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    shown: RefCell<Bitmap>,
}

/// Inputs, biases, pre-activations and activations.
const N_STRIPS: usize = 4;

impl MatrixDrawing {
    pub(super) fn new(canvas: HtmlCanvasElement) -> Result<MatrixDrawing, JsValue> {
        Ok(MatrixDrawing {
            drawing: Drawing::of(canvas)?,
            weights: Offscreen::new()?,
            weights_of: Cell::default(),
            strips: (0..N_STRIPS).map(|_| Offscreen::new()).collect::<Result<_, JsValue>>()?,
            shown: RefCell::default(),
        })
    }

    pub(super) fn show(&self, page: Page<'_>, scene: &MatrixScene) -> Result<(), JsValue> {
        let weights_of =
            Some((page.core.network_revision(), page.panels.matrix.layer_idx, page.core.theme()));
        let has_new_weights = self.weights_of.replace(weights_of) != weights_of;
        if has_new_weights {
            self.weights.show(weights(&page.panels.matrix, page.core, page.palette))?;
        }
        let size = self.drawing.device_size()?;
        let is_shown = |shown: &(MatrixScene, [u32; 2])| shown.0 == *scene && shown.1 == size;
        if !has_new_weights && self.shown.borrow().as_ref().is_some_and(is_shown) {
            return Ok(());
        }
        let (context, ..) = self.drawing.begin()?;
        let (part, place) = (scene.part, scene.place);
        if scene.geometry.cell.0 < 1.0 && scene.geometry.cell.1 > 1.0 {
            // Row by row, or what mixes columns that are too narrow would mix rows too.
            for row in scene.geometry.rows() {
                let y = scene.geometry.y(row);
                let height = scene.geometry.cell.1.min(place[1] + place[3] - y);
                let part = [part[0], row as f32, part[2], height / scene.geometry.cell.1];
                self.weights.draw(context, part, [place[0], y, place[2], height])?;
            }
        } else {
            self.weights.draw(context, part, place)?;
        }
        for (offscreen, strip) in self.strips.iter().zip(&scene.strips) {
            offscreen.show(strip.bitmap.clone())?;
            offscreen.draw(context, strip.part, strip.place)?;
        }
        draw_lines(context, scene, page.palette);
        draw_texts(context, scene)?;
        self.shown.replace(Some((scene.clone(), size)));
        Ok(())
    }
}

impl Offscreen {
    fn new() -> Result<Offscreen, JsValue> {
        let canvas: HtmlCanvasElement = dom::document()?.create_element("canvas")?.unchecked_into();
        Ok(Offscreen { context: dom::context(&canvas)?, canvas, shown: RefCell::default() })
    }

    fn show(&self, bitmap: Bitmap) -> Result<(), JsValue> {
        if *self.shown.borrow() == bitmap || bitmap.rgba.is_empty() {
            return Ok(());
        }
        let image = ImageData::new_with_u8_clamped_array(Clamped(&bitmap.rgba), bitmap.columns as u32)?;
        if (self.canvas.width(), self.canvas.height()) != (image.width(), image.height()) {
            self.canvas.set_width(image.width());
            self.canvas.set_height(image.height());
        }
        self.context.put_image_data(&image, 0.0, 0.0)?;
        self.shown.replace(bitmap);
        Ok(())
    }

    fn draw(
        &self,
        context: &CanvasRenderingContext2d,
        part: [f32; 4],
        place: [f32; 4],
    ) -> Result<(), JsValue> {
        let ([sx, sy, sw, sh], [dx, dy, dw, dh]) = (part.map(f64::from), place.map(f64::from));
        // Enlarged, cells are to have edges; made smaller, none is to be left out.
        let ratio = dom::window()?.device_pixel_ratio();
        context.set_image_smoothing_enabled(dw * ratio < sw || dh * ratio < sh);
        context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            &self.canvas,
            sx,
            sy,
            sw,
            sh,
            dx,
            dy,
            dw,
            dh,
        )
    }
}

fn draw_lines(context: &CanvasRenderingContext2d, scene: &MatrixScene, palette: &Palette) {
    context.set_stroke_style_str(&palette.paper.to_hex());
    context.set_line_width(0.6 * f64::from(scene.line_width));
    context.begin_path();
    for line in &scene.hatches {
        let [x0, y0, x1, y1] = line.map(f64::from);
        context.move_to(x0, y0);
        context.line_to(x1, y1);
    }
    context.stroke();
    context.set_stroke_style_str(&palette.line.to_hex());
    context.set_line_width(1.0);
    for [x, y, width, height] in scene.strips.iter().map(|strip| strip.place).chain([scene.place]) {
        context.stroke_rect(x.into(), y.into(), width.into(), height.into());
    }
    context.set_stroke_style_str(&palette.accent.to_hex());
    context.set_line_width(scene.line_width.into());
    for [x, y, width, height] in &scene.frames {
        context.stroke_rect((*x).into(), (*y).into(), (*width).into(), (*height).into());
    }
}

fn draw_texts(context: &CanvasRenderingContext2d, scene: &MatrixScene) -> Result<(), JsValue> {
    let size = app::number::fixed(scene.text_size, 1);
    context.set_font(&[size.as_str(), "px ui-monospace, monospace"].concat());
    context.set_text_align("center");
    context.set_text_baseline("middle");
    for text in &scene.texts {
        context.set_fill_style_str(&text.colour.to_hex());
        context.fill_text(&text.text, text.x.into(), text.y.into())?;
    }
    Ok(())
}
