//! Pointer and keyboard in the network view.

use app::msg::Msg;
use app::target::Target;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use crate::dom;
use crate::event::{direction_of, is_plain, position};
use crate::wiring::Wiring;

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let stage: HtmlElement = dom::find("#stage")?;
    for event in ["pointermove", "pointerdown"] {
        wiring.on(&stage, event, |event: &PointerEvent| {
            // A finger does not hover: its tap picks, and its drag scrolls.
            (event.pointer_type() != "touch").then(|| Msg::PointAt(position(event)))
        })?;
    }
    wiring.on(&stage, "pointerleave", |_: &PointerEvent| Some(Msg::PointAt(None)))?;
    // A press would take the keyboard's focus away from the neuron that has it.
    wiring.on(&stage, "mousedown", |event: &MouseEvent| -> Option<Msg> {
        event.prevent_default();
        None
    })?;
    wiring.on(&stage, "click", |event: &MouseEvent| {
        // A click without a pointer comes from a screen reader, on the element itself.
        if event.detail() == 0 {
            return target_of(event).map(Msg::Focus);
        }
        position(event).map(|(x, y)| Msg::PickAt(x, y))
    })?;
    wiring.on(&stage, "focusin", |event: &Event| target_of(event).map(Msg::Focus))?;
    wiring.on(&stage, "keydown", |event: &KeyboardEvent| {
        if !is_plain(event) {
            return None;
        }
        let key = event.key();
        if key == "Escape" {
            return Some(Msg::Unpick);
        }
        let direction = direction_of(&key)?;
        let target = target_of(event)?;
        event.prevent_default();
        Some(Msg::MoveFocus(target, direction))
    })
}

/// The part of the network that an element stands for: `data-neuron="LAYER:INDEX"` or, for the grid, `data-pixel`.
fn target_of(event: &Event) -> Option<Target> {
    let element: Element = event.target()?.unchecked_into();
    match element.get_attribute("data-pixel") {
        Some(pixel_idx) => pixel_idx.parse().ok().map(Target::Pixel),
        None => element.get_attribute("data-neuron")?.parse().ok(),
    }
}
