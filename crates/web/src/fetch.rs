//! Fetches files through `boot.js`, which knows what it has already begun to fetch, the time limits, and when to retry.

use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;

/// The contents of a file, or a phrase that says what went wrong.
pub type Fetched = Result<Vec<u8>, String>;

/// A function in `boot.js` that takes a URL and a callback, and calls that with a `Uint8Array` or an `Error`.
#[derive(Clone)]
pub struct Fetcher(Function);

impl Fetcher {
    /// Fetches with this function.
    pub fn new(fetch_bytes: Function) -> Fetcher {
        Fetcher(fetch_bytes)
    }

    /// Fetches a file. Calls `done` once, later.
    pub fn fetch(&self, address: &str, done: Box<dyn FnOnce(Fetched)>) {
        let settled = Closure::once_into_js(move |result: JsValue| done(to_fetched(&result)));
        crate::dom::warn_on_error(self.0.call2(&JsValue::NULL, &address.into(), &settled));
    }
}

fn to_fetched(result: &JsValue) -> Fetched {
    match result.dyn_ref::<Uint8Array>() {
        Some(bytes) => Ok(bytes.to_vec()),
        None => Err(result.unchecked_ref::<js_sys::Error>().message().into()),
    }
}
