//! Pointer, wheel and keyboard in the matrix panel.

use app::msg::Msg as PageMsg;
use app::network_layout::Target;
use app::panels::Msg as PanelMsg;
use app::panels::matrix::{Msg, Step};
use wasm_bindgen::JsValue;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

use crate::dom;
use crate::input::event::{closest_attribute, direction_of, is_plain, position, surface};
use crate::input::panel::term_of;
use crate::input::size_of;
use crate::wiring::Wiring;

/// A turn of the wheel moves at least this far; the many small movements of a touchpad scroll.
const WHEEL_TURN: f64 = 50.0;

fn to_page(msg: Msg) -> Option<PageMsg> {
    Some(PageMsg::Panel(PanelMsg::Matrix(msg)))
}

pub(in crate::panels) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    for selector in ["#matrix-layers", "#matrix-whole", "#matrix-count"] {
        let list: HtmlElement = dom::find(selector)?;
        wiring.on(&list, "click", |event: &Event| {
            to_page(Msg::ChooseLayer(closest_attribute(event, "data-layer")?.parse().ok()?))
        })?;
    }
    for (selector, is_closer) in [("#matrix-out", false), ("#matrix-in", true)] {
        wiring.control(selector, "click", move |_: &HtmlElement| to_page(Msg::Zoom(is_closer)))?;
    }
    listen_to_view(wiring)?;
    let row: HtmlElement = dom::find("#matrix-row")?;
    wiring.on(&row, "pointermove", |event: &PointerEvent| {
        let row = surface::<Element>(event)?.get_attribute("data-row")?.parse().ok()?;
        let column = term_of(event).map(|term| match term {
            Target::Pixel(column) | Target::Neuron { neuron_idx: column, .. } => column,
        });
        to_page(Msg::PointAtTerm(column.map(|column| (row, column))))
    })?;
    wiring.on(&row, "pointerleave", |_: &Event| to_page(Msg::PointAtTerm(None)))
}

fn listen_to_view(wiring: &mut Wiring) -> Result<(), JsValue> {
    let view: HtmlElement = dom::find("#matrix-view")?;
    let element = view.clone();
    wiring.on_size(&view, move || {
        let (width, height, text_size) = size_of(&element);
        PageMsg::Panel(PanelMsg::Matrix(Msg::Resized(width, height, text_size)))
    })?;
    wiring.control("#matrix-view", "scroll", |view: &Element| {
        to_page(Msg::Scrolled(view.scroll_left() as f32, view.scroll_top() as f32))
    })?;
    for event in ["pointermove", "pointerdown"] {
        wiring.on(&view, event, |event: &PointerEvent| {
            // A finger does not hover: its tap picks, and its drag scrolls.
            let is_finger = event.pointer_type() == "touch";
            if is_finger { None } else { to_page(Msg::PointAt(Some(place(event)?))) }
        })?;
    }
    wiring.on(&view, "pointerleave", |_: &Event| to_page(Msg::PointAt(None)))?;
    wiring.on(&view, "click", |event: &MouseEvent| {
        let (x, y) = place(event)?;
        to_page(Msg::PickAt(x, y))
    })?;
    wiring.control("#matrix-view", "focus", |view: &Element| {
        // A click brings the focus too, but the cell is the one clicked.
        view.matches(":focus-visible").unwrap_or(true).then_some(to_page(Msg::Focus)?)
    })?;
    wiring.on(&view, "blur", |_: &Event| Some(PageMsg::PointAtTerm(None)))?;
    wiring.on(&view, "wheel", |event: &WheelEvent| {
        let is_turn = event.delta_y().abs() >= WHEEL_TURN && !event.shift_key();
        if !(is_turn && surface::<Element>(event)?.matches(":focus").unwrap_or(false)) {
            return None;
        }
        event.prevent_default();
        to_page(Msg::Zoom(event.delta_y() < 0.0))
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
        to_page(msg)
    })
}

/// Where inside of the view's border.
fn place(event: &MouseEvent) -> Option<(f32, f32)> {
    let view: Element = surface(event)?;
    let (x, y) = position(event)?;
    Some((x - view.client_left() as f32, y - view.client_top() as f32))
}
