//! The learning platform that keeps how far somebody has come in a lesson (`splice=1`): what it says, and what it is told.

use std::cell::Cell;

use panels::lesson::Msg;
use wasm_bindgen::JsValue;
use web::{Wiring, dom};
use web_sys::MessageEvent;

use crate::host::{host_that_asks_for, post_to_window};
use crate::js::{get, in_json};
use crate::tell::tell;

/// What a platform asks for.
const SWITCH: &str = "splice";
/// The message that we wait for. Of others that are named so, the first few are looked at.
const ANSWER: &str = "SPLICE.getState.response";
const MOST_ANSWERS: u32 = 8;

/// By which name the platform knows the page: its address, without the state.
pub(crate) fn activity() -> Option<String> {
    host_that_asks_for(SWITCH)?;
    let address = dom::window().ok()?.location().href().ok()?;
    address.split('#').next().map(str::to_owned)
}

/// Sends JSON to the platform.
pub(crate) fn post(json: &str) {
    if let Some(host) = host_that_asks_for(SWITCH) {
        post_to_window(&host, json);
    }
}

pub(crate) fn listen(wiring: &mut Wiring) {
    let Some(host) = host_that_asks_for(SWITCH) else { return };
    let host = JsValue::from(host);
    let n_left = Cell::new(MOST_ANSWERS);
    wiring.on_window("message", move |event: &MessageEvent| {
        let data = event.data();
        let is_answer =
            get(event, "source").ok()? == host && data.is_object() && get(&data, "subject").ok()? == ANSWER;
        let n = n_left.get().checked_sub(1).filter(|_| is_answer)?;
        n_left.set(n);
        tell(Msg::Heard(in_json(&data, &JsValue::NULL)?.into()))
    });
}
