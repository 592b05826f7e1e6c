//! Elements that stand for a term: rows, and pieces of equations. Their `data-term` names the part of the network, as
//! `LAYER:INDEX`.

use app::target::Target;
use wasm_bindgen::JsValue;
use web::{dom, event};
use web_sys::Event;

/// The term of the event's target, or of its nearest ancestor that has one.
pub(crate) fn term_of(event: &Event) -> Option<Target> {
    event::closest_attribute(event, "data-term")?.parse().ok()
}

/// Highlights all elements inside `within` that stand for the hovered term.
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
