//! The computation of a neuron's activation: a waterfall chart, an SVG curve and a MathML equation.

use panels::neuron::curve::Curve;
use panels::neuron::scene::{Sum, ThresholdSlider};
use wasm_bindgen::JsValue;
use web::{Markup, Shown, Text, dom};
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::fires_for::FiresForView;
use crate::bars::show_waterfall;
use crate::curve::CurveView;
use crate::math::append_line;
use crate::slider::set_slider;

pub(super) struct SumView {
    section: HtmlElement,
    waterfall: HtmlElement,
    threshold: HtmlInputElement,
    reset_threshold: HtmlElement,
    fires_for: FiresForView,
    curve: NeuronCurve,
    equation: HtmlElement,
    shown: Shown<Option<Sum>>,
}

impl SumView {
    pub(super) fn new(markup: &Markup) -> SumView {
        SumView {
            section: markup.find("#detail .sum"),
            waterfall: markup.find("#detail .walk"),
            threshold: markup.find("#threshold"),
            reset_threshold: markup.find("#reset-threshold"),
            fires_for: FiresForView::new(markup),
            curve: NeuronCurve::new(markup),
            equation: markup.find("#detail .equation"),
            shown: Shown::default(),
        }
    }

    pub(super) fn show(&mut self, scene: Option<&Sum>) -> Result<(), JsValue> {
        self.shown.update(scene.cloned(), |scene, _| {
            self.section.set_hidden(scene.is_none());
            let Some(sum) = scene else { return Ok(()) };
            show_waterfall(&self.waterfall, &sum.waterfall)?;
            show_threshold(&self.threshold, &sum.slider);
            self.reset_threshold.set_hidden(!sum.slider.is_moved);
            dom::set_attribute(&self.reset_threshold, "data-bias", &sum.slider.bias.to_string());
            self.fires_for.show(sum.fires_for.as_ref())?;
            self.curve.show(sum.curve.as_ref());
            self.equation.set_text_content(None);
            for line in &sum.equation {
                append_line(&self.equation, line, sum.terms_layer)?;
            }
            Ok(())
        })
    }
}

fn show_threshold(element: &HtmlInputElement, slider: &ThresholdSlider) {
    dom::set_attribute(element, "data-bias", &slider.bias.to_string());
    set_slider(element, slider.threshold, slider.range);
    dom::set_attribute(element, "aria-valuetext", &slider.spoken);
    dom::set_flag(element, "aria-disabled", slider.is_frozen);
    let (start, end) = slider.ends;
    dom::set_length(element, "--start", 100.0 * start, "%");
    dom::set_length(element, "--length", 100.0 * (end - start), "%");
}

/// The curve of the activation function, with its tangent.
struct NeuronCurve {
    figure: HtmlElement,
    curve: CurveView,
    tangent: Element,
    slope: Text,
}

impl NeuronCurve {
    fn new(markup: &Markup) -> NeuronCurve {
        NeuronCurve {
            figure: markup.find("#detail .curve"),
            curve: CurveView::new(markup, "#detail"),
            tangent: markup.find("#detail .tangent"),
            slope: markup.text("#slope"),
        }
    }

    fn show(&mut self, curve: Option<&Curve>) {
        self.figure.set_hidden(curve.is_none());
        let Some(curve) = curve else { return };
        self.curve.show(curve);
        let Curve { tangent, slope, .. } = curve;
        dom::set_attribute(&self.tangent, "d", tangent.as_deref().unwrap_or_default());
        self.slope.show(&if tangent.is_some() { ["slope ", slope].concat() } else { String::new() });
    }
}
