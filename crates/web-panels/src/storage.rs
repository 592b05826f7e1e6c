//! What the browser stores for this page: names begin with the page's path, so that pages on one site do not mix.

use wasm_bindgen::JsValue;
use web::dom;
use web_sys::Storage;

/// The browser's storage, unless access is denied.
pub(crate) fn storage() -> Option<Storage> {
    dom::window().ok()?.local_storage().ok().flatten()
}

/// The full name of what is stored under a name of ours.
pub(crate) fn name_here(name: &str) -> Result<String, JsValue> {
    Ok([name, &dom::window()?.location().pathname()?].concat())
}
