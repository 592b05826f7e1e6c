//! Whether a message is small enough to be made text of. A few bytes can be sent that would become gigabytes of text: an array with
//! a length and no elements, or numbers in memory that has never been touched.

use std::cell::Cell;

use js_sys::{Array, JsString, Reflect};
use panels::embed::{LARGEST, MOST_PARTS};
use wasm_bindgen::{JsCast, JsValue};

use crate::js::{call_with, get};

/// The most objects in each other.
const DEEPEST: u32 = 8;

/// Whether all of it together is small, and how many parts of it have been looked at.
pub(super) fn weigh(data: &JsValue) -> (bool, u32) {
    let global = js_sys::global();
    let (Ok(object), Ok(buffer)) = (get(&global, "Object"), get(&global, "ArrayBuffer")) else {
        return (false, 0);
    };
    let scale = Scale { object, buffer, n_parts: Cell::default(), length: Cell::default() };
    (scale.takes(data, DEEPEST).is_some(), scale.n_parts.get())
}

struct Scale {
    object: JsValue,
    buffer: JsValue,
    n_parts: Cell<u32>,
    /// Of all texts together.
    length: Cell<u32>,
}

impl Scale {
    /// Takes all of it, or breaks off.
    fn takes(&self, data: &JsValue, depth: u32) -> Option<()> {
        self.n_parts.set(self.n_parts.get() + 1);
        if let Some(text) = data.dyn_ref::<JsString>() {
            return add(&self.length, text.length(), LARGEST);
        }
        if !data.is_object() {
            return Some(());
        }
        let depth = depth.checked_sub(1)?;
        if let Some(list) = data.dyn_ref::<Array>() {
            self.has_room(list.length())?;
            return list.iter().try_for_each(|item| self.takes(&item, depth));
        }
        if call_with(&self.buffer, "isView", &Array::of1(data)).ok()?.as_bool()? {
            return None;
        }
        let keys: Array = call_with(&self.object, "keys", &Array::of1(data)).ok()?.dyn_into().ok()?;
        self.has_room(keys.length())?;
        keys.iter().try_for_each(|key| {
            add(&self.length, key.dyn_ref::<JsString>()?.length(), LARGEST)?;
            self.takes(&Reflect::get(data, &key).ok()?, depth)
        })
    }

    /// Whether so many more parts may be looked at.
    fn has_room(&self, n_parts: u32) -> Option<()> {
        (n_parts <= MOST_PARTS.saturating_sub(self.n_parts.get())).then_some(())
    }
}

/// Adds to a count, up to a limit.
fn add(count: &Cell<u32>, more: u32, most: u32) -> Option<()> {
    count.set(count.get().checked_add(more).filter(|sum| *sum <= most)?);
    Some(())
}
