//! Pointer, wheel and keyboard in the matrix panel.

use app::target::Target;
use panels::matrix::{Msg, Step};
use panels::state::PageMsg;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

use crate::dom;
use crate::input::panel::term_of;
use crate::input::{Wiring, size_of};

/// A turn of the wheel moves at least this far; the many small movements of a touchpad scroll.
const WHEEL_TURN: f64 = 50.0;

fn to_page(msg: Msg) -> Option<PageMsg> {
    Some(msg.into())
}

pub(in crate::panels) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    for selector in ["#matrix-layers", "#matrix-whole", "#matrix-count"] {
        let list: HtmlElement = dom::find(selector)?;
        wiring.on(&list, "click", |event: Event| {
            let element: Element = event.target()?.dyn_into().ok()?;
            let layer_idx = element.closest("[data-layer]").ok()??.get_attribute("data-layer")?;
            to_page(Msg::ChooseLayer(layer_idx.parse().ok()?))
        })?;
    }
    for (selector, is_closer) in [("#matrix-out", false), ("#matrix-in", true)] {
        let button: HtmlElement = dom::find(selector)?;
        wiring.on(&button, "click", move |_: Event| to_page(Msg::Zoom(is_closer)))?;
    }
    listen_to_view(wiring)?;
    let row: HtmlElement = dom::find("#matrix-row")?;
    let element = row.clone();
    wiring.on(&row, "pointermove", move |event: PointerEvent| {
        let row = element.get_attribute("data-row")?.parse().ok()?;
        let column = term_of(&event).map(|term| match term {
            Target::Pixel(column) | Target::Neuron { neuron_idx: column, .. } => column,
        });
        to_page(Msg::PointAtTerm(column.map(|column| (row, column))))
    })?;
    wiring.on(&row, "pointerleave", |_: Event| to_page(Msg::PointAtTerm(None)))
}

fn listen_to_view(wiring: &mut Wiring) -> Result<(), JsValue> {
    let view: HtmlElement = dom::find("#matrix-view")?;
    let element = view.clone();
    wiring.on_size(&view, move || {
        let (width, height, text_size) = size_of(&element);
        Msg::Resized(width, height, text_size)
    })?;
    let element = view.clone();
    wiring.on(&view, "scroll", move |_: Event| {
        to_page(Msg::Scrolled(element.scroll_left() as f32, element.scroll_top() as f32))
    })?;
    for event in ["pointermove", "pointerdown"] {
        let element = view.clone();
        wiring.on(&view, event, move |event: PointerEvent| {
            // A finger does not hover: its tap picks, and its drag scrolls.
            let is_finger = event.pointer_type() == "touch";
            if is_finger { None } else { to_page(Msg::PointAt(Some(position(&element, &event)))) }
        })?;
    }
    wiring.on(&view, "pointerleave", |_: Event| to_page(Msg::PointAt(None)))?;
    let element = view.clone();
    wiring.on(&view, "click", move |event: MouseEvent| {
        let (x, y) = position(&element, &event);
        to_page(Msg::PickAt(x, y))
    })?;
    let element = view.clone();
    wiring.on(&view, "focus", move |_: Event| {
        // A click brings the focus too, but the cell is the one clicked.
        element.matches(":focus-visible").unwrap_or(true).then_some(to_page(Msg::Focus)?)
    })?;
    wiring.on(&view, "blur", |_: Event| Some(app::msg::Msg::PointAtTerm(None)))?;
    let element = view.clone();
    wiring.on(&view, "wheel", move |event: WheelEvent| {
        let is_turn = event.delta_y().abs() >= WHEEL_TURN && !event.shift_key();
        if !(is_turn && element.matches(":focus").unwrap_or(false)) {
            return None;
        }
        event.prevent_default();
        to_page(Msg::Zoom(event.delta_y() < 0.0))
    })?;
    wiring.on(&view, "keydown", |event: KeyboardEvent| {
        let msg = match event.key().as_str() {
            "Home" => Msg::Move(Step::RowStart),
            "End" => Msg::Move(Step::RowEnd),
            "+" | "=" => Msg::Zoom(true),
            "-" => Msg::Zoom(false),
            _ => Msg::Move(Step::To(crate::panels::direction_of(&event)?)),
        };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return None;
        }
        event.prevent_default();
        to_page(msg)
    })
}

fn position(view: &HtmlElement, event: &MouseEvent) -> (f32, f32) {
    let bounds = view.get_bounding_client_rect();
    let x = f64::from(event.client_x()) - bounds.left() - f64::from(view.client_left());
    let y = f64::from(event.client_y()) - bounds.top() - f64::from(view.client_top());
    (x as f32, y as f32)
}
