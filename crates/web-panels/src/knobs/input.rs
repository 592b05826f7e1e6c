//! Pointer, wheel and keyboard in the knobs panel.

use std::cell::Cell;
use std::rc::Rc;

use app::named::Named;
use panels::keys;
use panels::knobs::{Action, Damage, Msg, Nudge, Parameter, Scope, View};
use wasm_bindgen::JsCast;
use web::event::{closest, closest_attribute, key_of, taken};
use web::{Message, Wiring, dom};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent, WheelEvent};

use crate::slider::listen_to_end;
use crate::tell::tell;

/// Wheel events below this many pixels come from a touchpad or a fine wheel.
const NOTCH: f64 = 30.0;

/// A drag of a knob in progress.
#[derive(Clone, Copy)]
struct Drag {
    parameter: Parameter,
    pointer_id: i32,
    start: f64,
    width: f64,
}

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.on("section[data-panel='knobs']", "keydown", command);
    for (selector, msg) in
        [("#knobs-undo", Msg::Undo), ("#knobs-redo", Msg::Redo), ("#knobs-back", Msg::BackToTrained)]
    {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(msg.clone()));
    }
    listen_to_list(wiring);
    listen_to_drags(wiring);
    listen_to_actions(wiring);
}

/// Keys and wheel on a knob, and the field for its value.
fn listen_to_list(wiring: &mut Wiring) {
    wiring.on("#knob-list", "keydown", |event: &KeyboardEvent| {
        let (parameter, _) = knob_of(event)?;
        let key = key_of(event);
        if key.name == "Enter" && key.is_plain() {
            event.prevent_default();
            let field: HtmlInputElement = dom::find("#knob-number").ok()?;
            dom::warn_on_error(field.focus());
            field.select();
        }
        taken(event, keys::on_knob(&key, parameter)).and_then(tell)
    });
    wiring.on("#knob-list", "keyup", |event: &KeyboardEvent| {
        Nudge::from_name(&event.key()).and_then(|_| tell(Msg::End))
    });
    wiring.on("#knob-list", "wheel", |event: &WheelEvent| {
        let (parameter, knob) = knob_of(event)?;
        // Otherwise the wheel scrolls the panel.
        if dom::document().ok()?.active_element().as_ref() != Some(&knob) {
            return None;
        }
        event.prevent_default();
        // With Shift, browsers report horizontal scrolling.
        let delta = if event.delta_y() == 0.0 { event.delta_x() } else { event.delta_y() };
        let is_small = event.shift_key() || (event.delta_mode() == 0 && delta.abs() < NOTCH);
        let nudge = if delta < 0.0 { Nudge::Up } else { Nudge::Down };
        tell(Msg::Nudge { parameter, nudge, is_small })
    });
    wiring.on("#knob-list", "focusin", |event: &Event| {
        knob_of(event).and_then(|(knob, _)| tell(Msg::Choose(knob)))
    });
    wiring.on("#knob-list", "focusout", |_: &Event| tell(Msg::End));
    wiring.on("#knob-list", "click", |event: &Event| {
        tell(Msg::Reset(closest_attribute(event, "data-reset")?.parse().ok()?))
    });
    wiring.on("#knob-form", "submit", |event: &Event| {
        event.prevent_default();
        tell(Msg::Type(dom::find::<HtmlInputElement>("#knob-number").ok()?.value()))
    });
    wiring.control("#knobs-all", "click", |button: &HtmlElement| {
        tell(Msg::ShowAll(button.get_attribute("data-all").is_some_and(|all| !all.is_empty())))
    });
}

/// Dragging is relative: only the distance counts.
fn listen_to_drags(wiring: &mut Wiring) {
    let drag: Rc<Cell<Option<Drag>>> = Rc::default();
    let present = drag.clone();
    wiring.on("#knob-list", "pointerdown", move |event: &PointerEvent| {
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
    });
    let present = drag.clone();
    wiring.on("#knob-list", "pointermove", move |event: &PointerEvent| {
        let drag = present.get().filter(|drag| drag.pointer_id == event.pointer_id())?;
        let share = (f64::from(event.client_x()) - drag.start) / drag.width;
        tell(Msg::Drag { parameter: drag.parameter, share: share as f32 })
    });
    for event in ["pointerup", "pointercancel"] {
        let present = drag.clone();
        wiring.on("#knob-list", event, move |event: &PointerEvent| {
            present.get().filter(|drag| drag.pointer_id == event.pointer_id())?;
            present.set(None);
            tell(Msg::End)
        });
    }
}

/// Actions on many knobs at once.
fn listen_to_actions(wiring: &mut Wiring) {
    wiring.control("[data-scope]", "click", |button: &HtmlElement| {
        tell(Msg::SetScope(Scope::from_name(&button.get_attribute("data-scope")?)?))
    });
    wiring.control("[data-view-of-knobs]", "click", |button: &HtmlElement| {
        tell(Msg::Show(View::from_name(&button.get_attribute("data-view-of-knobs")?)?))
    });
    wiring.on("#damages", "click", |event: &Event| {
        tell(Msg::Break(Damage::from_name(&closest_attribute(event, "data-damage")?)?))
    });
    wiring.control("[data-act]", "click", |button: &HtmlElement| {
        tell(Msg::Act(Action::from_name(&button.get_attribute("data-act")?)?))
    });
    wiring.control("#knobs-seed", "change", |field: &HtmlInputElement| {
        tell(Msg::SetSeed(field.value_as_number() as u32))
    });
    wiring.control("#knobs-noise", "input", |slider: &HtmlInputElement| {
        tell(Msg::AddNoise(slider.value_as_number() as f32))
    });
    listen_to_end(wiring, "#knobs-noise");
}

/// Undo and redo of knobs. Outside this panel, the keys apply to the drawing.
fn command(event: &KeyboardEvent) -> Option<Message> {
    let meaning = taken(event, keys::on_knobs_panel(&key_of(event)))?;
    event.stop_propagation();
    tell(meaning)
}

/// The event's knob and its element.
fn knob_of(event: &Event) -> Option<(Parameter, Element)> {
    let knob = closest(event, "[data-knob]")?;
    Some((knob.get_attribute("data-knob")?.parse().ok()?, knob))
}
