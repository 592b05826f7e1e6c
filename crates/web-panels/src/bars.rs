//! Bars that start at the middle of their track, and waterfall charts, whose terms are explained.

use panels::neuron::waterfall::{Bar, BarKind, Waterfall};
use wasm_bindgen::{JsCast, JsValue};
use web::event::closest;
use web::{Message, Wiring, dom};
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Sets a bar's length from the middle of its track, to the left if `share` (-1 to 1) is negative.
pub(crate) fn set_bar(bar: &HtmlElement, share: f32) {
    dom::set_length(bar, "left", 50.0 + 50.0 * share.min(0.0), "%");
    dom::set_length(bar, "width", 50.0 * share.abs(), "%");
}

/// Escape puts an explanation away: the focus leaves its term.
pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.on_document("keydown", |event: &KeyboardEvent| -> Option<Message> {
        if event.key() == "Escape"
            && let Some(term) = closest(event, "dfn")
        {
            dom::warn_on_error(term.unchecked_into::<HtmlElement>().blur());
        }
        None
    });
}

/// Shows a waterfall chart. Its rows are kept while their values change, so that an explained name keeps the focus.
pub(crate) fn show_waterfall(list: &HtmlElement, waterfall: &Waterfall) -> Result<(), JsValue> {
    dom::set_length(list, "--zero", 100.0 * waterfall.zero, "%");
    dom::set_length(list, "--threshold", 100.0 * waterfall.threshold, "%");
    for (idx, bar) in waterfall.bars.iter().enumerate() {
        let item = match list.query_selector(&["li:nth-child(", &(idx + 1).to_string(), ")"].concat())? {
            Some(item) => item,
            None => append_row(list, &[&list.id(), "-about-", &idx.to_string()].concat())?,
        };
        show_row(&item, bar)?;
    }
    Ok(())
}

/// A row: the name with its explanation, the number, and the bar in its track.
fn append_row(list: &HtmlElement, about_id: &str) -> Result<Element, JsValue> {
    let item = dom::append(list, "li")?;
    let name = dom::append_with_class(&item, "span", "name")?;
    dom::append(&name, "dfn")?;
    let about = dom::append_with_class(&name, "span", "about")?;
    about.set_id(about_id);
    dom::set_attribute(&about, "role", "tooltip");
    dom::append_with_class(&item, "span", "number")?;
    let track = dom::append(&item, "div")?;
    dom::append(&track, "i")?;
    Ok(item.unchecked_into())
}

fn show_row(item: &Element, bar: &Bar) -> Result<(), JsValue> {
    let (name, about) = (dom::find_within(item, "dfn")?, dom::find_within(item, ".about")?);
    dom::set_text(&name, &bar.name);
    dom::set_text(&about, &bar.about);
    if bar.about.is_empty() {
        name.remove_attribute("tabindex")?;
        name.remove_attribute("aria-describedby")?;
    } else {
        dom::set_attribute(&name, "tabindex", "0");
        dom::set_attribute(&name, "aria-describedby", &about.id());
    }
    dom::set_text(&dom::find_within(item, ".number")?, &bar.value);
    let element: HtmlElement = dom::find_within(item, "i")?.unchecked_into();
    element.set_class_name(match bar.kind {
        BarKind::Adds => "positive",
        BarKind::Takes => "negative",
        BarKind::Total => "total",
    });
    dom::set_length(&element, "left", 100.0 * bar.start, "%");
    dom::set_length(&element, "width", 100.0 * (bar.end - bar.start), "%");
    Ok(())
}
