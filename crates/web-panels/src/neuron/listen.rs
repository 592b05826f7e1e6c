//! Pointer and keyboard on the details of the inspected part: terms, images, curve.

use app::msg::Msg as CoreMsg;
use app::target::Target;
use panels::knobs;
use panels::neuron::Msg;
use web::Wiring;
use web::event::{closest, pixel_at};
use web_sys::{Event, FocusEvent, HtmlElement, HtmlInputElement, MouseEvent, PointerEvent};

use crate::slider::listen_to_gesture;
use crate::tell::tell;
use crate::terms::term_of;

pub(crate) fn listen(wiring: &mut Wiring) {
    for event in ["pointermove", "pointerdown"] {
        wiring.on("#detail", event, |event: &PointerEvent| Some(CoreMsg::PointAtTerm(term_at(event))));
    }
    wiring.on("#detail", "focusin", |event: &FocusEvent| Some(CoreMsg::PointAtTerm(term_of(event))));
    for event in ["pointerleave", "focusout"] {
        wiring.on("#detail", event, |_: &Event| Some(CoreMsg::PointAtTerm(None)));
    }
    wiring.on("#detail", "click", |event: &MouseEvent| term_of(event).map(CoreMsg::Pick));
    listen_to_gesture(wiring, "#threshold");
    wiring.control("#threshold", "input", |slider: &HtmlInputElement| {
        let parameter = slider.get_attribute("data-bias")?.parse().ok()?;
        tell(knobs::Msg::Set { parameter, value: -slider.value_as_number() as f32 })
    });
    wiring.control("#reset-threshold", "click", |button: &HtmlElement| {
        tell(knobs::Msg::Reset(button.get_attribute("data-bias")?.parse().ok()?))
    });
    wiring.control("#show-ghost", "click", |button: &HtmlElement| {
        tell(Msg::ShowGhost(button.get_attribute("aria-pressed").as_deref() != Some("true")))
    });
    wiring.control("#tangent", "change", |checkbox: &HtmlInputElement| {
        tell(Msg::ShowTangent(checkbox.checked()))
    });
}

/// The term under the pointer: a row, a piece of the equation, or a pixel of a picture.
fn term_at(event: &PointerEvent) -> Option<Target> {
    match closest(event, ".pictures div") {
        Some(picture) => pixel_at(&picture, event),
        None => term_of(event),
    }
}
