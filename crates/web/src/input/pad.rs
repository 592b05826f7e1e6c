//! Mouse, finger, pen and keyboard on the pad.

use app::Point;
use app::keys;
use app::msg::Msg;
use app::pad::Source;
use web_sys::{Element, Event, KeyboardEvent, PointerEvent};

use crate::dom;
use crate::event::{coalesced, key_of, share_of, surface, taken};
use crate::wiring::Wiring;

/// From this width or height on, in CSS pixels, what touches the screen is no fingertip: those have 20 to 50.
const PALM: i32 = 80;

pub(super) fn listen(wiring: &mut Wiring) {
    wiring.on("#pad", "pointerdown", |event: &PointerEvent| {
        if event.button() != 0 || is_palm(event) {
            return None;
        }
        let pad = surface(event)?;
        // Without capture, lifting the pen outside the pad or the frame would go unnoticed.
        dom::warn_on_error(Element::set_pointer_capture(&pad, event.pointer_id()));
        Some(Msg::PenDown(source(event), point(&pad, event)))
    });
    wiring.on("#pad", "pointermove", |event: &PointerEvent| {
        if event.buttons() == 0 || is_palm(event) {
            return None;
        }
        let pad = surface(event)?;
        let points = coalesced(event).iter().map(|event| point(&pad, event)).collect();
        Some(Msg::PenMove(source(event), points))
    });
    for event in ["pointerup", "pointercancel", "lostpointercapture"] {
        wiring.on("#pad", event, |event: &PointerEvent| Some(Msg::PenUp(source(event))));
    }
    wiring.on("#pad", "keydown", |event: &KeyboardEvent| taken(event, keys::on_pad(&key_of(event))));
    // Shows or hides the keyboard's pen, and lifts it when the pad loses the focus.
    wiring.on("#pad", "focus", |_: &Event| Some(Msg::MoveCursor(0.0, 0.0)));
    wiring.on("#pad", "blur", |_: &Event| Some(Msg::LiftKeyboardPen));
}

/// Whether a hand rests on the screen, rather than a fingertip.
fn is_palm(event: &PointerEvent) -> bool {
    event.width().max(event.height()) > PALM && event.pointer_type() == "touch"
}

fn source(event: &PointerEvent) -> Source {
    Source::Pointer(event.pointer_id())
}

/// The event's position in pad units. Only pens report pressure.
fn point(pad: &Element, event: &PointerEvent) -> Point {
    let (x, y) = share_of(pad, event);
    Point {
        x,
        y,
        t_ms: Some(event.time_stamp() as f32),
        pressure: (event.pointer_type() == "pen").then(|| event.pressure()),
    }
}
