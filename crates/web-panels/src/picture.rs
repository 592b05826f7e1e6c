//! Pictures with one pixel per cell, kept in offscreen canvases and drawn scaled.

use app::SIDE;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web::{HeatMap, Markup, Shown, dom};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement, ImageData};

/// A picture with one pixel per cell.
pub(crate) struct Picture {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// Width in cells, and four bytes per cell.
    shown: Shown<(usize, Vec<u8>)>,
}

impl Picture {
    /// An empty picture.
    pub(crate) fn new(markup: &Markup) -> Picture {
        let canvas: HtmlCanvasElement = markup.create("canvas");
        Picture { context: markup.context(&canvas), canvas, shown: Shown::default() }
    }

    /// Sets the cells, in rows of `columns`.
    pub(crate) fn put(&mut self, columns: usize, rgba: Vec<u8>) -> Result<(), JsValue> {
        if rgba.is_empty() {
            return Ok(());
        }
        self.shown.update((columns, rgba), |(columns, rgba), _| {
            let image = ImageData::new_with_u8_clamped_array(Clamped(rgba), *columns as u32)?;
            if (self.canvas.width(), self.canvas.height()) != (image.width(), image.height()) {
                self.canvas.set_width(image.width());
                self.canvas.set_height(image.height());
            }
            self.context.put_image_data(&image, 0.0, 0.0)
        })
    }

    /// Draws a part, given in cells, at a place (left, top, width, height), smoothed if `is_blended`.
    pub(crate) fn draw(
        &self,
        context: &CanvasRenderingContext2d,
        [sx, sy, sw, sh]: [f64; 4],
        [dx, dy, dw, dh]: [f64; 4],
        is_blended: bool,
    ) -> Result<(), JsValue> {
        context.set_image_smoothing_enabled(is_blended);
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

    /// Draws the whole picture at a place.
    pub(crate) fn draw_whole(
        &self,
        context: &CanvasRenderingContext2d,
        place: [f64; 4],
        is_blended: bool,
    ) -> Result<(), JsValue> {
        let (width, height) = (f64::from(self.canvas.width()), f64::from(self.canvas.height()));
        self.draw(context, [0.0, 0.0, width, height], place, is_blended)
    }
}

/// Appends a canvas for a heat map.
pub(crate) fn append_heat_map(parent: &Element) -> Result<(HtmlElement, HeatMap), JsValue> {
    let canvas = dom::append(parent, "canvas")?;
    let side = SIDE.to_string();
    dom::set_attribute(&canvas, "width", &side);
    dom::set_attribute(&canvas, "height", &side);
    let heat_map = HeatMap::new(dom::context(canvas.unchecked_ref())?);
    Ok((canvas, heat_map))
}
