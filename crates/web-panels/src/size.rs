//! The height that the page wants in a frame, told in each dialect that hosts understand, if one has asked (`resize=1`).

use std::cell::RefCell;

use js_sys::Array;
use panels::embed::{Bucket, Frame, Msg, Verdict};
use wasm_bindgen::JsValue;
use web::{Message, Wiring, dom};
use web_sys::{Event, HtmlElement, MessageEvent, Window};

use crate::host::{host_that_asks_for, post_to_window, time_of};
use crate::js::{call, call_with, get};
use crate::tell::tell;

/// What a host asks for.
const SWITCH: &str = "resize";

/// What H5P's script says to each frame when it begins, and what a frame says then.
const H5P_READY: &str = "ready";
const H5P_HELLO: &str = r#"{"context":"h5p","action":"hello"}"#;

/// Tells the frame whenever it has changed, and all of it to H5P's script when that begins.
pub(crate) fn listen(wiring: &mut Wiring) {
    let Some(host) = host_that_asks_for(SWITCH).map(JsValue::from) else { return };
    wiring.on_window("resize", |_: &Event| frame());
    let bucket = RefCell::new(Bucket::default());
    wiring.on_window("message", move |event: &MessageEvent| {
        let data = event.data();
        let is = |name, value| get(&data, name).is_ok_and(|found| found == value);
        let is_ready = get(event, "source").ok()? == host
            && is("context", "h5p")
            && is("action", H5P_READY)
            && bucket.borrow_mut().admit(time_of(event)) == Verdict::Read;
        is_ready.then(|| post_to_window(&host, H5P_HELLO))?;
        tell(Msg::SizeWanted)
    });
}

/// The first message, if a host has asked.
pub(crate) fn begun() -> Option<Message> {
    // H5P's `h5p-resizer.js` gives the frame the whole width then.
    post_to_window(&host_that_asks_for(SWITCH)?.into(), H5P_HELLO);
    frame()
}

fn frame() -> Option<Message> {
    let width = get(dom::window().ok()?.as_ref(), "innerWidth").ok()?.as_f64()?;
    let text_size = text_size().unwrap_or_default();
    tell(Msg::Frame(Frame { width: width as u32, text_size }))
}

/// The size of text that the browser's user has chosen, in which the style sheet's thresholds are; the page's own depends on the frame.
fn text_size() -> Option<f32> {
    let sample = dom::append(dom::document().ok()?.body()?.as_ref(), "span").ok()?;
    dom::set_style(&sample, "font-size", "medium");
    let style = call_with(dom::window().ok()?.as_ref(), "getComputedStyle", &Array::of1(&sample));
    let size = get(&style.ok()?, "fontSize").ok()?.as_string();
    dom::warn_on_error(call(&sample, "remove"));
    size.map(|size| js_sys::parse_float(&size) as f32)
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
        request_resize(&window, height);
    }
}

/// Has the browser give the frame the height of what is in it, as proposed for responsive frames. It may refuse: then there is nothing
/// to say, because the host has been told.
fn request_resize(window: &Window, height: u32) {
    let Ok(body) = dom::find::<HtmlElement>("body") else { return };
    dom::set_length(&body, "min-height", height as f32, "px");
    if call(window, "requestResize").is_err() {
        dom::set_style(&body, "min-height", "");
    }
}
