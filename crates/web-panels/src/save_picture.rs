//! Pictures to save: chosen beside the link, in the colours of a theme, as SVG or drawn on a canvas for PNG.

use std::f64::consts::TAU;

use app::colour::Rgb;
use app::named::Named;
use app::palette::Palette;
use js_sys::Array;
use panels::picture::shape::{Paint, Picture, Shape};
use panels::picture::{Effect, File, Format, Msg, Subject};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web::{Sender, Wiring, dom, draw_labels, palette_of};
use web_sys::{CanvasRenderingContext2d, Event, HtmlCanvasElement, HtmlSelectElement, ImageData};

use crate::files::{Download, save};
use crate::js::call;
use crate::tell::{message, tell};

/// How many pixels of a PNG there are for one CSS pixel.
const PIXELS: f64 = 2.0;
/// Fewer characters are no picture's address.
const SHORTEST: usize = 30;

pub(crate) struct SavePictureView {
    sender: Sender,
    /// The last file that was saved.
    download: Option<Download>,
}

impl SavePictureView {
    pub(crate) fn new(sender: Sender) -> SavePictureView {
        SavePictureView { sender, download: None }
    }

    /// Carries out one of its effects.
    pub(crate) fn perform(&mut self, effect: Effect) {
        let Effect::Save(name, file) = effect;
        let started = match file {
            File::Svg(text) => Download::start(&name, &text).map(|download| self.download = Some(download)),
            File::Png(picture) => png_address(&picture).and_then(|address| save(&name, &address)),
        };
        if started.is_err() {
            self.sender.send(message(Msg::Failed));
        }
    }
}

/// A picture as PNG, in an address of data.
///
/// # Errors
/// If the browser cannot draw it.
pub(crate) fn png_address(picture: &Picture) -> Result<String, JsValue> {
    let canvas: HtmlCanvasElement = dom::document()?.create_element("canvas")?.unchecked_into();
    canvas.set_width((f64::from(picture.width) * PIXELS).ceil() as u32);
    canvas.set_height((f64::from(picture.height) * PIXELS).ceil() as u32);
    draw(&dom::context(&canvas)?, picture)?;
    let url = call(&canvas, "toDataURL")?.as_string().unwrap_or_default();
    // A canvas that is too large for the browser gives an empty address of data.
    if url.len() < SHORTEST { Err(JsValue::NULL) } else { Ok(url) }
}

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.on("#save-picture", "click", |event: &Event| {
        let format = Format::from_name(&web::event::closest_attribute(event, "data-format")?)?;
        let subject = Subject::from_name(&chosen("#picture-subject")?)?;
        let palette = Box::new(palette_of_theme(&chosen("#picture-theme")?).ok().flatten()?);
        tell(Msg::Save { subject, format, palette })
    });
}

fn chosen(selector: &str) -> Option<String> {
    dom::find::<HtmlSelectElement>(selector).ok().map(|list| list.value())
}

/// The colours of a theme, or of the page's if the name is empty. The style sheet tells them only of the theme that is on.
pub(crate) fn palette_of_theme(theme: &str) -> Result<Option<Palette>, JsValue> {
    let root = dom::root()?;
    let before = root.get_attribute("data-theme");
    if !theme.is_empty() {
        dom::set_attribute(&root, "data-theme", theme);
    }
    let palette = palette_of(&root);
    // Nothing has been painted meanwhile.
    if let Some(before) = before {
        dom::set_attribute(&root, "data-theme", &before);
    }
    palette
}

fn draw(context: &CanvasRenderingContext2d, picture: &Picture) -> Result<(), JsValue> {
    context.set_transform(PIXELS, 0.0, 0.0, PIXELS, 0.0, 0.0)?;
    context.set_image_smoothing_enabled(false);
    context.set_fill_style_str(&picture.paper.to_hex());
    context.fill_rect(0.0, 0.0, picture.width.into(), picture.height.into());
    for shape in &picture.shapes {
        draw_shape(context, shape, picture.paper)?;
    }
    Ok(())
}

fn draw_shape(context: &CanvasRenderingContext2d, shape: &Shape, paper: Rgb) -> Result<(), JsValue> {
    match shape {
        Shape::Image { x, y, side, pixels } => {
            let canvas: HtmlCanvasElement = dom::document()?.create_element("canvas")?.unchecked_into();
            let image = ImageData::new_with_u8_clamped_array(Clamped(pixels), app::SIDE as u32)?;
            canvas.set_width(image.width());
            canvas.set_height(image.height());
            dom::context(&canvas)?.put_image_data(&image, 0.0, 0.0)?;
            let [x, y, side] = [x, y, side].map(|length| f64::from(*length));
            let cells = f64::from(image.width());
            context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &canvas, 0.0, 0.0, cells, cells, x, y, side, side,
            )?;
        }
        Shape::Lines { colour, width, is_dashed, lines } => {
            context.set_stroke_style_str(&colour.to_hex());
            context.set_line_width(f64::from(*width));
            let dashes = if *is_dashed { Array::of2(&5.0.into(), &3.0.into()) } else { Array::new() };
            context.set_line_dash(&dashes)?;
            context.begin_path();
            for line in lines {
                let [x0, y0, x1, y1] = line.map(f64::from);
                context.move_to(x0, y0);
                context.line_to(x1, y1);
            }
            context.stroke();
            context.set_line_dash(&Array::new())?;
        }
        Shape::Square { x, y, side, paint } => {
            let [x, y, side] = [x, y, side].map(|length| f64::from(*length));
            set_paint(context, *paint);
            if paint.fill.is_some() {
                context.fill_rect(x, y, side, side);
            }
            context.stroke_rect(x, y, side, side);
        }
        Shape::Circle { centre: (x, y), radius, paint } => {
            context.begin_path();
            context.arc((*x).into(), (*y).into(), (*radius).into(), 0.0, TAU)?;
            set_paint(context, *paint);
            if paint.fill.is_some() {
                context.fill();
            }
            context.stroke();
        }
        Shape::Text(label) => draw_labels(context, std::slice::from_ref(label), paper)?,
    }
    Ok(())
}

fn set_paint(context: &CanvasRenderingContext2d, paint: Paint) {
    if let Some(fill) = paint.fill {
        context.set_fill_style_str(&fill.to_hex());
    }
    let (colour, width) = paint.line;
    context.set_stroke_style_str(&colour.to_hex());
    context.set_line_width(width.into());
}
