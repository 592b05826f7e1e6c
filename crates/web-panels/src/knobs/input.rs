//! Pointer, wheel and keyboard in the panel of the knobs.

use std::cell::Cell;
use std::rc::Rc;

use app::named::Named;
use panels::knobs::{Action, Msg, Nudge, Parameter, Scope};
use wasm_bindgen::{JsCast, JsValue};
use web::event::{closest, closest_attribute, is_plain, is_undo};
use web::{Message, Wiring, dom};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent, WheelEvent};

use crate::tell::tell;

/// What a fine wheel moves by in one event, in pixels; more is a notch.
const NOTCH: f64 = 30.0;

/// A knob under the pointer that is pressed.
#[derive(Clone, Copy)]
struct Drag {
    parameter: Parameter,
    pointer_id: i32,
    start: f64,
    width: f64,
}

pub(crate) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let section: HtmlElement = dom::find("section[data-panel='knobs']")?;
    wiring.on(&section, "keydown", command)?;
    let document = dom::document()?;
    wiring.on(&document, "keydown", back_key)?;
    for (selector, msg) in
        [("#knobs-undo", Msg::Undo), ("#knobs-redo", Msg::Redo), ("#knobs-back", Msg::BackToTrained)]
    {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(msg.clone()))?;
    }
    listen_to_list(wiring)?;
    listen_to_drags(wiring)?;
    listen_to_actions(wiring)
}

/// The keys and the wheel on a knob, and its number.
fn listen_to_list(wiring: &mut Wiring) -> Result<(), JsValue> {
    let list: HtmlElement = dom::find("#knob-list")?;
    let number: HtmlInputElement = dom::find("#knob-number")?;
    let field = number.clone();
    wiring.on(&list, "keydown", move |event: &KeyboardEvent| {
        let (parameter, _) = knob_of(event)?;
        if !is_plain(event) {
            return None;
        }
        let key = event.key();
        if let Some(nudge) = Nudge::from_name(&key) {
            event.prevent_default();
            return tell(Msg::Nudge { parameter, nudge, is_small: event.shift_key() });
        }
        match key.as_str() {
            "Enter" => {
                event.prevent_default();
                dom::warn_on_error(field.focus());
                field.select();
                None
            }
            "Delete" | "Backspace" => tell(Msg::Reset(parameter)),
            _ => None,
        }
    })?;
    wiring.on(&list, "keyup", |event: &KeyboardEvent| {
        Nudge::from_name(&event.key()).and_then(|_| tell(Msg::End))
    })?;
    wiring.on(&list, "wheel", |event: &WheelEvent| {
        let (parameter, knob) = knob_of(event)?;
        // Elsewhere it scrolls.
        if dom::document().ok()?.active_element().as_ref() != Some(&knob) {
            return None;
        }
        event.prevent_default();
        // With Shift, browsers take it for sideways.
        let delta = if event.delta_y() == 0.0 { event.delta_x() } else { event.delta_y() };
        let is_small = event.shift_key() || (event.delta_mode() == 0 && delta.abs() < NOTCH);
        let nudge = if delta < 0.0 { Nudge::Up } else { Nudge::Down };
        tell(Msg::Nudge { parameter, nudge, is_small })
    })?;
    wiring
        .on(&list, "focusin", |event: &Event| knob_of(event).and_then(|(knob, _)| tell(Msg::Choose(knob))))?;
    wiring.on(&list, "focusout", |_: &Event| tell(Msg::End))?;
    wiring.on(&list, "click", |event: &Event| {
        tell(Msg::Reset(closest_attribute(event, "data-reset")?.parse().ok()?))
    })?;
    let form: HtmlElement = dom::find("#knob-form")?;
    wiring.on(&form, "submit", move |event: &Event| {
        event.prevent_default();
        tell(Msg::Type(number.value()))
    })?;
    wiring.control("#knobs-all", "click", |button: &HtmlElement| {
        tell(Msg::ShowAll(button.get_attribute("data-all").is_some_and(|all| !all.is_empty())))
    })
}

/// Knobs are dragged sideways; how far counts, not where they were taken.
fn listen_to_drags(wiring: &mut Wiring) -> Result<(), JsValue> {
    let list: HtmlElement = dom::find("#knob-list")?;
    let drag: Rc<Cell<Option<Drag>>> = Rc::default();
    let present = drag.clone();
    wiring.on(&list, "pointerdown", move |event: &PointerEvent| {
        let (parameter, knob) = knob_of(event)?;
        if event.button() != 0 || present.get().is_some() {
            return None;
        }
        let (pointer_id, start) = (event.pointer_id(), f64::from(event.client_x()));
        let width = knob.get_bounding_client_rect().width().max(1.0);
        dom::warn_on_error(knob.set_pointer_capture(pointer_id));
        dom::warn_on_error(knob.unchecked_ref::<HtmlElement>().focus());
        present.set(Some(Drag { parameter, pointer_id, start, width }));
        tell(Msg::Begin)
    })?;
    let present = drag.clone();
    wiring.on(&list, "pointermove", move |event: &PointerEvent| {
        let drag = present.get().filter(|drag| drag.pointer_id == event.pointer_id())?;
        let share = (f64::from(event.client_x()) - drag.start) / drag.width;
        tell(Msg::Drag { parameter: drag.parameter, share: share as f32 })
    })?;
    for event in ["pointerup", "pointercancel"] {
        let present = drag.clone();
        wiring.on(&list, event, move |event: &PointerEvent| {
            present.get().filter(|drag| drag.pointer_id == event.pointer_id())?;
            present.set(None);
            tell(Msg::End)
        })?;
    }
    Ok(())
}

/// What is done to many at once.
fn listen_to_actions(wiring: &mut Wiring) -> Result<(), JsValue> {
    wiring.control("[data-scope]", "click", |button: &HtmlElement| {
        tell(Msg::SetScope(Scope::from_name(&button.get_attribute("data-scope")?)?))
    })?;
    wiring.control("[data-act]", "click", |button: &HtmlElement| {
        tell(Msg::Act(Action::from_name(&button.get_attribute("data-act")?)?))
    })?;
    wiring.control("#knobs-seed", "change", |field: &HtmlInputElement| {
        tell(Msg::SetSeed(field.value_as_number() as u32))
    })?;
    wiring.control("#knobs-noise", "input", |slider: &HtmlInputElement| {
        tell(Msg::AddNoise(slider.value_as_number() as f32))
    })?;
    for event in ["pointerup", "pointercancel", "keyup", "blur"] {
        wiring.control("#knobs-noise", event, |_: &HtmlElement| tell(Msg::End))?;
    }
    Ok(())
}

/// Undo and redo, which outside of the panel are about the drawing.
fn command(event: &KeyboardEvent) -> Option<Message> {
    let is_undo = is_undo(event)?;
    event.prevent_default();
    event.stop_propagation();
    tell(if is_undo { Msg::Undo } else { Msg::Redo })
}

/// `T` leads back to the trained model, wherever it is not a letter.
fn back_key(event: &KeyboardEvent) -> Option<Message> {
    if !is_plain(event) || !matches!(event.key().as_str(), "t" | "T") {
        return None;
    }
    let takes_letters = "input:not([type='range'], [type='checkbox']), textarea, select, #pad";
    if closest(event, takes_letters).is_none() { tell(Msg::BackToTrained) } else { None }
}

/// The knob that an event is about, and its element.
fn knob_of(event: &Event) -> Option<(Parameter, Element)> {
    let knob = closest(event, "[data-knob]")?;
    Some((knob.get_attribute("data-knob")?.parse().ok()?, knob))
}
