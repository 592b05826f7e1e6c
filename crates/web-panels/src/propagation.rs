//! The player of the forward pass: controls and caption below the network, and a canvas over the network for the values
//! flowing through it.

use std::f64::consts::{FRAC_PI_2, TAU};

use app::geometry::Rect;
use app::palette::Palette;
use js_sys::Array;
use panels::propagation::Msg;
use panels::propagation::caption::gauge;
use panels::propagation::flow::{Flow, flow};
use wasm_bindgen::{JsCast, JsValue};
use web::event::key_of;
use web::{Drawing, Markup, Shown, Text, Wiring, dom};
use web_sys::{
    CanvasRenderingContext2d, Element, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent,
};

use crate::context::ViewContext;
use crate::tell::tell;

pub(crate) struct PropagationView {
    network: HtmlElement,
    player: HtmlElement,
    replay: HtmlElement,
    play: HtmlElement,
    looping: HtmlElement,
    column: HtmlElement,
    line: HtmlElement,
    canvas: HtmlElement,
    caption: Text,
    position: HtmlInputElement,
    gauge: Element,
    parts: [Element; 3],
    drawing: Drawing,
    is_open: Shown<bool>,
    /// What is drawn, with the canvas size and the colours.
    shown: Shown<(Flow, [u32; 2], Palette)>,
    dashes: Array,
    solid: Array,
}

impl PropagationView {
    pub(crate) fn new(markup: &Markup) -> PropagationView {
        let canvas = flow_canvas(markup);
        PropagationView {
            network: markup.find("#network"),
            player: markup.find("#player"),
            replay: markup.find("#replay"),
            play: markup.find("#player-play"),
            looping: markup.find("#player-loop"),
            column: markup.find("#player-column"),
            line: markup.find("#player-caption"),
            caption: markup.text("#player-caption"),
            position: markup.find("#player-position"),
            gauge: markup.find("#gauge"),
            parts: [
                markup.find("#gauge .function"),
                markup.find("#gauge .way"),
                markup.find("#gauge circle"),
            ],
            drawing: markup.drawing_on(canvas.clone().unchecked_into()),
            canvas,
            is_open: Shown::default(),
            shown: Shown::default(),
            dashes: Array::of2(&5.0.into(), &3.0.into()),
            solid: Array::new(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let &ViewContext { core, panels, derived: (derived, of_panels), palette } = context;
        let player = &panels.propagation;
        self.is_open.update(player.is_open, |is_open, before| {
            let focused = dom::document()?.active_element();
            let has_focus = focused.is_some_and(|focused| self.player.contains(Some(&focused)));
            self.player.set_hidden(!is_open);
            let name = if *is_open { "open" } else { "closed" };
            dom::set_attribute(&self.network, "data-player", name);
            self.canvas.set_hidden(!is_open);
            // Move the focus to where it is expected.
            match (is_open, before) {
                (true, Some(_)) => self.play.focus(),
                (false, _) if has_focus => self.replay.focus(),
                _ => Ok(()),
            }
        })?;
        if !player.is_open {
            return Ok(());
        }
        let replay = of_panels.replay(player, core, derived);
        let active = replay.active.as_ref();
        self.caption.show(&replay.text);
        set(&self.position, "aria-valuetext", &replay.text);
        let place = ((player.share() * STEPS).round() as u32).to_string();
        if self.position.value() != place {
            self.position.set_value(&place);
        }
        let flags = [
            (&self.play, "aria-label", player.is_playing, ["Play", "Pause"]),
            (&self.player, "data-playing", player.is_playing, ["false", "true"]),
            // Announced only while paused: during playback it changes too often.
            (&self.line, "aria-live", player.is_playing, ["polite", "off"]),
            (&self.looping, "aria-pressed", player.is_looping, ["false", "true"]),
            (&self.column, "aria-pressed", player.wants_column, ["false", "true"]),
        ];
        for (element, name, is_on, values) in flags {
            set(element, name, values[usize::from(is_on)]);
        }
        let gauge = active.and_then(gauge);
        set(&self.gauge, "data-empty", if gauge.is_none() { "true" } else { "false" });
        if let Some(gauge) = gauge {
            let [function, way, mark] = &self.parts;
            set(function, "d", &gauge.path);
            set(way, "d", &gauge.way);
            set(mark, "cx", &gauge.mark.0);
            set(mark, "cy", &gauge.mark.1);
        }
        let flow = flow(player, core, derived, active, palette);
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

/// Sets an attribute if it changes.
fn set(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        dom::set_attribute(element, name, value);
    }
}

/// Steps of the position slider.
const STEPS: f64 = 500.0;

fn fill(context: &CanvasRenderingContext2d, rect: &Rect, colour: &str) {
    context.set_fill_style_str(colour);
    // Slightly larger, so that cells of fractional size leave no gaps.
    let [x, y, width, height] = [rect.x, rect.y, rect.width, rect.height + 0.25].map(f64::from);
    context.fill_rect(x, y, width, height);
}

pub(crate) fn listen(wiring: &mut Wiring) {
    let step = |is_forward, by_layer| Msg::Step { is_forward, by_layer };
    for (selector, msg) in [
        ("#replay", Msg::Open),
        ("#player-close", Msg::Close),
        ("#player-play", Msg::TogglePlay),
        ("#player-back", step(false, false)),
        ("#player-forward", step(true, false)),
        ("#player-layer-back", step(false, true)),
        ("#player-layer-forward", step(true, true)),
    ] {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(msg));
    }
    for (selector, to_msg) in
        [("#player-loop", Msg::SetLooping as fn(bool) -> Msg), ("#player-column", Msg::SetColumn)]
    {
        wiring.control(selector, "click", move |button: &HtmlElement| {
            tell(to_msg(button.get_attribute("aria-pressed").as_deref() != Some("true")))
        });
    }
    wiring.control("#player-position", "input", |slider: &HtmlInputElement| {
        tell(Msg::Seek(slider.value_as_number() / STEPS))
    });
    wiring.control("#player-speed", "change", |select: &HtmlSelectElement| {
        tell(Msg::SetSpeed(select.selected_index().try_into().ok()?))
    });

    wiring.on("#network", "keydown", |event: &KeyboardEvent| {
        let player: HtmlElement = dom::find("#player").ok()?;
        if player.hidden() || !key_of(event).is_plain() {
            return None;
        }
        match event.key().as_str() {
            "Escape" => tell(Msg::Close),
            " " if takes_space(event) => {
                event.prevent_default();
                tell(Msg::TogglePlay)
            }
            _ => None,
        }
    });
}

/// Whether the focused element has no use for Space. Parts of the network have none: they are picked by focus.
fn takes_space(event: &KeyboardEvent) -> bool {
    let target = event.target().map(|target| target.unchecked_into::<Element>());
    target.is_some_and(|target| {
        target.matches("#stage *, [type='range'], :not(button, select, input)").unwrap_or(false)
    })
}
