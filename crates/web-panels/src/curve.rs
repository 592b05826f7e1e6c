//! An activation function as an SVG curve, with the point (z, a).

use panels::neuron::curve::Curve;
use web::{Markup, dom};
use web_sys::Element;

/// The curve and its point.
pub(crate) struct CurveView {
    function: Element,
    drop: Element,
    mark: Element,
}

impl CurveView {
    /// The curve in this part of the page.
    pub(crate) fn new(markup: &Markup, within: &str) -> CurveView {
        let part = |selector: &str| markup.find(&[within, selector].concat());
        CurveView { function: part(" .function"), drop: part(" .drop"), mark: part(" circle") }
    }

    /// Shows a function and a point on it.
    pub(crate) fn show(&self, curve: &Curve) {
        let (x, y) = &curve.mark;
        dom::set_attribute(&self.function, "d", &curve.path);
        dom::set_attribute(&self.drop, "d", &["M", x, " 47V", y].concat());
        dom::set_attribute(&self.mark, "cx", x);
        dom::set_attribute(&self.mark, "cy", y);
    }
}
