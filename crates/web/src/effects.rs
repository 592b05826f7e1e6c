//! Carries out what `app` asks of the browser.

use std::pin::Pin;
use std::rc::Rc;

use app::msg::{Effect, Msg};
use js_sys::Uint8Array;
use models::ModelSource;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use crate::dom;
use crate::runtime::Runtime;

/// Does one thing. What comes of it returns as a message.
pub(crate) fn perform(runtime: &Rc<Runtime>, effect: Effect) {
    match effect {
        Effect::FetchModel(source) => {
            if let Some(bytes) = runtime.take_own_model(&source) {
                return runtime.dispatch(Msg::ModelArrived(source, Ok(bytes)));
            }
            let runtime = Rc::downgrade(runtime);
            later(Box::pin(async move {
                let bytes = fetch(&source).await;
                if let Some(runtime) = runtime.upgrade() {
                    runtime.dispatch(Msg::ModelArrived(source, bytes));
                }
            }));
        }
        Effect::Warn(text) => web_sys::console::warn_1(&text.into()),
        Effect::FocusOn(target) => runtime.view().focus_on(target),
        Effect::Panel(effect) => runtime.perform_for_panel(&effect),
    }
}

/// Goes on with it when the browser has done its part. Boxed, so that there is one code for all: the compiler would merge
/// what it makes for each, and might leave it to the panels' part of the program.
pub(crate) fn later(future: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local(future);
}

/// The bytes of a model file, or a phrase that says what went wrong.
pub(crate) async fn fetch(source: &ModelSource) -> Result<Vec<u8>, String> {
    let window = dom::window().map_err(|_| "there is no window".to_owned())?;
    let response: Response = JsFuture::from(window.fetch_with_str(&source.url()))
        .await
        .map_err(|_| "it could not be downloaded (no network, or the site does not allow it)".to_owned())?
        .unchecked_into();
    if !response.ok() {
        return Err(["the server responded with ", &response.status().to_string()].concat());
    }
    let broken = |_: JsValue| "the download was interrupted".to_owned();
    let buffer = JsFuture::from(response.array_buffer().map_err(broken)?).await.map_err(broken)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
