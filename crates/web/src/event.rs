//! What an event tells: its keys, its place, the part of the page that it is about.

use app::SIDE;
use app::network_layout::Direction;
use app::target::Target;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent, PointerEvent};

/// Whether a key was pressed without one that gives it another meaning.
pub fn is_plain(event: &KeyboardEvent) -> bool {
    !(event.ctrl_key() || event.meta_key() || event.alt_key())
}

/// The direction of an arrow key.
pub fn direction_of(key: &str) -> Option<Direction> {
    Some(match key {
        "ArrowUp" => Direction::Up,
        "ArrowDown" => Direction::Down,
        "ArrowLeft" => Direction::Left,
        "ArrowRight" => Direction::Right,
        _ => return None,
    })
}

/// Whether the keys pressed mean "undo" (true) or "redo"; none where they mean neither.
pub fn is_undo(event: &KeyboardEvent) -> Option<bool> {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return None;
    }
    match (event.key().as_str(), event.shift_key()) {
        ("z" | "Z", is_redo) => Some(!is_redo),
        // With Cmd it is the browser's.
        ("y" | "Y", false) if event.ctrl_key() => Some(false),
        _ => None,
    }
}

/// The element that an event is about, or the nearest around it that a selector names.
pub fn closest(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.unchecked_into::<Element>().closest(selector).ok()?
}

/// An attribute of the nearest element around the event's that has it.
pub fn closest_attribute(event: &Event, name: &str) -> Option<String> {
    closest(event, &["[", name, "]"].concat())?.get_attribute(name)
}

/// The element that was listened to.
pub fn surface<T: JsCast>(event: &Event) -> Option<T> {
    event.current_target().map(JsCast::unchecked_into)
}

/// Where on the element that was listened to, in CSS pixels from its corner.
pub fn position(event: &MouseEvent) -> Option<(f32, f32)> {
    let bounds = surface::<Element>(event)?.get_bounding_client_rect();
    let x = f64::from(event.client_x()) - bounds.left();
    let y = f64::from(event.client_y()) - bounds.top();
    Some((x as f32, y as f32))
}

/// Where on an element, as shares of its width and height.
pub fn share_of(element: &Element, event: &MouseEvent) -> (f32, f32) {
    let bounds = element.get_bounding_client_rect();
    let x = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
    let y = (f64::from(event.client_y()) - bounds.top()) / bounds.height();
    (x as f32, y as f32)
}

/// The pixel of a 28x28 picture that the pointer is on.
pub fn pixel_at(picture: &Element, event: &PointerEvent) -> Option<Target> {
    let cell = |share: f32| {
        let cell = (share * SIDE as f32).floor();
        (0.0..SIDE as f32).contains(&cell).then_some(cell as usize)
    };
    let (x, y) = share_of(picture, event);
    Some(Target::Pixel(cell(y)? * SIDE + cell(x)?))
}

/// The movements that the browser has gathered in one event. Safari knows of them since 18.2 only, and a page that is not
/// served securely may have none.
pub fn coalesced(event: &PointerEvent) -> Vec<PointerEvent> {
    let knows_them = js_sys::Reflect::has(event, &"getCoalescedEvents".into()).unwrap_or(false);
    let events = if knows_them { event.get_coalesced_events().to_vec() } else { Vec::new() };
    if events.is_empty() {
        vec![event.clone()]
    } else {
        events.into_iter().map(JsCast::unchecked_into).collect()
    }
}
