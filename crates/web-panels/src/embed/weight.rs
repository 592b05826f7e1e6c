//! Whether a message is small enough to be made text of. A few bytes can be sent that would become gigabytes of text: an array with
//! a length and no elements, or numbers in memory that has never been touched.

use js_sys::{Array, JsString};
use panels::embed::LARGEST;
use wasm_bindgen::{JsCast, JsValue};

use crate::js::{call_with, get};

/// The most objects in each other.
const DEEPEST: u32 = 8;

/// Whether all of it together is small.
pub(super) fn is_small(data: &JsValue) -> bool {
    let Ok(weigher) = Weigher::new() else { return false };
    weigher.weigh(data, LARGEST, DEEPEST).is_some()
}

struct Weigher {
    object: JsValue,
    buffer: JsValue,
}

impl Weigher {
    fn new() -> Result<Weigher, JsValue> {
        let global = js_sys::global();
        Ok(Weigher { object: get(&global, "Object")?, buffer: get(&global, "ArrayBuffer")? })
    }

    /// What remains of `room`; nothing if it is too little.
    fn weigh(&self, data: &JsValue, room: u32, depth: u32) -> Option<u32> {
        if let Some(text) = data.dyn_ref::<JsString>() {
            return room.checked_sub(text.length());
        }
        if !data.is_object() {
            return room.checked_sub(1);
        }
        let depth = depth.checked_sub(1)?;
        if let Some(list) = data.dyn_ref::<Array>() {
            let room = room.checked_sub(list.length())?;
            return list.iter().try_fold(room, |room, item| self.weigh(&item, room, depth));
        }
        let is_view = call_with(&self.buffer, "isView", &Array::of1(data)).ok()?.as_bool()?;
        if is_view {
            return None;
        }
        let keys: Array = call_with(&self.object, "keys", &Array::of1(data)).ok()?.dyn_into().ok()?;
        keys.iter().try_fold(room, |room, key| {
            let room = room.checked_sub(key.dyn_ref::<JsString>()?.length())?;
            self.weigh(&js_sys::Reflect::get(data, &key).ok()?, room, depth)
        })
    }
}
