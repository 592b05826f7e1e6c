//! Pointer and keyboard in the panel of a neuron or pixel: its terms, its pictures, its curve.

use app::SIDE;
use app::msg::Msg;
use app::target::Target;
use panels::neuron;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, FocusEvent, HtmlElement, HtmlInputElement, MouseEvent, PointerEvent};

use super::Wiring;
use crate::dom;

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let panel: HtmlElement = dom::find("#detail")?;
    wiring.on(&panel, "pointermove", |event: PointerEvent| Some(Msg::PointAtTerm(term_at(&event))))?;
    wiring.on(&panel, "pointerdown", |event: PointerEvent| Some(Msg::PointAtTerm(term_at(&event))))?;
    wiring.on(&panel, "pointerleave", |_: PointerEvent| Some(Msg::PointAtTerm(None)))?;
    wiring.on(&panel, "focusin", |event: FocusEvent| Some(Msg::PointAtTerm(term_of(&event))))?;
    wiring.on(&panel, "focusout", |_: FocusEvent| Some(Msg::PointAtTerm(None)))?;
    wiring.on(&panel, "click", |event: MouseEvent| term_of(&event).map(Msg::Pick))?;
    for (selector, is_forward) in [("#previous", false), ("#next", true)] {
        let button: HtmlElement = dom::find(selector)?;
        wiring.on(&button, "click", move |_: Event| Some(Msg::PickNext(is_forward)))?;
    }
    let tangent: HtmlInputElement = dom::find("#tangent")?;
    let checkbox = tangent.clone();
    wiring.on(&tangent, "change", move |_: Event| Some(neuron::Msg::ShowTangent(checkbox.checked())))
}

/// The term under the pointer: a row, a piece of the equation, or a pixel of a picture.
fn term_at(event: &PointerEvent) -> Option<Target> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let Some(figure) = element.closest("figure div").ok()? else { return term_of(event) };
    pixel_at(&figure, event)
}

/// The pixel of a 28x28 picture that the pointer is on.
pub(crate) fn pixel_at(picture: &Element, event: &PointerEvent) -> Option<Target> {
    let bounds = picture.get_bounding_client_rect();
    let cell = |position: i32, start: f64, length: f64| {
        let cell = ((f64::from(position) - start) / length * SIDE as f64).floor();
        (0.0..SIDE as f64).contains(&cell).then_some(cell as usize)
    };
    let row = cell(event.client_y(), bounds.top(), bounds.height())?;
    Some(Target::Pixel(row * SIDE + cell(event.client_x(), bounds.left(), bounds.width())?))
}

/// The term that an element or what it lies in stands for: `data-term="LAYER:INDEX"`, layer 0 being the pixels.
pub(crate) fn term_of(event: &Event) -> Option<Target> {
    let element: Element = event.target()?.dyn_into().ok()?;
    element.closest("[data-term]").ok()??.get_attribute("data-term")?.parse().ok()
}
