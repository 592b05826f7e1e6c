//! What the browser stores for this page: names begin with the page's path, so that pages on one site do not mix.

use panels::drawings::Effect;
use wasm_bindgen::JsValue;
use web::dom;
use web_sys::Storage;

use crate::host::host;

/// The browser's storage, unless access is denied. In a frame, nothing is stored.
pub(crate) fn storage() -> Option<Storage> {
    if host().is_some() { None } else { dom::window().ok()?.local_storage().ok().flatten() }
}

/// The full name of what is stored under a name of ours.
pub(crate) fn name_here(name: &str) -> Result<String, JsValue> {
    Ok([name, &dom::window()?.location().pathname()?].concat())
}

/// What is stored under a name of ours; `None` if nothing is, or storage is denied.
pub(crate) fn kept(name: &str) -> Option<String> {
    storage()?.get_item(&name_here(name).ok()?).ok()?
}

/// Stores a text under a name of ours. If the storage is full or denied, less is remembered.
pub(crate) fn keep(name: &str, text: &str) {
    if let (Some(storage), Ok(name)) = (storage(), name_here(name)) {
        let _ = storage.set_item(&name, text);
    }
}

/// What comes of an effect on the drawings that are stored.
pub(crate) enum Reply {
    /// All of them, by keys.
    All(Vec<(String, String)>),
    /// There is no room for the one with this key.
    NoRoom(String),
}

/// Carries out an effect on the drawings whose names begin with `kind`, the page's path and a colon.
pub(crate) fn perform(kind: &str, effect: Effect) -> Option<Reply> {
    let begin = [&name_here(kind).ok()?, ":"].concat();
    let name = |key: &str| [&begin, key].concat();
    match effect {
        Effect::Read => return Some(Reply::All(all(&begin).unwrap_or_default())),
        Effect::Store(key, text) => {
            let is_stored = storage().is_some_and(|storage| storage.set_item(&name(&key), &text).is_ok());
            return (!is_stored).then_some(Reply::NoRoom(key));
        }
        Effect::Forget(key) => dom::warn_on_error(storage()?.remove_item(&name(&key))),
    }
    None
}

fn all(begin: &str) -> Option<Vec<(String, String)>> {
    let storage = storage()?;
    let names = (0..storage.length().ok()?).filter_map(|idx| storage.key(idx).ok().flatten());
    let entry = |name: String| {
        let key = name.strip_prefix(begin)?.to_owned();
        Some((key, storage.get_item(&name).ok()??))
    };
    Some(names.filter_map(entry).collect())
}
