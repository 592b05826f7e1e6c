//! A canvas over the network for what flows through it: forward in the replay, back in a step of learning.

use std::f64::consts::{FRAC_PI_2, TAU};

use app::geometry::Rect;
use app::palette::Palette;
use js_sys::Array;
use panels::propagation::flow::{Flow, flow};
use panels::step;
use wasm_bindgen::{JsCast, JsValue};
use web::{Drawing, Markup, Shown, dom};
use web_sys::{CanvasRenderingContext2d, Element, HtmlElement};

use crate::context::ViewContext;

pub(crate) struct FlowView {
    canvas: HtmlElement,
    drawing: Drawing,
    /// What is drawn, with the canvas size and the colours.
    shown: Shown<(Flow, [u32; 2], Palette)>,
    dashes: Array,
    solid: Array,
}

impl FlowView {
    pub(crate) fn new(markup: &Markup) -> FlowView {
        let canvas = flow_canvas(markup);
        FlowView {
            drawing: markup.drawing_on(canvas.clone().unchecked_into()),
            canvas,
            shown: Shown::default(),
            dashes: Array::of2(&5.0.into(), &3.0.into()),
            solid: Array::new(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let &ViewContext { core, panels, derived: (derived, of_panels), palette } = context;
        let player = &panels.propagation;
        let is_shown = player.is_open || !core.signals.is_empty();
        self.canvas.set_hidden(!is_shown);
        if !is_shown {
            return Ok(());
        }
        let flow = if player.is_open {
            let replay = of_panels.replay(player, core, derived);
            flow(player, core, derived, replay.active.as_ref(), palette)
        } else {
            step::flow(&panels.step, core, &derived.layout(core), palette)
        };
        let size = self.drawing.device_size()?;
        self.shown.update((flow, size, palette.clone()), |(flow, ..), _| {
            let (context, ..) = self.drawing.begin()?;
            draw_pixels(context, flow, palette);
            draw_streams(context, flow, [&self.solid, &self.dashes])?;
            draw_ring(context, flow, palette)
        })
    }
}

/// The canvas for the flow: above the grid, but below the neurons and their values.
fn flow_canvas(markup: &Markup) -> HtmlElement {
    // The canvas exists already if an earlier attempt to add the panels failed later on.
    if let Ok(canvas) = dom::find("#flow") {
        return canvas;
    }
    let canvas: HtmlElement = markup.create("canvas");
    canvas.set_id("flow");
    dom::set_attribute(&canvas, "aria-hidden", "true");
    canvas.set_hidden(true);
    let neurons: Element = markup.find("#edges-and-neurons");
    dom::warn_on_error(neurons.before_with_node_1(&canvas));
    canvas
}

fn draw_pixels(context: &CanvasRenderingContext2d, flow: &Flow, palette: &Palette) {
    let Some((cover, cells)) = &flow.pixels else { return };
    fill(context, cover, &palette.paper.to_hex());
    for (cell, colour) in cells {
        fill(context, cell, &colour.to_hex());
    }
    if let (Some((first, _)), Some((last, _))) = (cells.first(), cells.last())
        && first.x == last.x
    {
        context.set_line_width(1.0);
        context.set_stroke_style_str(&palette.line.to_hex());
        let height = last.y + last.height - first.y;
        let [x, y, width, height] = [first.x, first.y, first.width, height].map(f64::from);
        context.stroke_rect(x, y, width, height);
    }
}

/// Draws the flow along the edges. `dashes`: the line dashes for positive and for negative values.
fn draw_streams(context: &CanvasRenderingContext2d, flow: &Flow, dashes: [&Array; 2]) -> Result<(), JsValue> {
    for stream in &flow.streams {
        let [x0, y0, x1, y1] = stream.line.map(f64::from);
        let colour = stream.colour.to_hex();
        context.set_stroke_style_str(&colour);
        context.set_line_width(f64::from(stream.width));
        context.set_line_dash(dashes[usize::from(stream.is_dashed)])?;
        context.begin_path();
        context.move_to(x0, y0);
        context.line_to(x1, y1);
        context.stroke();
        if stream.drop > 0.0 {
            context.set_fill_style_str(&colour);
            context.begin_path();
            context.arc(x1, y1, f64::from(stream.drop), 0.0, TAU)?;
            context.fill();
        }
    }
    context.set_line_dash(dashes[0])
}

/// Draws the progress ring around the neuron being computed.
fn draw_ring(context: &CanvasRenderingContext2d, flow: &Flow, palette: &Palette) -> Result<(), JsValue> {
    let Some((circle, width, share)) = flow.ring else { return Ok(()) };
    let (x, y) = (f64::from(circle.x), f64::from(circle.y));
    let (radius, width) = (f64::from(circle.radius + width), f64::from(width));
    context.set_stroke_style_str(&palette.accent.to_hex());
    for (line_width, begin, end) in
        [(width / 3.0, 0.0, TAU), (width, -FRAC_PI_2, TAU * f64::from(share) - FRAC_PI_2)]
    {
        context.set_line_width(line_width);
        context.begin_path();
        context.arc(x, y, radius, begin, end)?;
        context.stroke();
    }
    Ok(())
}

fn fill(context: &CanvasRenderingContext2d, rect: &Rect, colour: &str) {
    context.set_fill_style_str(colour);
    // Slightly larger, so that cells of fractional size leave no gaps.
    let [x, y, width, height] = [rect.x, rect.y, rect.width, rect.height + 0.25].map(f64::from);
    context.fill_rect(x, y, width, height);
}
