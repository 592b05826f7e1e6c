//! Reads events: keys, positions, and the elements concerned.

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

/// Prevents the key's default action if it has a meaning here. Returns the meaning.
pub fn taken<M>(event: &KeyboardEvent, meaning: Option<M>) -> Option<M> {
    if meaning.is_some() {
        event.prevent_default();
    }
    meaning
}

/// The event's target, or its nearest ancestor, that matches a selector.
pub fn closest(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.unchecked_into::<Element>().closest(selector).ok()?
}

/// An attribute of the event's target, or of its nearest ancestor that has it.
pub fn closest_attribute(event: &Event, name: &str) -> Option<String> {
    closest(event, &["[", name, "]"].concat())?.get_attribute(name)
}

/// The element that the listener is on.
pub fn surface<T: JsCast>(event: &Event) -> Option<T> {
    event.current_target().map(JsCast::unchecked_into)
}

/// The position in CSS pixels from the top left corner of the element that the listener is on.
pub fn position(event: &MouseEvent) -> Option<(f32, f32)> {
    let bounds = surface::<Element>(event)?.get_bounding_client_rect();
    let x = f64::from(event.client_x()) - bounds.left();
    let y = f64::from(event.client_y()) - bounds.top();
    Some((x as f32, y as f32))
}

/// The position within an element, as fractions of its width and height.
pub fn share_of(element: &Element, event: &MouseEvent) -> (f32, f32) {
    let bounds = element.get_bounding_client_rect();
    let x = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
    let y = (f64::from(event.client_y()) - bounds.top()) / bounds.height();
    (x as f32, y as f32)
}

/// The pixel of a 28x28 picture under the pointer.
pub fn pixel_at(picture: &Element, event: &PointerEvent) -> Option<Target> {
    let (x, y) = share_of(picture, event);
    Target::pixel_at(x, y)
}

/// The pointer movements that the browser has merged into one event. Safari before 18.2 and insecure contexts do not
/// report them.
pub fn coalesced(event: &PointerEvent) -> Vec<PointerEvent> {
    let knows_them = js_sys::Reflect::has(event, &"getCoalescedEvents".into()).unwrap_or(false);
    let events = if knows_them { event.get_coalesced_events().to_vec() } else { Vec::new() };
    if events.is_empty() {
        vec![event.clone()]
    } else {
        events.into_iter().map(JsCast::unchecked_into).collect()
    }
}
