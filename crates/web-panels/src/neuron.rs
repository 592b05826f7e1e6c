//! The details of the inspected neuron or pixel, shown in the inspector itself.

mod listen;
mod rows;
mod sum;

pub(crate) use listen::listen;

use app::SIDE;
use app::target::Target;
use panels::neuron::scene::{Detail, detail};
use wasm_bindgen::JsValue;
use web::{HeatMap, Markup, Shown, Text, dom};
use web_sys::HtmlElement;

use crate::context::ViewContext;
use crate::terms;
use rows::TermsView;
use sum::SumView;

pub(crate) struct NeuronView {
    whole: HtmlElement,
    title: Text,
    value: Text,
    sum: SumView,
    pictures: HtmlElement,
    weights: HeatMap,
    contributions: HeatMap,
    pixel_marks: Vec<HtmlElement>,
    listening: HtmlElement,
    terms_title: Text,
    terms: TermsView,
    rest: Text,
    shown: Shown<Detail>,
}

impl NeuronView {
    pub(crate) fn new(markup: &Markup) -> NeuronView {
        NeuronView {
            whole: markup.find("#detail"),
            title: markup.text("#detail h2 span"),
            value: markup.text("#detail h2 output"),
            sum: SumView::new(markup),
            pictures: markup.find("#detail .pictures"),
            weights: markup.heat_map("#detail figure:first-child canvas"),
            contributions: markup.heat_map("#detail figure:last-child canvas"),
            pixel_marks: markup.find_all("#detail figure i"),
            listening: markup.find("#detail .listening"),
            terms_title: markup.text("#detail .listening h3"),
            terms: TermsView::new(markup),
            rest: markup.text("#detail .rest"),
            shown: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let &ViewContext { core, panels, derived, palette } = context;
        let is_replaced = core.open.replaces_inspector();
        let options = (&panels.neuron, &panels.knobs);
        let detail = if is_replaced { None } else { detail(options, core, derived, palette) };
        self.whole.set_hidden(detail.is_none());
        detail.map_or(Ok(()), |detail| self.show_detail(detail))
    }

    fn show_detail(&mut self, scene: Detail) -> Result<(), JsValue> {
        self.shown.update(scene, |scene, _| {
            self.title.show(&scene.title);
            self.value.show(&scene.value);
            self.sum.show(scene.sum.as_ref())?;
            self.pictures.set_hidden(scene.pictures.is_none());
            if let Some((weights, contributions)) = &scene.pictures {
                self.weights.show(weights)?;
                self.contributions.show(contributions)?;
            }
            self.listening.set_hidden(scene.terms.is_empty());
            self.terms_title.show(&scene.terms_title);
            self.terms.show(&scene.terms)?;
            self.rest.show(&scene.rest);
            terms::light("#detail", scene.lit)?;
            ring_pixel(&self.pixel_marks, scene.lit);
            Ok(())
        })
    }
}

/// Marks the highlighted pixel in both pictures.
fn ring_pixel(marks: &[HtmlElement], lit: Option<Target>) {
    for mark in marks {
        mark.set_hidden(!matches!(lit, Some(Target::Pixel(_))));
        if let Some(Target::Pixel(pixel_idx)) = lit {
            let share = |idx: usize| 100.0 * idx as f32 / SIDE as f32;
            dom::set_length(mark, "left", share(pixel_idx % SIDE), "%");
            dom::set_length(mark, "top", share(pixel_idx / SIDE), "%");
        }
    }
}
