//! The player of the slow forward pass: its controls and its line below the network, and a canvas over the network for
//! what flows.

use std::cell::{Cell, RefCell};
use std::f64::consts::{FRAC_PI_2, TAU};

use crate::panels::Page;
use app::geometry::Rect;
use app::palette::Palette;
use js_sys::Array;
use panels::propagation::Msg;
use panels::propagation::caption::{active_neuron, caption, gauge};
use panels::propagation::flow::{Flow, flow};
use panels::state::PageMsg;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CanvasRenderingContext2d, Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent,
};

use crate::dom;
use crate::input::Wiring;
use crate::view::canvas::Drawing;
use crate::view::text::Text;

pub(super) struct PropagationView {
    network: HtmlElement,
    player: HtmlElement,
    replay: HtmlElement,
    play: HtmlElement,
    looping: HtmlElement,
    column: HtmlElement,
    line: HtmlElement,
    caption: Text,
    position: HtmlInputElement,
    gauge: Element,
    parts: [Element; 3],
    drawing: Drawing,
    is_open: Cell<bool>,
    /// What is drawn, on a canvas of that size, in those colours.
    shown: RefCell<Option<(Flow, [u32; 2], Palette)>>,
    dashes: Array,
    solid: Array,
}

impl PropagationView {
    pub(super) fn new() -> Result<PropagationView, JsValue> {
        let stage: Element = dom::find("#stage")?;
        let canvas = dom::append(&stage, "canvas")?;
        // Over the grid, but under the neurons and their numbers.
        let neurons: Element = dom::find("#edges-and-neurons")?;
        stage.insert_before(&canvas, Some(neurons.as_ref()))?;
        canvas.set_id("flow");
        dom::set_attribute(&canvas, "aria-hidden", "true");
        canvas.set_hidden(true);
        Ok(PropagationView {
            network: dom::find("#network")?,
            player: dom::find("#player")?,
            replay: dom::find("#replay")?,
            play: dom::find("#player-play")?,
            looping: dom::find("#player-loop")?,
            column: dom::find("#player-column")?,
            line: dom::find("#player-caption")?,
            caption: Text::find("#player-caption")?,
            position: dom::find("#player-position")?,
            gauge: dom::find("#gauge")?,
            parts: [dom::find("#gauge .function")?, dom::find("#gauge .way")?, dom::find("#gauge circle")?],
            drawing: Drawing::of(canvas.unchecked_into())?,
            is_open: Cell::new(false),
            shown: RefCell::default(),
            dashes: Array::of2(&5.0.into(), &3.0.into()),
            solid: Array::new(),
        })
    }

    pub(super) fn show(&self, page: Page<'_>) -> Result<(), JsValue> {
        let player = &page.panels.propagation;
        if self.is_open.replace(player.is_open) != player.is_open {
            self.open(player.is_open)?;
        }
        if !player.is_open {
            return Ok(());
        }
        let active = active_neuron(player, page.core, page.derived.0);
        let caption = caption(page.core, active.as_ref());
        self.caption.show(&caption);
        set(&self.position, "aria-valuetext", &caption);
        let place = ((player.share() * STEPS).round() as u32).to_string();
        if self.position.value() != place {
            self.position.set_value(&place);
        }
        let flags = [
            (&self.play, "aria-label", player.is_playing, ["Play", "Pause"]),
            (&self.player, "data-playing", player.is_playing, ["false", "true"]),
            // Told when it stands; while it plays, it changes too often to be told.
            (&self.line, "aria-live", player.is_playing, ["polite", "off"]),
            (&self.looping, "aria-pressed", player.is_looping, ["false", "true"]),
            (&self.column, "aria-pressed", player.wants_column, ["false", "true"]),
        ];
        for (element, name, is_on, values) in flags {
            set(element, name, values[usize::from(is_on)]);
        }
        let gauge = active.as_ref().and_then(gauge);
        set(&self.gauge, "data-empty", if gauge.is_none() { "true" } else { "false" });
        if let Some(gauge) = gauge {
            let [function, way, mark] = &self.parts;
            set(function, "d", &gauge.path);
            set(way, "d", &gauge.way);
            set(mark, "cx", &gauge.mark.0);
            set(mark, "cy", &gauge.mark.1);
        }
        let flow = flow(player, page.core, page.derived.0, active.as_ref(), page.palette);
        self.draw(flow, page.palette)
    }

    /// Shows or hides the player; the keyboard's focus goes where the person would look for it.
    fn open(&self, is_open: bool) -> Result<(), JsValue> {
        let focused = dom::document()?.active_element();
        let has_focus = focused.is_some_and(|focused| self.player.contains(Some(&focused)));
        self.player.set_hidden(!is_open);
        dom::set_attribute(&self.network, "data-player", if is_open { "open" } else { "closed" });
        dom::find::<HtmlElement>("#flow")?.set_hidden(!is_open);
        if is_open {
            self.play.focus()
        } else if has_focus {
            self.replay.focus()
        } else {
            Ok(())
        }
    }

