//! The panels in a browser, loaded after the first answer. Their markup is in `www/panels.html`, their styles are in
//! `www/panels.css`; `www/panels.js` loads both, together with this part of the program. The rest of the program calls
//! it only through [`arrive`].

mod bars;
mod cells;
mod classroom;
mod commands;
mod context;
mod curve;
mod drawing_row;
mod embed;
mod files;
mod flow;
mod follow;
mod host;
mod js;
mod kept_rows;
mod knobs;
mod lesson;
mod link;
mod math;
mod matrix;
mod models;
mod neuron;
mod offline;
mod outputs;
mod paint;
mod part;
mod picture;
mod predict;
mod propagation;
mod save_picture;
mod script_url;
mod size;
mod slider;
mod splice;
mod step;
mod storage;
mod svg;
mod tally;
mod tell;
mod terms;
mod timer;
mod training;
mod twin;
mod wall;
mod why;
mod worksheet;

use wasm_bindgen::JsValue;
use web::Runtime;

/// Adds the panels to the page. Their elements must be in the document.
///
/// # Errors
/// If an element is missing. Nothing has changed then.
// If this were inlined, all of the later part would end up in the first.
#[inline(never)]
pub fn arrive(runtime: &Runtime) -> Result<(), JsValue> {
    let part = part::Part::new(runtime)?;
    let begun = [tell::message(lesson::begun()?), tell::message(link::begun()?)];
    runtime.extend(Box::new(part));
    begun
        .into_iter()
        .chain(embed::begun())
        .chain(size::begun())
        .for_each(|message| runtime.sender().send(message));
    offline::begin();
    Ok(())
}
