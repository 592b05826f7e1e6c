//! Pointer, wheel and keyboard in the matrix panel.

use std::cell::Cell;
use std::rc::Rc;

use app::msg::Msg as CoreMsg;
use app::target::Target;
use panels::matrix::{Msg, Step};
use wasm_bindgen::JsValue;
use web::event::{closest_attribute, direction_of, is_plain, position, surface};
use web::{Wiring, dom, size_of};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

use crate::tell::{message, tell, tell_core};
use crate::terms::term_of;

/// A turn of the wheel moves at least this far; the many small movements of a touchpad scroll.
const WHEEL_TURN: f64 = 50.0;

/// `told` is kept at what the view has told of its scrolling.
pub(super) fn listen(wiring: &mut Wiring, told: &Rc<Cell<(f32, f32)>>) -> Result<(), JsValue> {
    for selector in ["#matrix-layers", "#matrix-whole", "#matrix-count"] {
        let list: HtmlElement = dom::find(selector)?;
        wiring.on(&list, "click", |event: &Event| {
            tell(Msg::ChooseLayer(closest_attribute(event, "data-layer")?.parse().ok()?))
        })?;
    }
    for (selector, is_closer) in [("#matrix-out", false), ("#matrix-in", true)] {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(Msg::Zoom(is_closer)))?;
    }
    listen_to_view(wiring, told)?;
    let row: HtmlElement = dom::find("#matrix-row")?;
    wiring.on(&row, "pointermove", |event: &PointerEvent| {
        let row = surface::<Element>(event)?.get_attribute("data-row")?.parse().ok()?;
        let column = term_of(event).map(|term| match term {
            Target::Pixel(column) | Target::Neuron { neuron_idx: column, .. } => column,
        });
        tell(Msg::PointAtTerm(column.map(|column| (row, column))))
    })?;
    wiring.on(&row, "pointerleave", |_: &Event| tell(Msg::PointAtTerm(None)))
}

fn listen_to_view(wiring: &mut Wiring, told: &Rc<Cell<(f32, f32)>>) -> Result<(), JsValue> {
    let view: HtmlElement = dom::find("#matrix-view")?;
    let element = view.clone();
    wiring.on_size(&view, move || {
        let (width, height, text_size) = size_of(&element);
        message(Msg::Resized(width, height, text_size))
    })?;
    let told = told.clone();
    wiring.control("#matrix-view", "scroll", move |view: &Element| {
        told.set((view.scroll_left() as f32, view.scroll_top() as f32));
        tell(Msg::Scrolled(told.get().0, told.get().1))
    })?;
    for event in ["pointermove", "pointerdown"] {
        wiring.on(&view, event, |event: &PointerEvent| {
            // A finger does not hover: its tap picks, and its drag scrolls.
            let is_finger = event.pointer_type() == "touch";
            if is_finger { None } else { tell(Msg::PointAt(Some(place(event)?))) }
        })?;
    }
    wiring.on(&view, "pointerleave", |_: &Event| tell(Msg::PointAt(None)))?;
    wiring.on(&view, "click", |event: &MouseEvent| {
        let (x, y) = place(event)?;
        tell(Msg::PickAt(x, y))
    })?;
    wiring.control("#matrix-view", "focus", |view: &Element| {
        // A click brings the focus too, but the cell is the one clicked.
        view.matches(":focus-visible").unwrap_or(true).then_some(tell(Msg::Focus)?)
    })?;
    wiring.on(&view, "blur", |_: &Event| tell_core(CoreMsg::PointAtTerm(None)))?;
    wiring.on(&view, "wheel", |event: &WheelEvent| {
        let is_turn = event.delta_y().abs() >= WHEEL_TURN && !event.shift_key();
        if !(is_turn && surface::<Element>(event)?.matches(":focus").unwrap_or(false)) {
            return None;
        }
        event.prevent_default();
        tell(Msg::Zoom(event.delta_y() < 0.0))
    })?;
    wiring.on(&view, "keydown", |event: &KeyboardEvent| {
        if !is_plain(event) {
            return None;
        }
        let msg = match event.key().as_str() {
            "Home" => Msg::Move(Step::RowStart),
            "End" => Msg::Move(Step::RowEnd),
            "+" | "=" => Msg::Zoom(true),
            "-" => Msg::Zoom(false),
            key => Msg::Move(Step::To(direction_of(key)?)),
        };
        event.prevent_default();
        tell(msg)
    })
}

/// Where inside of the view's border.
fn place(event: &MouseEvent) -> Option<(f32, f32)> {
    let view: Element = surface(event)?;
    let (x, y) = position(event)?;
    Some((x - view.client_left() as f32, y - view.client_top() as f32))
}
