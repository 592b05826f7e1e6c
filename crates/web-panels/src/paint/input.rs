//! Pointer and keyboard on the picture that is painted, and the brushes.

use std::cell::Cell;
use std::rc::Rc;

use app::msg::Msg as CoreMsg;
use app::named::Named;
use panels::paint::Msg;
use panels::paint::brush::Pattern;
use wasm_bindgen::JsValue;
use web::event::{coalesced, is_plain, share_of, surface};
use web::{Wiring, dom};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent};

use crate::tell::{tell, tell_core};

/// How far an arrow leads with Shift, in pixels of the picture.
const FAR: i32 = 5;

pub(crate) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let picture: HtmlElement = dom::find("#paint-picture")?;
    listen_to_pointer(wiring, &picture)?;
    wiring.on(&picture, "keydown", |event: &KeyboardEvent| {
        if !is_plain(event) {
            return None;
        }
        let step = if event.shift_key() { FAR } else { 1 };
        let msg = match event.key().as_str() {
            "ArrowUp" => Msg::MoveCursor(0, -step),
            "ArrowDown" => Msg::MoveCursor(0, step),
            "ArrowLeft" => Msg::MoveCursor(-step, 0),
            "ArrowRight" => Msg::MoveCursor(step, 0),
            " " | "Enter" => Msg::Dab,
            // The same key without Shift.
            "+" | "=" => Msg::SetSign(1),
            "-" | "−" => Msg::SetSign(-1),
            "0" => Msg::SetSign(0),
            _ => return None,
        };
        event.prevent_default();
        tell(msg)
    })?;
    // Shows or hides the keyboard's pixel.
    wiring.on(&picture, "focus", |_: &Event| tell(Msg::MoveCursor(0, 0)))?;
    wiring.on(&picture, "blur", |_: &Event| tell_core(CoreMsg::PointAtTerm(None)))?;

    wiring.control("#paint-choose button", "click", |_: &HtmlElement| tell(Msg::Choose))?;
    wiring.control("#easel [data-sign]", "click", |button: &HtmlElement| {
        tell(Msg::SetSign(button.get_attribute("data-sign")?.parse().ok()?))
    })?;
    wiring.control("#easel [data-size]", "click", |button: &HtmlElement| {
        tell(Msg::SetSize(button.get_attribute("data-size")?.parse().ok()?))
    })?;
    wiring.control("#easel [data-pattern]", "click", |button: &HtmlElement| {
        tell(Msg::Start(Pattern::from_name(&button.get_attribute("data-pattern")?)?))
    })?;
    wiring.control("#paint-strength", "input", |slider: &HtmlInputElement| {
        tell(Msg::SetStrength(slider.value_as_number() as f32))
    })
}

/// One pointer paints at a time.
fn listen_to_pointer(wiring: &mut Wiring, picture: &HtmlElement) -> Result<(), JsValue> {
    let painting: Rc<Cell<Option<i32>>> = Rc::default();
    let present = painting.clone();
    wiring.on(picture, "pointerdown", move |event: &PointerEvent| {
        if event.button() != 0 || present.get().is_some() {
            return None;
        }
        present.set(Some(event.pointer_id()));
        let picture: Element = surface(event)?;
        dom::warn_on_error(picture.set_pointer_capture(event.pointer_id()));
        let (x, y) = share_of(&picture, event);
        tell(Msg::Down(x, y))
    })?;
    let present = painting.clone();
    wiring.on(picture, "pointermove", move |event: &PointerEvent| {
        present.get().filter(|pointer| *pointer == event.pointer_id())?;
        let picture: Element = surface(event)?;
        tell(Msg::Move(coalesced(event).iter().map(|event| share_of(&picture, event)).collect()))
    })?;
    for event in ["pointerup", "pointercancel", "lostpointercapture"] {
        let present = painting.clone();
        wiring.on(picture, event, move |event: &PointerEvent| {
            present.get().filter(|pointer| *pointer == event.pointer_id())?;
            present.set(None);
            tell(Msg::Up)
        })?;
    }
    Ok(())
}
