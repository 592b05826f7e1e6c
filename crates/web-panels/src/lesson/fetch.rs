//! Fetches somebody's lesson: always anew, because they may be writing it.

use js_sys::Uint8Array;
use panels::lesson::parse::LONGEST;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web::dom;
use web_sys::{RequestCache, RequestInit, Response};

/// The bytes at an address, or why they are not to be had, to complete the sentence "The lesson could not be loaded: ...".
pub(super) async fn fetch(address: &str) -> Result<Vec<u8>, String> {
    let response = response(address)
        .await
        .map_err(|_| "it could not be downloaded (no network, or the site does not allow it)".to_owned())?;
    match response.status() {
        200..300 => {}
        404 => return Err("there is no file at this address (404)".to_owned()),
        status => return Err(["the server refused it (", &status.to_string(), ")"].concat()),
    }
    let buffer = match response.array_buffer() {
        Ok(promise) => JsFuture::from(promise).await,
        Err(error) => Err(error),
    };
    let bytes = Uint8Array::new(&buffer.map_err(|_| "the download was interrupted".to_owned())?);
    // One byte more than allowed is refused by who reads it.
    Ok(bytes.slice(0, (LONGEST + 1) as u32).to_vec())
}

async fn response(address: &str) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_cache(RequestCache::NoCache);
    let promise = dom::window()?.fetch_with_str_and_init(address, &init);
    JsFuture::from(promise).await?.dyn_into()
}
