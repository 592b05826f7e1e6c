//! The height that the page wants in a frame, told in each dialect that hosts understand, if one has asked (`resize=1`).

use panels::embed::Msg;
use wasm_bindgen::JsValue;
use web::{Message, Wiring, dom};
use web_sys::{Event, HtmlElement, Window};

use crate::host::{host_that_asks_for, post_to_window};
use crate::js::{call, get};
use crate::tell::tell;

/// What a host asks for.
const SWITCH: &str = "resize";

/// Tells the width whenever it has changed.
pub(crate) fn listen(wiring: &mut Wiring) {
    if host_that_asks_for(SWITCH).is_some() {
        wiring.on_window("resize", |_: &Event| width());
    }
}

/// The first message, if a host has asked.
pub(crate) fn begun() -> Option<Message> {
    // H5P's `h5p-resizer.js` gives the frame the whole width then.
    post_to_window(&host_that_asks_for(SWITCH)?.into(), r#"{"context":"h5p","action":"hello"}"#);
    width()
}

fn width() -> Option<Message> {
    let width = get(dom::window().ok()?.as_ref(), "innerWidth").ok()?.as_f64()?;
    tell(Msg::Width(width as u32))
}

/// Tells the host that this height, in CSS pixels, suits the frame's width.
pub(crate) fn tell_height(height: u32, json: &str) {
    let Some(host) = host_that_asks_for(SWITCH) else { return };
    let text = height.to_string();
    for json in [
        json,
        &[r#"{"context":"h5p","action":"resize","scrollHeight":"#, &text, "}"].concat(),
        // Learning platforms, for LTI.
        &[r#"{"subject":"lti.frameResize","height":"#, &text, "}"].concat(),
    ] {
        post_to_window(&host, json);
    }
    if let Ok(window) = dom::window()
        && get(&window, "requestResize").is_ok_and(|method| method.is_function())
    {
        dom::warn_on_error(request_resize(&window, height));
    }
}

/// Has the browser give the frame the height of what is in it, as proposed for responsive frames.
fn request_resize(window: &Window, height: u32) -> Result<(), JsValue> {
    let body = dom::find::<HtmlElement>("body")?;
    dom::set_length(&body, "min-height", height as f32, "px");
    call(window, "requestResize").map(drop)
}
