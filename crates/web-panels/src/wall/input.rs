//! Pointer, wheel and keyboard on the wall and on the controls for a single knob.

use app::named::Named;
use panels::keys;
use panels::knobs::Nudge;
use panels::wall::Msg;
use panels::wall::layout::{Level, WIDTH};
use web::Wiring;
use web::event::{key_of, share_of, surface, taken};
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

use crate::slider::listen_to_gesture;
use crate::tell::tell;

pub(crate) fn listen(wiring: &mut Wiring) {
    listen_to_cells(wiring);
    wiring.control("#wall-way button", "click", |button: &HtmlElement| {
        tell(Msg::ZoomTo(Level::from_name(&button.get_attribute("data-level")?)?))
    });
    listen_to_dial(wiring);
}

fn listen_to_cells(wiring: &mut Wiring) {
    wiring.on("#wall-cells", "pointermove", |event: &PointerEvent| tell(Msg::PointAt(Some(point(event)?))));
    wiring.on("#wall-cells", "pointerleave", |_: &PointerEvent| tell(Msg::PointAt(None)));
    // Draws the cells that come into view. The pointer is over different cells now.
    wiring.control("#inspector", "scroll", |_: &HtmlElement| tell(Msg::PointAt(None)));
    wiring.on("#wall-cells", "click", |event: &MouseEvent| {
        let (x, y) = point(event)?;
        tell(Msg::ZoomAt(x, y))
    });
    wiring.on("#wall-cells", "keydown", |event: &KeyboardEvent| {
        let meaning = taken(event, keys::on_wall(&key_of(event), is_seen_whole(event)));
        if matches!(meaning, Some(Msg::ZoomOut)) {
            event.stop_propagation();
        }
        meaning.and_then(tell)
    });
}

/// Whether the whole wall is shown.
fn is_seen_whole(event: &KeyboardEvent) -> bool {
    let level = surface::<Element>(event).and_then(|wall| wall.get_attribute("data-level"));
    level.as_deref() == Some(Level::All.name())
}

fn listen_to_dial(wiring: &mut Wiring) {
    listen_to_gesture(wiring, "#wall-slider");
    wiring.control("#wall-slider", "input", |slider: &HtmlInputElement| {
        tell(Msg::Set(slider.value_as_number() as f32))
    });
    wiring.on("#wall-slider", "keydown", |event: &KeyboardEvent| {
        taken(event, keys::on_wall_slider(&key_of(event))).and_then(tell)
    });
    wiring.on("#wall-slider", "wheel", |event: &WheelEvent| {
        // Otherwise the wheel scrolls the panel.
        if !surface::<Element>(event)?.matches(":focus").unwrap_or(false) {
            return None;
        }
        event.prevent_default();
        // With Shift, browsers report horizontal scrolling.
        let delta = if event.delta_y() == 0.0 { event.delta_x() } else { event.delta_y() };
        tell(Msg::Turn(if delta < 0.0 { Nudge::Up } else { Nudge::Down }, event.shift_key()))
    });
    wiring.control("#wall-number", "change", |field: &HtmlInputElement| tell(Msg::Typed(field.value())));
    wiring.control("#wall-reset", "click", |_: &HtmlElement| tell(Msg::Reset));
}

/// The position in the wall's units.
fn point(event: &MouseEvent) -> Option<(f32, f32)> {
    let cells: Element = surface(event)?;
    let (x, y) = share_of(&cells, event);
    let bounds = cells.get_bounding_client_rect();
    Some((x * WIDTH, y * WIDTH * (bounds.height() / bounds.width()) as f32))
}
