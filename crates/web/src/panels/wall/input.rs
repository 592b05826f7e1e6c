//! Pointer, wheel and keyboard on the wall and on the dial of its single knob.

use app::named::Named;
use app::network_layout::Direction;
use panels::knobs::{self, Nudge};
use panels::state::PageMsg;
use panels::wall::Msg;
use panels::wall::layout::{Level, WIDTH};
use wasm_bindgen::JsValue;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

use crate::dom;
use crate::input::Wiring;

fn tell(msg: Msg) -> Option<PageMsg> {
    Some(msg.into())
}

fn tell_knobs(msg: knobs::Msg) -> Option<PageMsg> {
    Some(msg.into())
}

pub(in crate::panels) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    listen_to_cells(wiring)?;
    for button in dom::find_all::<HtmlElement>("#wall-way button")? {
        let level = button.get_attribute("data-level").and_then(|name| Level::from_name(&name));
        wiring.on(&button, "click", move |_: Event| tell(Msg::ZoomTo(level?)))?;
    }
    listen_to_dial(wiring)
}

fn listen_to_cells(wiring: &mut Wiring) -> Result<(), JsValue> {
    let cells: HtmlElement = dom::find("#wall-cells")?;
    let surface = cells.clone();
    wiring.on(&cells, "pointermove", move |event: PointerEvent| {
        tell(Msg::PointAt(Some(point(&surface, &event))))
    })?;
    wiring.on(&cells, "pointerleave", |_: PointerEvent| tell(Msg::PointAt(None)))?;
    // The cells that come into view are drawn, and the pointer is over others.
    let scroller: HtmlElement = dom::find("#inspector")?;
    wiring.on(&scroller, "scroll", |_: Event| tell(Msg::PointAt(None)))?;
    let surface = cells.clone();
    wiring.on(&cells, "click", move |event: MouseEvent| {
        let (x, y) = point(&surface, &event);
        tell(Msg::ZoomAt(x, y))
    })?;
    let surface = cells.clone();
    wiring.on(&cells, "keydown", move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return None;
        }
        let is_far = event.shift_key();
        let msg = match event.key().as_str() {
            "ArrowUp" => Msg::Move(Direction::Up, is_far),
            "ArrowDown" => Msg::Move(Direction::Down, is_far),
            "ArrowLeft" => Msg::Move(Direction::Left, is_far),
            "ArrowRight" => Msg::Move(Direction::Right, is_far),
            "Enter" | " " => Msg::ZoomIn,
            // From afar it has the meaning that it has on the rest of the page.
            "Escape" if surface.get_attribute("data-level").as_deref() != Some(Level::All.name()) => {
                event.stop_propagation();
                Msg::ZoomOut
            }
            _ => return None,
        };
        event.prevent_default();
        tell(msg)
    })
}

fn listen_to_dial(wiring: &mut Wiring) -> Result<(), JsValue> {
    let slider: HtmlInputElement = dom::find("#wall-slider")?;
    wiring.on(&slider, "pointerdown", |_: PointerEvent| tell_knobs(knobs::Msg::Begin))?;
    for event in ["pointerup", "pointercancel", "keyup", "blur"] {
        wiring.on(&slider, event, |_: Event| tell_knobs(knobs::Msg::End))?;
    }
    let field = slider.clone();
    wiring.on(&slider, "input", move |_: Event| tell(Msg::Set(field.value_as_number() as f32)))?;
    wiring.on(&slider, "keydown", |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return None;
        }
        let nudge = Nudge::from_name(&event.key())?;
        event.prevent_default();
        tell(Msg::Turn(nudge, event.shift_key()))
    })?;
    let field = slider.clone();
    wiring.on(&slider, "wheel", move |event: WheelEvent| {
        // Elsewhere it scrolls.
        if !field.matches(":focus").unwrap_or(false) {
            return None;
        }
        event.prevent_default();
        // With Shift, browsers take it for sideways.
        let delta = if event.delta_y() == 0.0 { event.delta_x() } else { event.delta_y() };
        tell(Msg::Turn(if delta < 0.0 { Nudge::Up } else { Nudge::Down }, event.shift_key()))
    })?;
    let number: HtmlInputElement = dom::find("#wall-number")?;
    let field = number.clone();
    wiring.on(&number, "change", move |_: Event| tell(Msg::Typed(field.value())))?;
    let reset: HtmlElement = dom::find("#wall-reset")?;
    wiring.on(&reset, "click", |_: Event| tell(Msg::Reset))
}

/// Where on the wall, in its units.
fn point(cells: &HtmlElement, event: &MouseEvent) -> (f32, f32) {
    let bounds = cells.get_bounding_client_rect();
    let units = f64::from(WIDTH) / bounds.width();
    let x = (f64::from(event.client_x()) - bounds.left()) * units;
    let y = (f64::from(event.client_y()) - bounds.top()) * units;
    (x as f32, y as f32)
}
