//! Pointer and keyboard in the panel of a neuron or pixel: its terms, its pictures, its curve.

use app::msg::Msg;
use app::network_layout::Target;
use wasm_bindgen::JsValue;
use web_sys::{Event, FocusEvent, HtmlElement, HtmlInputElement, MouseEvent, PointerEvent};

use super::event::{closest, closest_attribute, pixel_at};
use crate::dom;
use crate::wiring::Wiring;

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let panel: HtmlElement = dom::find("#detail")?;
    for event in ["pointermove", "pointerdown"] {
        wiring.on(&panel, event, |event: &PointerEvent| Some(Msg::PointAtTerm(term_at(event))))?;
    }
    wiring.on(&panel, "focusin", |event: &FocusEvent| Some(Msg::PointAtTerm(term_of(event))))?;
    for event in ["pointerleave", "focusout"] {
        wiring.on(&panel, event, |_: &Event| Some(Msg::PointAtTerm(None)))?;
    }
    wiring.on(&panel, "click", |event: &MouseEvent| term_of(event).map(Msg::Pick))?;
    for (selector, is_forward) in [("#previous", false), ("#next", true)] {
        wiring.control(selector, "click", move |_: &HtmlElement| Some(Msg::PickNext(is_forward)))?;
    }
    wiring.control("#tangent", "change", |checkbox: &HtmlInputElement| {
        Some(Msg::ShowTangent(checkbox.checked()))
    })
}

/// The term under the pointer: a row, a piece of the equation, or a pixel of a picture.
fn term_at(event: &PointerEvent) -> Option<Target> {
    match closest(event, "figure div") {
        Some(picture) => pixel_at(&picture, event),
        None => term_of(event),
    }
}

/// The term that an element or what it lies in stands for: `data-term="LAYER:INDEX"`, layer 0 being the pixels.
pub(crate) fn term_of(event: &Event) -> Option<Target> {
    let id = closest_attribute(event, "data-term")?;
    let (layer, index) = id.split_once(':')?;
    let index = index.parse().ok()?;
    Some(match layer.parse::<usize>().ok()?.checked_sub(1) {
        None => Target::Pixel(index),
        Some(layer_idx) => Target::Neuron { layer_idx, neuron_idx: index },
    })
}
