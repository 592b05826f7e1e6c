//! Canvases: heat maps with one pixel per cell, and drawings at the device's resolution.

use app::scene::heat_map::Rgba;
use wasm_bindgen::{Clamped, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::dom;
use crate::shown::Shown;

/// A canvas of 28x28 pixels, or of several such pictures one below the other.
pub struct HeatMap {
    context: CanvasRenderingContext2d,
    shown: Shown<Rgba>,
}

impl HeatMap {
    /// A heat map on the canvas of this context.
    pub fn new(context: CanvasRenderingContext2d) -> HeatMap {
        HeatMap { context, shown: Shown::default() }
    }

    /// Shows a picture 28 pixels wide.
    ///
    /// # Errors
    /// If the browser refuses to draw.
    pub fn show(&mut self, picture: &Rgba) -> Result<(), JsValue> {
        self.shown.update_ref(picture, || {
            let image = ImageData::new_with_u8_clamped_array(Clamped(picture), app::SIDE as u32)?;
            self.context.put_image_data(&image, 0.0, 0.0)
        })
    }
}

/// A canvas at the device's resolution, drawn on in CSS pixels.
pub struct Drawing {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Drawing {
    /// A drawing on this canvas, whose context is given.
    pub fn new(context: CanvasRenderingContext2d, canvas: HtmlCanvasElement) -> Drawing {
        Drawing { canvas, context }
    }

    /// The width and height in device pixels that the canvas should have now.
    pub fn device_size(&self) -> Result<[u32; 2], JsValue> {
        device_size(self.size())
    }

    /// Clears the canvas. Returns its context, and its width and height in CSS pixels.
    pub fn begin(&self) -> Result<(&CanvasRenderingContext2d, f64, f64), JsValue> {
        let (width, height) = self.size();
        Ok((self.begin_at((width, height))?, width, height))
    }

    /// Goes on with what is there. Returns its context, and its width in CSS pixels.
    pub(crate) fn resume(&self) -> Result<(&CanvasRenderingContext2d, f64), JsValue> {
        // A zoom may have changed the ratio, and left the size in device pixels as it was.
        self.scale()?;
        Ok((&self.context, self.size().0))
    }

    fn scale(&self) -> Result<(), JsValue> {
        let ratio = dom::window()?.device_pixel_ratio();
        self.context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0)
    }

    fn size(&self) -> (f64, f64) {
        (self.canvas.client_width().into(), self.canvas.client_height().into())
    }

    /// Clears the canvas, whose width and height in CSS pixels are known. To ask for them makes the browser lay out the page.
    pub(crate) fn begin_at(&self, (width, height): (f64, f64)) -> Result<&CanvasRenderingContext2d, JsValue> {
        let [device_width, device_height] = device_size((width, height))?;
        // Setting the size reallocates the canvas, so it is set only if it has changed.
        if (self.canvas.width(), self.canvas.height()) != (device_width, device_height) {
            self.canvas.set_width(device_width);
            self.canvas.set_height(device_height);
        }
        self.scale()?;
        self.context.clear_rect(0.0, 0.0, width, height);
        Ok(&self.context)
    }
}

/// A size in CSS pixels, in device pixels.
pub(crate) fn device_size((width, height): (f64, f64)) -> Result<[u32; 2], JsValue> {
    let ratio = dom::window()?.device_pixel_ratio();
    Ok([width, height].map(|length| (length * ratio).round() as u32))
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn canvas() -> HtmlCanvasElement {
        use wasm_bindgen::JsCast;
        let element = dom::document().expect("a document").create_element("canvas").expect("a canvas");
        element.unchecked_into()
    }

    #[wasm_bindgen_test]
    fn a_heat_map_shows_its_very_bytes() {
        let side = app::SIDE as u32;
        let canvas = canvas();
        canvas.set_width(side);
        canvas.set_height(side);
        let picture: Rgba =
            (0..side * side).flat_map(|i| [(i % 256) as u8, (i / 28) as u8, 7, 255]).collect();
        let mut heat_map = HeatMap::new(dom::context(&canvas).expect("a context"));
        heat_map.show(&picture).expect("it is shown");
        let side = f64::from(side);
        let shown = dom::context(&canvas).expect("a context").get_image_data(0.0, 0.0, side, side);
        assert_eq!(shown.expect("its pixels").data().0, picture);
    }
}
