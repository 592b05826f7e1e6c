//! Pointer and keyboard on the picture being painted, and the brush settings.

use std::cell::Cell;
use std::rc::Rc;

use app::msg::Msg as CoreMsg;
use app::named::Named;
use panels::keys;
use panels::paint::Msg;
use panels::paint::brush::Pattern;
use web::event::{coalesced, key_of, share_of, surface, taken};
use web::{Wiring, dom};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent};

use crate::tell::{tell, tell_core};

pub(crate) fn listen(wiring: &mut Wiring) {
    listen_to_pointer(wiring);
    wiring.on("#paint-picture", "keydown", |event: &KeyboardEvent| {
        taken(event, keys::on_painting(&key_of(event))).and_then(tell)
    });
    // Shows or hides the keyboard's cursor.
    wiring.on("#paint-picture", "focus", |_: &Event| tell(Msg::MoveCursor(0, 0)));
    wiring.on("#paint-picture", "blur", |_: &Event| tell_core(CoreMsg::PointAtTerm(None)));

    wiring.control("#paint-choose button", "click", |_: &HtmlElement| tell(Msg::Choose));
    wiring.control("#easel [data-sign]", "click", |button: &HtmlElement| {
        tell(Msg::SetSign(button.get_attribute("data-sign")?.parse().ok()?))
    });
    wiring.control("#easel [data-size]", "click", |button: &HtmlElement| {
        tell(Msg::SetSize(button.get_attribute("data-size")?.parse().ok()?))
    });
    wiring.control("#easel [data-pattern]", "click", |button: &HtmlElement| {
        tell(Msg::Start(Pattern::from_name(&button.get_attribute("data-pattern")?)?))
    });
    wiring.control("#paint-strength", "input", |slider: &HtmlInputElement| {
        tell(Msg::SetStrength(slider.value_as_number() as f32))
    });
}

/// Only one pointer paints at a time.
fn listen_to_pointer(wiring: &mut Wiring) {
    let painting: Rc<Cell<Option<i32>>> = Rc::default();
    let present = painting.clone();
    wiring.on("#paint-picture", "pointerdown", move |event: &PointerEvent| {
        if event.button() != 0 || present.get().is_some() {
            return None;
        }
        present.set(Some(event.pointer_id()));
        let picture: Element = surface(event)?;
        dom::warn_on_error(picture.set_pointer_capture(event.pointer_id()));
        let (x, y) = share_of(&picture, event);
        tell(Msg::Down(x, y))
    });
    let present = painting.clone();
    wiring.on("#paint-picture", "pointermove", move |event: &PointerEvent| {
        present.get().filter(|pointer| *pointer == event.pointer_id())?;
        let picture: Element = surface(event)?;
        tell(Msg::Move(coalesced(event).iter().map(|event| share_of(&picture, event)).collect()))
    });
    for event in ["pointerup", "pointercancel", "lostpointercapture"] {
        let present = painting.clone();
        wiring.on("#paint-picture", event, move |event: &PointerEvent| {
            present.get().filter(|pointer| *pointer == event.pointer_id())?;
            present.set(None);
            tell(Msg::Up)
        });
    }
}
