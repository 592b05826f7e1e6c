//! The height that the page wants in a frame, told in each dialect that hosts understand, if one has asked (`resize=1`).

use panels::embed::Msg;
use web::{Message, Wiring, dom};
use web_sys::Event;

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
    host_that_asks_for(SWITCH).and_then(|_| width())
}

fn width() -> Option<Message> {
    let width = get(dom::window().ok()?.as_ref(), "innerWidth").ok()?.as_f64()?;
    tell(Msg::Width(width as u32))
}

/// Takes this height for the frame's, whatever that is, and tells the host.
pub(crate) fn take_and_tell(height: u32, json: &str) {
    let taken = dom::root().map(|root| {
        dom::set_length(&root, "--height", height as f32, "px");
        dom::set_length(&root, "--vh", height as f32 / 100.0, "px");
    });
    dom::warn_on_error(taken);
    let Some(host) = host_that_asks_for(SWITCH) else { return };
    let height = height.to_string();
    for json in [
        json,
        // H5P's `h5p-resizer.js`, which gives the frame the whole width first.
        r#"{"context":"h5p","action":"hello"}"#,
        &[r#"{"context":"h5p","action":"resize","scrollHeight":"#, &height, "}"].concat(),
        // Learning platforms, for LTI.
        &[r#"{"subject":"lti.frameResize","height":"#, &height, "}"].concat(),
    ] {
        post_to_window(&host, json);
    }
    // The proposal for responsive frames: the browser itself measures the page.
    if let Ok(window) = dom::window()
        && get(&window, "requestResize").is_ok_and(|it| it.is_function())
    {
        dom::warn_on_error(call(&window, "requestResize"));
    }
}
