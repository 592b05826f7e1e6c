//! The inspector: the outputs as bars, or the numbers of what is attended to.

use app::derived::Derived;
use app::network_layout::Target;
use app::palette::Palette;
use app::scene::detail::{Detail, detail};
use app::scene::page::{OutputBar, output_bars};
use app::state::State;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::canvas::HeatMap;
use super::sum::SumView;
use super::terms::{self, TermsView};
use super::text::Text;
use crate::dom;
use crate::shown::Shown;

pub(super) struct InspectorView {
    outputs: HtmlElement,
    list: HtmlElement,
    bars: Vec<BarView>,
    detail: HtmlElement,
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

struct BarView {
    item: HtmlElement,
    bar: HtmlElement,
    number: Text,
}

impl InspectorView {
    pub(super) fn new() -> Result<InspectorView, JsValue> {
        let canvases = dom::find_all("#detail canvas")?;
        let [weights, contributions] = canvases.as_slice() else {
            return Err(dom::error(&["the inspector lacks a picture"]));
        };
        Ok(InspectorView {
            outputs: dom::find("#outputs")?,
            list: dom::find("#outputs ol")?,
            bars: Vec::new(),
            detail: dom::find("#detail")?,
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

    pub(super) fn show(
        &mut self,
        state: &State,
        derived: &Derived,
        palette: &Palette,
    ) -> Result<(), JsValue> {
        let is_elsewhere = state.panels.open.is_own();
        let is_here = state.panels.have_arrived && !is_elsewhere;
        let detail = if is_here { detail(state, derived, palette) } else { None };
        self.outputs.set_hidden(is_elsewhere || detail.is_some());
        self.detail.set_hidden(detail.is_none());
        match detail {
            Some(detail) => self.show_detail(detail),
            None if is_elsewhere => Ok(()),
            None => self.show_bars(&output_bars(derived)),
        }
    }

    fn show_bars(&mut self, scenes: &[OutputBar]) -> Result<(), JsValue> {
        while self.bars.len() < scenes.len() {
            self.bars.push(BarView::new(&self.list, self.bars.len())?);
        }
        for (bar, scene) in self.bars.iter_mut().zip(scenes) {
            dom::set_flag(&bar.item, "data-winner", scene.is_winner);
            dom::set_style(&bar.bar, "transform", &scale_x(scene.share));
            bar.number.show(&scene.text);
        }
        Ok(())
    }

    /// Part of what is loaded after the first answer.
    #[inline(never)]
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
            let share = |idx: usize| 100.0 * idx as f32 / app::SIDE as f32;
            dom::set_length(mark, "left", share(pixel_idx % app::SIDE), "%");
            dom::set_length(mark, "top", share(pixel_idx / app::SIDE), "%");
        }
    }
}

/// The transformation that makes a bar this long.
pub(crate) fn scale_x(share: f32) -> String {
    ["scaleX(", &app::number::fixed(share, 3), ")"].concat()
}

impl BarView {
    fn new(list: &HtmlElement, digit: usize) -> Result<BarView, JsValue> {
        let item = dom::append(list, "li")?;
        dom::append_text(&item, "span", &digit.to_string())?;
        let frame = dom::append_with_class(&item, "span", "bar")?;
        let bar = dom::append(&frame, "i")?;
        let number = Text::of(dom::append_with_class(&item, "span", "number")?);
        Ok(BarView { item, bar, number })
    }
}
