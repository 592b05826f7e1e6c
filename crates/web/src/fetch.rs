//! Files from the network. `boot.js` fetches them, for the program as for itself: it knows what is on its way already, how
//! long to wait, and when to try again.

use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;

/// The bytes of a file, or a phrase that says why there are none.
pub type Fetched = Result<Vec<u8>, String>;

/// Fetches files: a function of `boot.js` that takes an address and what is to be called with the bytes or the error.
#[derive(Clone)]
pub struct Fetcher(Function);

impl Fetcher {
    /// By this function.
    pub fn new(fetch_bytes: Function) -> Fetcher {
        Fetcher(fetch_bytes)
    }

    /// Fetches the file of this address. `done` is called once, later.
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
