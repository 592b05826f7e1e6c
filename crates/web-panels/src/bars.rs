//! Bars that start at the middle of their track, and waterfall charts.

use panels::neuron::waterfall::{BarKind, Waterfall};
use wasm_bindgen::JsValue;
use web::dom;
use web_sys::HtmlElement;

/// Sets a bar's length from the middle of its track, to the left if `share` (-1 to 1) is negative.
pub(crate) fn set_bar(bar: &HtmlElement, share: f32) {
    dom::set_length(bar, "left", 50.0 + 50.0 * share.min(0.0), "%");
    dom::set_length(bar, "width", 50.0 * share.abs(), "%");
}

/// Recreates the rows of a waterfall chart.
pub(crate) fn show_waterfall(list: &HtmlElement, waterfall: &Waterfall) -> Result<(), JsValue> {
    list.set_text_content(None);
    dom::set_length(list, "--zero", 100.0 * waterfall.zero, "%");
    dom::set_length(list, "--threshold", 100.0 * waterfall.threshold, "%");
    for bar in &waterfall.bars {
        let item = dom::append(list, "li")?;
        dom::append_text(&item, "span", &bar.name)?;
        dom::append_with_class(&item, "span", "number")?.set_text_content(Some(&bar.value));
        let class = match bar.kind {
            BarKind::Adds => "positive",
            BarKind::Takes => "negative",
            BarKind::Total => "total",
        };
        let track = dom::append(&item, "div")?;
        let element = dom::append_with_class(&track, "i", class)?;
        dom::set_length(&element, "left", 100.0 * bar.start, "%");
        dom::set_length(&element, "width", 100.0 * (bar.end - bar.start), "%");
    }
    Ok(())
}
