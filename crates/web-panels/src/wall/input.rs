//! Pointer, wheel and keyboard on the wall and on the dial of its single knob.

use app::named::Named;
use panels::knobs::{self, Nudge};
use panels::wall::Msg;
use panels::wall::layout::{Level, WIDTH};
use wasm_bindgen::JsValue;
use web::event::{direction_of, is_plain, share_of, surface};
use web::{Wiring, dom};
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

use crate::tell::tell;

pub(crate) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    listen_to_cells(wiring)?;
    wiring.control("#wall-way button", "click", |button: &HtmlElement| {
        tell(Msg::ZoomTo(Level::from_name(&button.get_attribute("data-level")?)?))
    })?;
    listen_to_dial(wiring)
}

fn listen_to_cells(wiring: &mut Wiring) -> Result<(), JsValue> {
    let cells: HtmlElement = dom::find("#wall-cells")?;
    wiring.on(&cells, "pointermove", |event: &PointerEvent| tell(Msg::PointAt(Some(point(event)?))))?;
    wiring.on(&cells, "pointerleave", |_: &PointerEvent| tell(Msg::PointAt(None)))?;
    // The cells that come into view are drawn, and the pointer is over others.
    wiring.control("#inspector", "scroll", |_: &HtmlElement| tell(Msg::PointAt(None)))?;
    wiring.on(&cells, "click", |event: &MouseEvent| {
        let (x, y) = point(event)?;
        tell(Msg::ZoomAt(x, y))
    })?;
    let surface = cells.clone();
    wiring.on(&cells, "keydown", move |event: &KeyboardEvent| {
        if !is_plain(event) {
            return None;
        }
        let msg = match event.key().as_str() {
            "Enter" | " " => Msg::ZoomIn,
            // From afar it has the meaning that it has on the rest of the page.
            "Escape" if surface.get_attribute("data-level").as_deref() != Some(Level::All.name()) => {
                event.stop_propagation();
                Msg::ZoomOut
            }
            key => Msg::Move(direction_of(key)?, event.shift_key()),
        };
        event.prevent_default();
        tell(msg)
    })
}

fn listen_to_dial(wiring: &mut Wiring) -> Result<(), JsValue> {
    wiring.control("#wall-slider", "pointerdown", |_: &HtmlElement| tell(knobs::Msg::Begin))?;
    for event in ["pointerup", "pointercancel", "keyup", "blur"] {
        wiring.control("#wall-slider", event, |_: &HtmlElement| tell(knobs::Msg::End))?;
    }
    wiring.control("#wall-slider", "input", |slider: &HtmlInputElement| {
        tell(Msg::Set(slider.value_as_number() as f32))
    })?;
    let slider: HtmlInputElement = dom::find("#wall-slider")?;
    wiring.on(&slider, "keydown", |event: &KeyboardEvent| {
        let nudge = Nudge::from_name(&event.key()).filter(|_| is_plain(event))?;
        event.prevent_default();
        tell(Msg::Turn(nudge, event.shift_key()))
    })?;
    wiring.on(&slider, "wheel", |event: &WheelEvent| {
        // Elsewhere it scrolls.
        if !surface::<Element>(event)?.matches(":focus").unwrap_or(false) {
            return None;
        }
        event.prevent_default();
        // With Shift, browsers take it for sideways.
        let delta = if event.delta_y() == 0.0 { event.delta_x() } else { event.delta_y() };
        tell(Msg::Turn(if delta < 0.0 { Nudge::Up } else { Nudge::Down }, event.shift_key()))
    })?;
    wiring.control("#wall-number", "change", |field: &HtmlInputElement| tell(Msg::Typed(field.value())))?;
    wiring.control("#wall-reset", "click", |_: &HtmlElement| tell(Msg::Reset))
}

/// Where on the wall, in its units.
fn point(event: &MouseEvent) -> Option<(f32, f32)> {
    let cells: Element = surface(event)?;
    let (x, y) = share_of(&cells, event);
    let bounds = cells.get_bounding_client_rect();
    Some((x * WIDTH, y * WIDTH * (bounds.height() / bounds.width()) as f32))
}
