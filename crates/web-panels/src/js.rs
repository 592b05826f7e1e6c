//! Calls by name of what the browser seldom does for us: a binding for each would be part of the first answer's script.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Calls a method without arguments.
///
/// # Errors
/// If there is no such method, or it throws.
pub(crate) fn call(object: &JsValue, method: &str) -> Result<JsValue, JsValue> {
    Reflect::get(object, &method.into())?.dyn_into::<Function>()?.call0(object)
}
