//! The page's address.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

use crate::dom;

/// The names and values in the address's query.
pub fn query() -> Result<Vec<(String, String)>, JsValue> {
    let search = dom::window()?.location().search()?;
    let pairs = Array::from(&UrlSearchParams::new_with_str(&search)?.entries());
    let text = |pair: &Array, at: u32| pair.get(at).as_string().unwrap_or_default();
    Ok(pairs.iter().map(|pair| Array::from(&pair)).map(|pair| (text(&pair, 0), text(&pair, 1))).collect())
}
