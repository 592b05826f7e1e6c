//! Pointer and keyboard on the picture that is painted, and the brushes.

use std::cell::Cell;
use std::rc::Rc;

use app::named::Named;
use panels::paint::Msg;
use panels::paint::brush::Pattern;
use panels::state::PageMsg;
use wasm_bindgen::JsValue;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent};

use crate::dom;
use crate::input::{Wiring, coalesced};

/// How far an arrow leads with Shift, in pixels of the picture.
const FAR: i32 = 5;

fn tell(msg: Msg) -> Option<PageMsg> {
    Some(msg.into())
}

pub(in crate::panels) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let picture: HtmlElement = dom::find("#paint-picture")?;
    listen_to_pointer(wiring, &picture)?;
    wiring.on(&picture, "keydown", |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
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
    wiring.on(&picture, "focus", |_: Event| tell(Msg::MoveCursor(0, 0)))?;
    wiring.on(&picture, "blur", |_: Event| Some(app::msg::Msg::PointAtTerm(None)))?;

    let choose: HtmlElement = dom::find("#paint-choose button")?;
    wiring.on(&choose, "click", |_: Event| tell(Msg::Choose))?;
    for button in dom::find_all::<HtmlElement>("#easel [data-sign]")? {
        let sign = button.get_attribute("data-sign").and_then(|sign| sign.parse().ok());
        wiring.on(&button, "click", move |_: Event| tell(Msg::SetSign(sign?)))?;
    }
    for button in dom::find_all::<HtmlElement>("#easel [data-size]")? {
        let size = button.get_attribute("data-size").and_then(|size| size.parse().ok());
        wiring.on(&button, "click", move |_: Event| tell(Msg::SetSize(size?)))?;
    }
    for button in dom::find_all::<HtmlElement>("#easel [data-pattern]")? {
        let pattern = button.get_attribute("data-pattern").and_then(|name| Pattern::from_name(&name));
        wiring.on(&button, "click", move |_: Event| tell(Msg::Start(pattern?)))?;
    }
    let strength: HtmlInputElement = dom::find("#paint-strength")?;
    let slider = strength.clone();
    wiring.on(&strength, "input", move |_: Event| tell(Msg::SetStrength(slider.value_as_number() as f32)))
}

/// One pointer paints at a time.
fn listen_to_pointer(wiring: &mut Wiring, picture: &HtmlElement) -> Result<(), JsValue> {
    let painting: Rc<Cell<Option<i32>>> = Rc::default();
    let (surface, present) = (picture.clone(), painting.clone());
    wiring.on(picture, "pointerdown", move |event: PointerEvent| {
        if event.button() != 0 || present.get().is_some() {
            return None;
        }
        present.set(Some(event.pointer_id()));
        dom::warn_on_error(surface.set_pointer_capture(event.pointer_id()));
        let (x, y) = point(&surface, &event);
        tell(Msg::Down(x, y))
    })?;
    let (surface, present) = (picture.clone(), painting.clone());
    wiring.on(picture, "pointermove", move |event: PointerEvent| {
        present.get().filter(|pointer| *pointer == event.pointer_id())?;
        tell(Msg::Move(coalesced(&event).iter().map(|event| point(&surface, event)).collect()))
    })?;
    for event in ["pointerup", "pointercancel", "lostpointercapture"] {
        let present = painting.clone();
        wiring.on(picture, event, move |event: PointerEvent| {
            present.get().filter(|pointer| *pointer == event.pointer_id())?;
            present.set(None);
            tell(Msg::Up)
        })?;
    }
    Ok(())
}

/// Where on the picture, in units of its side.
fn point(picture: &HtmlElement, event: &PointerEvent) -> (f32, f32) {
    let bounds = picture.get_bounding_client_rect();
    let x = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
    let y = (f64::from(event.client_y()) - bounds.top()) / bounds.height();
    (x as f32, y as f32)
}