    fn draw(&self, flow: Flow, palette: &Palette) -> Result<(), JsValue> {
        let size = self.drawing.device_size()?;
        let is_shown = |(shown, its_size, colours): &(Flow, [u32; 2], Palette)| {
            *shown == flow && *its_size == size && colours == palette
        };
        if self.shown.borrow().as_ref().is_some_and(is_shown) {
            return Ok(());
        }
        let (context, ..) = self.drawing.begin()?;
        if let Some((cover, cells)) = &flow.pixels {
            fill(context, cover, &palette.paper.to_hex());
            for (cell, colour) in cells {
                fill(context, cell, &colour.to_hex());
            }
            if let (Some((first, _)), Some((last, _))) = (cells.first(), cells.last()) {
                let height = f64::from(last.y + last.height - first.y);
                context.set_line_width(1.0);
                context.set_stroke_style_str(&palette.line.to_hex());
                if first.x == last.x {
                    context.stroke_rect(
                        f64::from(first.x),
                        f64::from(first.y),
                        f64::from(first.width),
                        height,
                    );
                }
            }
        }
        self.draw_streams(context, &flow)?;
        if let Some((circle, width, share)) = flow.ring {
            let (x, y, radius) = (f64::from(circle.x), f64::from(circle.y), f64::from(circle.radius));
            context.set_stroke_style_str(&palette.accent.to_hex());
            context.set_line_width(f64::from(width) / 3.0);
            context.begin_path();
            context.arc(x, y, radius + f64::from(width), 0.0, TAU)?;
            context.stroke();
            context.set_line_width(f64::from(width));
            context.begin_path();
            context.arc(x, y, radius + f64::from(width), -FRAC_PI_2, TAU * f64::from(share) - FRAC_PI_2)?;
            context.stroke();
        }
        self.shown.replace(Some((flow, size, palette.clone())));
        Ok(())
    }

    fn draw_streams(&self, context: &CanvasRenderingContext2d, flow: &Flow) -> Result<(), JsValue> {
        for stream in &flow.streams {
            let [x0, y0, x1, y1] = stream.line.map(f64::from);
            let colour = stream.colour.to_hex();
            context.set_stroke_style_str(&colour);
            context.set_line_width(f64::from(stream.width));
            context.set_line_dash(if stream.is_dashed { &self.dashes } else { &self.solid })?;
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
        context.set_line_dash(&self.solid)
    }
}

/// Sets an attribute where it is another.
fn set(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        dom::set_attribute(element, name, value);
    }
}

/// Places of the slider.
const STEPS: f64 = 500.0;

fn fill(context: &CanvasRenderingContext2d, rect: &Rect, colour: &str) {
    context.set_fill_style_str(colour);
    // A hair more, so that cells of broken size leave no seams.
    let [x, y, width, height] = [rect.x, rect.y, rect.width, rect.height + 0.25].map(f64::from);
    context.fill_rect(x, y, width, height);
}

fn message(msg: Msg) -> Option<PageMsg> {
    Some(msg.into())
}

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
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
        let button: HtmlElement = dom::find(selector)?;
        wiring.on(&button, "click", move |_: Event| message(msg))?;
    }
    for (selector, to_msg) in
        [("#player-loop", Msg::SetLooping as fn(bool) -> Msg), ("#player-column", Msg::SetColumn)]
    {
        let button: HtmlElement = dom::find(selector)?;
        let pressed = button.clone();
        wiring.on(&button, "click", move |_: Event| {
            message(to_msg(pressed.get_attribute("aria-pressed").as_deref() != Some("true")))
        })?;
    }
    let position: HtmlInputElement = dom::find("#player-position")?;
    let slider = position.clone();
    wiring.on(&position, "input", move |_: Event| message(Msg::Seek(slider.value_as_number() / STEPS)))?;
    let speed: HtmlSelectElement = dom::find("#player-speed")?;
    let choice = speed.clone();
    wiring.on(&speed, "change", move |_: Event| {
        message(Msg::SetSpeed(choice.selected_index().try_into().ok()?))
    })?;

    let network: HtmlElement = dom::find("#network")?;
    let player: HtmlElement = dom::find("#player")?;
    wiring.on(&network, "keydown", move |event: KeyboardEvent| {
        if player.hidden() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return None;
        }
        match event.key().as_str() {
            "Escape" => message(Msg::Close),
            " " if takes_space(&event) => {
                event.prevent_default();
                message(Msg::TogglePlay)
            }
            _ => None,
        }
    })
}

/// Whether Space has no meaning of its own where the focus is: a part of the network is picked by the focus alone.
fn takes_space(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| {
        target.matches("#stage *, [type='range'], :not(button, select, input)").unwrap_or(false)
    })
}
