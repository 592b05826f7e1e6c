//! The page's program. It puts the core and the panels together and holds what `boot.js` calls, as
//! `#[wasm_bindgen]` exports. This crate alone knows both, and calls the panels in one place.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web::{Fetcher, Runtime};

thread_local! {
    /// The one strong reference to the running page; everything else holds weak ones.
    static PAGE: RefCell<Option<Rc<Runtime>>> = const { RefCell::new(None) };
}

/// Starts the page in the document that loaded it. `fetch_bytes` takes an address and a function, and calls that with
/// the bytes of the file or with an error.
///
/// # Errors
/// When the document is not the page this was built for (an element is missing), or has no canvas.
#[wasm_bindgen]
pub fn start(fetch_bytes: Function) -> Result<(), JsValue> {
    PAGE.set(Some(Runtime::start(Fetcher::new(fetch_bytes))?));
    Ok(())
}

/// Brings the panels in, once their code, markup and looks are there.
///
/// # Errors
/// When their markup is not what this was built for. The page goes on without them.
#[wasm_bindgen(js_name = panelsArrived)]
pub fn panels_arrived() -> Result<(), JsValue> {
    PAGE.with_borrow(|page| page.as_ref().map_or(Ok(()), |page| web_panels::arrive(page)))
}

/// For the project's benchmark: computes the forward pass of what is drawn `iterations` times and returns the
/// milliseconds that took, or nothing while there is no network.
#[cfg(feature = "bench")]
#[wasm_bindgen(js_name = benchForward)]
pub fn bench_forward(iterations: u32) -> Option<f64> {
    PAGE.with_borrow(|page| page.as_ref()?.bench_forward(iterations))
}
