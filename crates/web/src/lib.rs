//! Inkling's page in a browser. This crate alone knows DOM types, and it only translates: events become messages of
//! `app`, scenes of `app` become pixels and elements. What the page does is not decided here.

mod dom;
mod failure;
mod fetch;
mod frame;
mod input;
mod listener;
mod message;
mod panels;
mod runtime;
mod shown;
mod view;
mod wiring;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use runtime::Runtime;

thread_local! {
    /// The one strong reference to the running page; everything else holds weak ones.
    static PAGE: RefCell<Option<Rc<Runtime>>> = const { RefCell::new(None) };
}

/// Starts the page in the document that loaded it. `prefetched_default` is the file of the default model, if it is there
/// already.
///
/// # Errors
/// When the document is not the page this was built for (an element is missing), or has no canvas.
#[wasm_bindgen]
pub fn start(prefetched_default: Option<Vec<u8>>) -> Result<(), JsValue> {
    failure::install_panic_hook();
    let runtime = Runtime::start(prefetched_default)?;
    PAGE.set(Some(runtime));
    Ok(())
}

/// Brings the panels in, once their code, markup and looks are there.
#[wasm_bindgen(js_name = panelsArrived)]
pub fn panels_arrived() {
    PAGE.with_borrow(|page| page.iter().for_each(|page| page.take_panels()));
}

/// For the project's benchmark: runs the network in use `iterations` times on what is drawn and returns the
/// milliseconds that took, or nothing while there is no model.
#[wasm_bindgen(js_name = benchForward)]
pub fn bench_forward(iterations: u32) -> Option<f64> {
    PAGE.with_borrow(|page| page.as_ref()?.bench_forward(iterations))
}
