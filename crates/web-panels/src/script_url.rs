//! Addresses of scripts. Under the page's security policy no text can become one (Trusted Types), except what this lets through,
//! which is a file of the page's own.

use std::cell::OnceCell;

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::files::file_url;
use crate::js::{call_with, get};

/// The name of the policy, which the page's security policy lists.
const NAME: &str = "inkling";

thread_local! {
    /// It can be made only once.
    static POLICY: OnceCell<JsValue> = const { OnceCell::new() };
}

/// The address of the page's script whose name begins and ends like this; nothing if there is none.
///
/// # Errors
/// If the security policy of whoever serves the page allows no such address.
pub(crate) fn script_url(begin: &str, end: &str) -> Result<Option<JsValue>, JsValue> {
    let Some(url) = file_url(begin, end) else { return Ok(None) };
    let types = get(&js_sys::global(), "trustedTypes")?;
    if types.is_undefined() {
        return Ok(Some(url.into()));
    }
    POLICY.with(|place| {
        let policy = match place.get() {
            Some(policy) => policy,
            None => {
                let policy = policy(&types)?;
                place.get_or_init(|| policy)
            }
        };
        call_with(policy, "createScriptURL", &Array::of1(&url.into())).map(Some)
    })
}

fn policy(types: &JsValue) -> Result<JsValue, JsValue> {
    let rules = Object::new();
    // It is only asked here, so it need not look at what it is given: it returns it as it is.
    Reflect::set(&rules, &"createScriptURL".into(), &get(&js_sys::global(), "String")?)?;
    call_with(types, "createPolicy", &Array::of2(&NAME.into(), &rules))
}
