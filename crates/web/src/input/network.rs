//! Pointer and keyboard in the network view.

use app::msg::Msg;
use app::network_layout::Direction;
use app::target::Target;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use super::Wiring;
use crate::dom;

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let stage: HtmlElement = dom::find("#stage")?;

    for event in ["pointermove", "pointerdown"] {
        let view = stage.clone();
        wiring.on(&stage, event, move |event: PointerEvent| {
            // A finger does not hover: its tap picks, and its drag scrolls.
            (event.pointer_type() != "touch").then(|| Msg::PointAt(Some(position(&view, &event))))
        })?;
    }
    wiring.on(&stage, "pointerleave", |_: PointerEvent| Some(Msg::PointAt(None)))?;
    // A press would take the keyboard's focus away from the neuron that has it.
    wiring.on(&stage, "mousedown", |event: MouseEvent| {
        event.prevent_default();
        None::<Msg>
    })?;
    let view = stage.clone();
    wiring.on(&stage, "click", move |event: MouseEvent| {
        // A click without a pointer comes from a screen reader, on the element itself.
        if event.detail() == 0 {
            return target_of(&event).map(Msg::Focus);
        }
        let (x, y) = position(&view, &event);
        Some(Msg::PickAt(x, y))
    })?;
    wiring.on(&stage, "focusin", |event: Event| target_of(&event).map(Msg::Focus))?;
    wiring.on(&stage, "keydown", |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return None;
        }
        let key = event.key();
        if key == "Escape" {
            return Some(Msg::Unpick);
        }
        let direction = match key.as_str() {
            "ArrowUp" => Direction::Up,
            "ArrowDown" => Direction::Down,
            "ArrowLeft" => Direction::Left,
            "ArrowRight" => Direction::Right,
            _ => return None,
        };
        let target = target_of(&event)?;
        event.prevent_default();
        Some(Msg::MoveFocus(target, direction))
    })
}

fn position(stage: &HtmlElement, event: &MouseEvent) -> (f32, f32) {
    let bounds = stage.get_bounding_client_rect();
    let x = f64::from(event.client_x()) - bounds.left();
    let y = f64::from(event.client_y()) - bounds.top();
    (x as f32, y as f32)
}

/// Which part of the network an element stands for: `data-neuron="LAYER:INDEX"` (layers counted from 1) or, for the
/// grid, `data-pixel`.
fn target_of(event: &Event) -> Option<Target> {
    let element: Element = event.target()?.dyn_into().ok()?;
    if let Some(pixel_idx) = element.get_attribute("data-pixel") {
        return Some(Target::Pixel(pixel_idx.parse().ok()?));
    }
    element.get_attribute("data-neuron")?.parse().ok()
}
