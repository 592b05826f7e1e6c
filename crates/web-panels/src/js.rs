//! Calls by name of what the browser seldom does for us: a binding for each would be part of the first answer's script.

use js_sys::{Array, Function, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A property.
///
/// # Errors
/// If its getter throws.
pub(crate) fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(object, &name.into())
}

/// Makes an object of one of the browser's classes.
///
/// # Errors
/// If there is no such class, or its constructor throws.
pub(crate) fn construct<T: JsCast>(class: &str, arguments: &Array) -> Result<T, JsValue> {
    let class: Function = get(&js_sys::global(), class)?.dyn_into()?;
    Ok(Reflect::construct(&class, arguments)?.unchecked_into())
}

/// Calls a method without arguments.
///
/// # Errors
/// If there is no such method, or it throws.
pub(crate) fn call(object: &JsValue, method: &str) -> Result<JsValue, JsValue> {
    call_with(object, method, &Array::new())
}

/// Calls a method.
///
/// # Errors
/// If there is no such method, or it throws.
pub(crate) fn call_with(object: &JsValue, method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    get(object, method)?.dyn_into::<Function>()?.apply(object, arguments)
}

/// JSON as a value.
///
/// # Errors
/// If it is no JSON.
pub(crate) fn in_js(json: &str) -> Result<JsValue, JsValue> {
    by_json("parse", &Array::of1(&json.into()))
}

/// A value as JSON, of whose objects a list may choose the parts; nothing if it holds something that JSON cannot.
pub(crate) fn in_json(value: &JsValue, parts: &JsValue) -> Option<JsString> {
    by_json("stringify", &Array::of2(value, parts)).ok()?.dyn_into().ok()
}

fn by_json(method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    call_with(&get(&js_sys::global(), "JSON")?, method, arguments)
}
