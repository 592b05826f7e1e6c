//! Pointer, wheel and keyboard in the matrix panel.

use std::cell::Cell;
use std::rc::Rc;

use app::msg::Msg as CoreMsg;
use app::target::Target;
use panels::keys;
use panels::matrix::Msg;
use web::event::{closest_attribute, key_of, position, share_of, surface, taken};
use web::{Wiring, dom, size_of};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

use crate::tell::{message, tell, tell_core};
use crate::terms::term_of;

/// Wheel events of at least this size zoom. The many small ones of a touchpad scroll.
const WHEEL_TURN: f64 = 50.0;

/// Scroll positions nearer than this many CSS pixels are the same: the view is given whole pixels.
const SAME_POSITION: f32 = 1.0;

/// `shown` is the scroll position that the view has: the last one that it was given, or reported.
pub(super) fn listen(wiring: &mut Wiring, shown: &Rc<Cell<(f32, f32)>>) {
    for selector in ["#matrix-layers", "#matrix-whole", "#matrix-count"] {
        wiring.on(selector, "click", |event: &Event| {
            tell(Msg::ChooseLayer(closest_attribute(event, "data-layer")?.parse().ok()?))
        });
    }
    for (selector, is_closer) in [("#matrix-out", false), ("#matrix-in", true)] {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(Msg::Zoom(is_closer)));
    }
    wiring.control("#measure", "click", |_: &HtmlElement| tell(Msg::Measure));
    listen_to_view(wiring, shown);
    for event in ["pointerdown", "pointermove"] {
        wiring.on("#matrix-map", event, |event: &PointerEvent| {
            let map: Element = surface(event)?;
            if event.buttons() != 1 {
                return None;
            }
            let (x, y) = share_of(&map, event);
            // So that a drag that leaves the map goes on.
            dom::warn_on_error(map.set_pointer_capture(event.pointer_id()));
            tell(Msg::Reach(x, y))
        });
    }
    wiring.on("#matrix-row", "pointermove", |event: &PointerEvent| {
        let row = surface::<Element>(event)?.get_attribute("data-row")?.parse().ok()?;
        let column = term_of(event).map(|term| match term {
            Target::Pixel(column) | Target::Neuron { neuron_idx: column, .. } => column,
        });
        tell(Msg::PointAtTerm(column.map(|column| (row, column))))
    });
    wiring.on("#matrix-row", "pointerleave", |_: &Event| tell(Msg::PointAtTerm(None)));
}

fn listen_to_view(wiring: &mut Wiring, shown: &Rc<Cell<(f32, f32)>>) {
    wiring.on_size("#matrix-view", |view| {
        let (width, height, text_size) = size_of(view);
        message(Msg::Resized(width, height, text_size))
    });
    let shown = shown.clone();
    wiring.control("#matrix-view", "scroll", move |view: &Element| {
        let (x, y) = (view.scroll_left() as f32, view.scroll_top() as f32);
        let (shown_x, shown_y) = shown.get();
        if (x - shown_x).abs() < SAME_POSITION && (y - shown_y).abs() < SAME_POSITION {
            // The late report of a position that the view was given; by now there may be a newer one.
            return None;
        }
        shown.set((x, y));
        tell(Msg::Scrolled(x, y))
    });
    for event in ["pointermove", "pointerdown"] {
        wiring.on("#matrix-view", event, |event: &PointerEvent| {
            // A finger does not hover: a tap picks, and a drag scrolls.
            let is_finger = event.pointer_type() == "touch";
            if is_finger { None } else { tell(Msg::PointAt(Some(place(event)?))) }
        });
    }
    wiring.on("#matrix-view", "pointerleave", |_: &Event| tell(Msg::PointAt(None)));
    wiring.on("#matrix-view", "click", |event: &MouseEvent| {
        let (x, y) = place(event)?;
        tell(Msg::PickAt(x, y))
    });
    wiring.control("#matrix-view", "focus", |view: &Element| {
        // Not after a click, which has already chosen a cell.
        view.matches(":focus-visible").unwrap_or(true).then_some(tell(Msg::Focus)?)
    });
    wiring.on("#matrix-view", "blur", |_: &Event| tell_core(CoreMsg::PointAtTerm(None)));
    wiring.on("#matrix-view", "wheel", |event: &WheelEvent| {
        let is_turn = event.delta_y().abs() >= WHEEL_TURN && !event.shift_key();
        if !(is_turn && surface::<Element>(event)?.matches(":focus").unwrap_or(false)) {
            return None;
        }
        event.prevent_default();
        tell(Msg::Zoom(event.delta_y() < 0.0))
    });
    wiring.on("#matrix-view", "keydown", |event: &KeyboardEvent| {
        taken(event, keys::on_matrix(&key_of(event))).and_then(tell)
    });
}

/// The position inside the view's border.
fn place(event: &MouseEvent) -> Option<(f32, f32)> {
    let view: Element = surface(event)?;
    let (x, y) = position(event)?;
    Some((x - view.client_left() as f32, y - view.client_top() as f32))
}
