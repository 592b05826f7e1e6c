//! Elements of SVG.

use wasm_bindgen::JsValue;
use web::dom;
use web_sys::Element;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Appends a picture that is one path, which it returns.
pub(crate) fn append_path(parent: &Element, view_box: &str) -> Result<Element, JsValue> {
    let document = dom::document()?;
    let svg = document.create_element_ns(Some(SVG), "svg")?;
    dom::set_attribute(&svg, "viewBox", view_box);
    dom::set_attribute(&svg, "aria-hidden", "true");
    parent.append_child(&svg)?;
    add_path(&svg)
}

/// Adds a path to a picture.
pub(crate) fn add_path(svg: &Element) -> Result<Element, JsValue> {
    let path = dom::document()?.create_element_ns(Some(SVG), "path")?;
    svg.append_child(&path)?;
    Ok(path)
}
