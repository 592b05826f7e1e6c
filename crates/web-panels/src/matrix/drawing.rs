//! Draws the matrix and its vectors: enlarged images with one pixel per cell, then lines and text; and below it the map,
//! the whole matrix made small, with the part in view. The image of the weights is recreated only when the network, the
//! layer or the theme changes.

use app::number;
use app::palette::Palette;
use app::revision::Revision;
use panels::matrix::cuts::{Edge, Fade};
use panels::matrix::scene::{MatrixScene, weights};
use wasm_bindgen::JsValue;
use web::{Drawing, Markup, Shown, dom};
use web_sys::CanvasRenderingContext2d;

use crate::context::ViewContext;
use crate::picture::Picture;

pub(crate) struct MatrixDrawing {
    drawing: Drawing,
    map: Drawing,
    weights: Picture,
    strips: Vec<Picture>,
    weights_of: Shown<WeightsKey>,
    shown: Shown<(MatrixScene, WeightsKey, [u32; 2])>,
    shown_map: Shown<([f32; 4], WeightsKey, [u32; 2])>,
}

/// The cache key of the image of the weights: the network's revision, the layer and the theme.
type WeightsKey = (Revision, usize, &'static str);

/// Steps from all to nothing where the matrix is cut off.
const FADE_STEPS: u32 = 12;
/// Inputs, biases, pre-activations and activations.
const N_STRIPS: usize = 4;

impl MatrixDrawing {
    pub(crate) fn new(markup: &Markup) -> MatrixDrawing {
        MatrixDrawing {
            drawing: markup.drawing("#matrix-view canvas"),
            map: markup.drawing("#matrix-map"),
            weights: Picture::new(markup),
            strips: (0..N_STRIPS).map(|_| Picture::new(markup)).collect(),
            weights_of: Shown::default(),
            shown: Shown::default(),
            shown_map: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext, scene: MatrixScene) -> Result<(), JsValue> {
        let &ViewContext { core, panels, palette, .. } = context;
        let key = (core.network_revision(), panels.matrix.layer_idx, core.theme());
        self.weights_of.update(key, |_, _| {
            let bitmap = weights(&panels.matrix, core, palette);
            self.weights.put(bitmap.columns, bitmap.rgba)
        })?;
        let map_size = self.map.device_size()?;
        self.shown_map.update((scene.geometry.seen(), key, map_size), |(seen, ..), _| {
            draw_map(&self.map, &self.weights, *seen, palette)
        })?;
        let size = self.drawing.device_size()?;
        self.shown.update((scene, key, size), |(scene, ..), _| {
            let (context, ..) = self.drawing.begin()?;
            draw_weights(context, &self.weights, scene)?;
            for (picture, strip) in self.strips.iter_mut().zip(&scene.strips) {
                picture.put(strip.bitmap.columns, strip.bitmap.rgba.clone())?;
                draw_part(context, picture, strip.part, strip.place)?;
            }
            draw_hatches_and_borders(context, scene, palette);
            for fade in &scene.fades {
                draw_fade(context, fade)?;
            }
            draw_frames(context, scene, palette);
            draw_texts(context, scene)
        })
    }
}

fn draw_weights(
    context: &CanvasRenderingContext2d,
    weights: &Picture,
    scene: &MatrixScene,
) -> Result<(), JsValue> {
    let (geometry, part, place) = (&scene.geometry, scene.part, scene.place);
    if !(geometry.cell.0 < 1.0 && geometry.cell.1 > 1.0) {
        return draw_part(context, weights, part, place);
    }
    // Row by row: smoothing is needed across the narrow columns, but not across rows.
    for row in geometry.rows() {
        let y = geometry.y(row);
        let height = geometry.cell.1.min(place[1] + place[3] - y);
        let part = [part[0], row as f32, part[2], height / geometry.cell.1];
        draw_part(context, weights, part, [place[0], y, place[2], height])?;
    }
    Ok(())
}

/// Draws a part of a picture, smoothed only if it is made smaller.
fn draw_part(
    context: &CanvasRenderingContext2d,
    picture: &Picture,
    part: [f32; 4],
    place: [f32; 4],
) -> Result<(), JsValue> {
    let (part, place) = (part.map(f64::from), place.map(f64::from));
    let ratio = dom::window()?.device_pixel_ratio();
    picture.draw(context, part, place, place[2] * ratio < part[2] || place[3] * ratio < part[3])
}

fn draw_hatches_and_borders(context: &CanvasRenderingContext2d, scene: &MatrixScene, palette: &Palette) {
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
}

/// Erases what is there, little by little towards the edge.
fn draw_fade(context: &CanvasRenderingContext2d, fade: &Fade) -> Result<(), JsValue> {
    let [x, y, width, height] = fade.place.map(f64::from);
    let step = 1.0 / f64::from(FADE_STEPS);
    context.set_global_composite_operation("destination-out")?;
    for idx in 0..FADE_STEPS {
        let from = f64::from(idx) * step;
        // At the edge itself nothing is left, not even the border.
        context.set_global_alpha(f64::from(idx + 1) * step);
        match fade.edge {
            Edge::Left => context.fill_rect(x - 1.0, y - 1.0, (1.0 - from) * width + 1.0, height + 2.0),
            Edge::Right => {
                context.fill_rect(x + from * width, y - 1.0, (1.0 - from) * width + 1.0, height + 2.0)
            }
            Edge::Top => context.fill_rect(x - 1.0, y - 1.0, width + 2.0, (1.0 - from) * height + 1.0),
            Edge::Bottom => {
                context.fill_rect(x - 1.0, y + from * height, width + 2.0, (1.0 - from) * height + 1.0);
            }
        }
    }
    context.set_global_alpha(1.0);
    context.set_global_composite_operation("source-over")
}

/// Draws the whole matrix, dimmed where it is out of view.
fn draw_map(map: &Drawing, weights: &Picture, seen: [f32; 4], palette: &Palette) -> Result<(), JsValue> {
    let (context, width, height) = map.begin()?;
    let [left, top, share_x, share_y] = seen.map(f64::from);
    let (x, y) = (left * width, top * height);
    let (right, bottom) = (x + share_x * width, y + share_y * height);
    weights.draw_whole(context, [0.0, 0.0, width, height], true)?;
    context.set_global_alpha(0.5);
    context.set_fill_style_str(&palette.paper.to_hex());
    for [x, y, width, height] in [
        [0.0, 0.0, width, y],
        [0.0, bottom, width, height - bottom],
        [0.0, y, x, bottom - y],
        [right, y, width - right, bottom - y],
    ] {
        context.fill_rect(x, y, width, height);
    }
    context.set_global_alpha(1.0);
    context.set_stroke_style_str(&palette.accent.to_hex());
    let line_width = 2.0 * f64::from(palette.boldness);
    context.set_line_width(line_width);
    let half = line_width / 2.0;
    context.stroke_rect(x + half, y + half, right - x - line_width, bottom - y - line_width);
    Ok(())
}

fn draw_frames(context: &CanvasRenderingContext2d, scene: &MatrixScene, palette: &Palette) {
    context.set_stroke_style_str(&palette.accent.to_hex());
    context.set_line_width(scene.line_width.into());
    for [x, y, width, height] in &scene.frames {
        context.stroke_rect((*x).into(), (*y).into(), (*width).into(), (*height).into());
    }
}

fn draw_texts(context: &CanvasRenderingContext2d, scene: &MatrixScene) -> Result<(), JsValue> {
    let size = number::fixed(scene.text_size, 1);
    context.set_font(&[size.as_str(), "px ui-monospace, monospace"].concat());
    context.set_text_align("center");
    context.set_text_baseline("middle");
    for text in &scene.texts {
        context.set_fill_style_str(&text.colour.to_hex());
        context.fill_text(&text.text, text.x.into(), text.y.into())?;
    }
    Ok(())
}
