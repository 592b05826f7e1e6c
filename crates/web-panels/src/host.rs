//! The page that embeds this one: its window, and what it asks for in the address.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web::dom;
use web_sys::{MessageEvent, Window};

use crate::js::{call_with, get, in_js};

/// What a host switches on with `1` or off with `0` in the address.
const SWITCHES: [&str; 4] = ["api", "resize", "splice", "links"];

/// The host's window, if the page is in a frame.
pub(crate) fn host() -> Option<Window> {
    let window = dom::window().ok()?;
    window.parent().ok().flatten().filter(|parent| *parent != window)
}

/// The host's window, if it has switched this on.
pub(crate) fn host_that_asks_for(switch: &str) -> Option<Window> {
    host().filter(|_| value_of(switch).as_deref() == Some("1"))
}

/// Whether links may lead out of the page.
pub(crate) fn links_lead_out() -> bool {
    value_of("links").as_deref() != Some("0")
}

/// The value of a switch in the address.
fn value_of(switch: &str) -> Option<String> {
    Some(web::query().ok()?.into_iter().rfind(|(name, _)| name == switch)?.1)
}

/// The first switch in the address whose value is neither `0` nor `1`, with its value.
pub(crate) fn misset() -> Option<String> {
    SWITCHES.iter().find_map(|switch| {
        let value = value_of(switch).filter(|value| !matches!(value.as_str(), "0" | "1"))?;
        Some([switch, "=", &value].concat())
    })
}

/// When a message came, in milliseconds.
pub(crate) fn time_of(event: &MessageEvent) -> f64 {
    get(event, "timeStamp").ok().and_then(|time| time.as_f64()).unwrap_or_default()
}

/// Sends JSON to a host's window. Its origin is not known, so there must be nothing private in it.
pub(crate) fn post_to_window(host: &JsValue, json: &str) {
    let posted =
        in_js(json).and_then(|message| call_with(host, "postMessage", &Array::of2(&message, &"*".into())));
    dom::warn_on_error(posted);
}
