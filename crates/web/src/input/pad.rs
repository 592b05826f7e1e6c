//! Mouse, finger, pen and keyboard on the pad.

use app::Point;
use app::msg::Msg;
use app::pad::Source;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, KeyboardEvent, PointerEvent};

use super::Wiring;
use crate::dom;

/// How far an arrow key moves the pen, in pad units: as far as a pixel of the network's picture, roughly.
const STEP: f32 = 0.04;
/// The same with Shift.
const SMALL_STEP: f32 = 0.01;

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let pad: HtmlElement = dom::find("#pad")?;

    let surface = pad.clone();
    wiring.on(&pad, "pointerdown", move |event: PointerEvent| {
        if event.button() != 0 {
            return None;
        }
        // Without capture the pen's lifting is lost where it happens outside the pad or the frame.
        dom::warn_on_error(surface.set_pointer_capture(event.pointer_id()));
        Some(Msg::PenDown(source(&event), point(&surface, &event)))
    })?;

    let surface = pad.clone();
    wiring.on(&pad, "pointermove", move |event: PointerEvent| {
        if event.buttons() == 0 {
            return None;
        }
        let points = coalesced(&event).iter().map(|event| point(&surface, event)).collect();
        Some(Msg::PenMove(source(&event), points))
    })?;

    for event in ["pointerup", "pointercancel", "lostpointercapture"] {
        wiring.on(&pad, event, |event: PointerEvent| Some(Msg::PenUp(source(&event))))?;
    }

    wiring.on(&pad, "keydown", |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
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
    wiring.on(&pad, "focus", |_: Event| Some(Msg::MoveCursor(0.0, 0.0)))?;
    wiring.on(&pad, "blur", |_: Event| Some(Msg::LiftKeyboardPen))
}

/// The movements that the browser has gathered in one event. Safari knows of them since 18.2 only, and a page that is not
/// served securely may have none.
pub(crate) fn coalesced(event: &PointerEvent) -> Vec<PointerEvent> {
    let knows_them = js_sys::Reflect::has(event, &"getCoalescedEvents".into()).unwrap_or(false);
    let events = if knows_them { event.get_coalesced_events().to_vec() } else { Vec::new() };
    if events.is_empty() {
        vec![event.clone()]
    } else {
        events.into_iter().map(JsCast::unchecked_into).collect()
    }
}

fn source(event: &PointerEvent) -> Source {
    Source::Pointer(event.pointer_id())
}

/// Where on the pad, in pad units. A pressure is known of pens alone.
fn point(pad: &HtmlElement, event: &PointerEvent) -> Point {
    let bounds = pad.get_bounding_client_rect();
    let x = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
    let y = (f64::from(event.client_y()) - bounds.top()) / bounds.height();
    Point {
        x: x as f32,
        y: y as f32,
        t_ms: Some(event.time_stamp() as f32),
        pressure: (event.pointer_type() == "pen").then(|| event.pressure()),
    }
}
