//! What an event tells: its keys, its place, the part of the page that it is about.

use app::keys::Key;
use app::target::Target;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent, PointerEvent};

/// The key that was pressed.
pub fn key_of(event: &KeyboardEvent) -> Key {
    Key {
        name: event.key(),
        shift: event.shift_key(),
        ctrl: event.ctrl_key(),
        meta: event.meta_key(),
        alt: event.alt_key(),
        is_repeated: event.repeat(),
    }
}

/// What a key means, if anything; the browser's own meaning is off then.
pub fn taken<M>(event: &KeyboardEvent, meaning: Option<M>) -> Option<M> {
    if meaning.is_some() {
        event.prevent_default();
    }
    meaning
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
    let (x, y) = share_of(picture, event);
    Target::pixel_at(x, y)
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
