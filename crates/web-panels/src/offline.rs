//! Use without a network: registers the service worker (`www/service-worker.js`), which keeps the page's files.
//!
//! All of this is an extra. Where the browser has no service workers, or will not have this one, nothing is said.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web::dom;

use crate::host::host;
use crate::js::{call_with, get};
use crate::script_url::script_url;

/// Has the page's files kept, except in a frame, which stores nothing, and in a development build, which lists no worker.
pub(crate) fn begin() {
    if host().is_none()
        && let Ok(Some(registered)) = register()
    {
        spawn_local(async move { drop(JsFuture::from(registered).await) });
    }
}

fn register() -> Result<Option<Promise>, JsValue> {
    let navigator = dom::window()?.navigator();
    // Nobody who saves data wants all files.
    let connection = get(&navigator, "connection")?;
    if connection.is_object() && get(&connection, "saveData")?.is_truthy() {
        return Ok(None);
    }
    let workers = get(&navigator, "serviceWorker")?;
    if workers.is_undefined() {
        return Ok(None);
    }
    let Some(url) = script_url("service-worker", ".js")? else { return Ok(None) };
    call_with(&workers, "register", &Array::of1(&url))?.dyn_into().map(Some)
}
