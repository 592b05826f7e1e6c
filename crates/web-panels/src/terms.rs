//! What stands for a term, a row or a piece of an equation: `data-term` has the part of the network that it is about, as
//! `LAYER:INDEX`.

use app::target::Target;
use wasm_bindgen::JsValue;
use web::{dom, event};
use web_sys::Event;

/// The term that an event's element or what it lies in stands for.
pub(crate) fn term_of(event: &Event) -> Option<Target> {
    event::closest_attribute(event, "data-term")?.parse().ok()
}

/// Marks everything in the element of this selector that stands for the term pointed at.
pub(crate) fn light(within: &str, lit: Option<Target>) -> Result<(), JsValue> {
    let id = lit.map(|target| target.to_string());
    for element in dom::find_all(&[within, " [data-term]"].concat())? {
        if element.get_attribute("data-term") == id {
            element.set_attribute("data-lit", "")?;
        } else {
            element.remove_attribute("data-lit")?;
        }
    }
    Ok(())
}
