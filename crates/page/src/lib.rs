//! The page's program: what `boot.js` calls. This is the only crate that knows both the core and the panels, and it calls the
//! panels in one place.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web::{Fetcher, Runtime};

thread_local! {
    /// The only strong reference to the running page. Everything else holds weak ones.
    static PAGE: RefCell<Option<Rc<Runtime>>> = const { RefCell::new(None) };
}

/// Starts the page in the current document. `fetch_bytes` takes a URL and a callback, and calls that with a `Uint8Array` or
/// an `Error`.
///
/// # Errors
/// If an element is missing, so the document is not the page that this was built for, or if the browser has no canvas.
#[wasm_bindgen]
pub fn start(fetch_bytes: Function) -> Result<(), JsValue> {
    PAGE.set(Some(Runtime::start(Fetcher::new(fetch_bytes))?));
    Ok(())
}

/// Adds the panels, once their code, markup and styles have been loaded.
///
/// # Errors
/// If an element is missing. The page keeps working without the panels, and this can be called again.
#[wasm_bindgen(js_name = panelsArrived)]
pub fn panels_arrived() -> Result<(), JsValue> {
    PAGE.with_borrow(|page| page.as_ref().map_or(Ok(()), |page| web_panels::arrive(page)))
}

/// For the benchmark: runs the forward pass of the current drawing `iterations` times and returns the milliseconds it took,
/// or nothing if there is no network.
#[cfg(feature = "bench")]
#[wasm_bindgen(js_name = benchForward)]
pub fn bench_forward(iterations: u32) -> Option<f64> {
    PAGE.with_borrow(|page| page.as_ref()?.bench_forward(iterations))
}
