//! The numbers of what is inspected, in the inspector itself.

mod listen;
mod rows;
mod sum;

pub(crate) use listen::listen;

use app::SIDE;
use app::target::Target;
use panels::neuron::scene::{Detail, detail};
use wasm_bindgen::{JsCast, JsValue};
use web::{HeatMap, Shown, Text, dom};
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
    pub(crate) fn new() -> Result<NeuronView, JsValue> {
        let canvases = dom::find_all("#detail canvas")?;
        let [weights, contributions] = canvases.as_slice() else {
            return Err(dom::error(&["the page lacks a picture of the inspector"]));
        };
        Ok(NeuronView {
            whole: dom::find("#detail")?,
            title: Text::find("#detail h2 span")?,
            value: Text::find("#detail h2 output")?,
            sum: SumView::new()?,
            pictures: dom::find("#detail .pictures")?,
            weights: HeatMap::of(weights.unchecked_ref())?,
            contributions: HeatMap::of(contributions.unchecked_ref())?,
            pixel_marks: dom::find_all("#detail figure i")?,
            listening: dom::find("#detail .listening")?,
            terms_title: Text::find("#detail .listening h3")?,
            terms: TermsView::new()?,
            rest: Text::find("#detail .rest")?,
            shown: Shown::default(),
        })
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let &ViewContext { core, panels, derived, palette } = context;
        let is_replaced = core.open.replaces_inspector();
        let detail = if is_replaced { None } else { detail(&panels.neuron, core, derived, palette) };
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

/// Rings the lit pixel in both pictures.
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
