//! The panels in a browser: what arrives after the first answer. Their markup is `www/panels.html`, their looks are
//! `www/panels.css`; `boot.js` fetches both, with this part of the program. The rest of the program enters it by
//! [`arrive`] alone.

mod bars;
mod cells;
mod context;
mod knobs;
mod link;
mod math;
mod matrix;
mod models;
mod neuron;
mod paint;
mod part;
mod picture;
mod propagation;
mod tell;
mod terms;
mod timer;
mod wall;
mod why;

use wasm_bindgen::JsValue;
use web::Runtime;

/// Brings the panels into the page. Their elements must be in the document.
///
/// # Errors
/// When an element is missing. The page is as it was then.
// The entry to this part of the program: inlined, it would draw all of it into the first.
#[inline(never)]
pub fn arrive(runtime: &Runtime) -> Result<(), JsValue> {
    let part = part::Part::new(runtime)?;
    let begun = link::begun()?;
    runtime.extend(Box::new(part));
    runtime.sender().send(tell::message(begun));
    Ok(())
}
