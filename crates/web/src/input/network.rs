//! Pointer and keyboard in the network view.

use app::keys;
use app::msg::Msg;
use app::target::Target;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent, PointerEvent};

use crate::event::{key_of, position, taken};
use crate::wiring::Wiring;

pub(super) fn listen(wiring: &mut Wiring) {
    for event in ["pointermove", "pointerdown"] {
        wiring.on("#stage", event, |event: &PointerEvent| {
            // A finger does not hover: a tap picks, and a drag scrolls.
            (event.pointer_type() != "touch").then(|| Msg::PointAt(position(event)))
        });
    }
    wiring.on("#stage", "pointerleave", |_: &PointerEvent| Some(Msg::PointAt(None)));
    // Otherwise pressing the mouse button would take the focus from the focused neuron.
    wiring.on("#stage", "mousedown", |event: &MouseEvent| -> Option<Msg> {
        event.prevent_default();
        None
    });
    wiring.on("#stage", "click", |event: &MouseEvent| {
        // A click without a pointer comes from a screen reader, on the element itself.
        if event.detail() == 0 {
            return target_of(event).map(Msg::Focus);
        }
        position(event).map(|(x, y)| Msg::PickAt(x, y))
    });
    wiring.on("#stage", "focusin", |event: &Event| target_of(event).map(Msg::Focus));
    wiring.on("#stage", "keydown", |event: &KeyboardEvent| {
        taken(event, keys::on_network(&key_of(event), target_of(event)))
    });
}

/// The part of the network that the event's element stands for: `data-neuron="LAYER:INDEX"`, or `data-pixel` on the
/// grid.
fn target_of(event: &Event) -> Option<Target> {
    let element: Element = event.target()?.unchecked_into();
    match element.get_attribute("data-pixel") {
        Some(pixel_idx) => pixel_idx.parse().ok().map(Target::Pixel),
        None => element.get_attribute("data-neuron")?.parse().ok(),
    }
}
