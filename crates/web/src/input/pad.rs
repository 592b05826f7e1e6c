//! Mouse, finger, pen and keyboard on the pad.

use app::Point;
use app::msg::Msg;
use app::pad::Source;
use wasm_bindgen::JsValue;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

use crate::dom;
use crate::event::{coalesced, is_plain, share_of, surface};
use crate::wiring::Wiring;

/// How far an arrow key moves the pen, in pad units: as far as a pixel of the network's picture, roughly.
const STEP: f32 = 0.04;
/// The same with Shift.
const SMALL_STEP: f32 = 0.01;

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let pad: HtmlElement = dom::find("#pad")?;
    wiring.on(&pad, "pointerdown", |event: &PointerEvent| {
        if event.button() != 0 {
            return None;
        }
        let pad = surface(event)?;
        // Without capture the pen's lifting is lost where it happens outside the pad or the frame.
        dom::warn_on_error(Element::set_pointer_capture(&pad, event.pointer_id()));
        Some(Msg::PenDown(source(event), point(&pad, event)))
    })?;
    wiring.on(&pad, "pointermove", |event: &PointerEvent| {
        if event.buttons() == 0 {
            return None;
        }
        let pad = surface(event)?;
        let points = coalesced(event).iter().map(|event| point(&pad, event)).collect();
        Some(Msg::PenMove(source(event), points))
    })?;
    for event in ["pointerup", "pointercancel", "lostpointercapture"] {
        wiring.on(&pad, event, |event: &PointerEvent| Some(Msg::PenUp(source(event))))?;
    }
    wiring.on(&pad, "keydown", |event: &KeyboardEvent| {
        if !is_plain(event) {
            return None;
        }
        let step = if event.shift_key() { SMALL_STEP } else { STEP };
        let msg = match event.key().as_str() {
            "ArrowLeft" => Msg::MoveCursor(-step, 0.0),
            "ArrowRight" => Msg::MoveCursor(step, 0.0),
            "ArrowUp" => Msg::MoveCursor(0.0, -step),
            "ArrowDown" => Msg::MoveCursor(0.0, step),
            " " if event.repeat() => {
                // A held key would scroll the page.
                event.prevent_default();
                return None;
            }
            " " => Msg::ToggleKeyboardPen,
            "Escape" => Msg::LiftKeyboardPen,
            "Delete" | "Backspace" => Msg::Clear,
            _ => return None,
        };
        event.prevent_default();
        Some(msg)
    })?;
    // Shows or hides the keyboard's pen, and lifts it when the keyboard goes elsewhere.
    wiring.on(&pad, "focus", |_: &Event| Some(Msg::MoveCursor(0.0, 0.0)))?;
    wiring.on(&pad, "blur", |_: &Event| Some(Msg::LiftKeyboardPen))
}

fn source(event: &PointerEvent) -> Source {
    Source::Pointer(event.pointer_id())
}

/// Where on the pad, in pad units. A pressure is known of pens alone.
fn point(pad: &Element, event: &PointerEvent) -> Point {
    let (x, y) = share_of(pad, event);
    Point {
        x,
        y,
        t_ms: Some(event.time_stamp() as f32),
        pressure: (event.pointer_type() == "pen").then(|| event.pressure()),
    }
}
