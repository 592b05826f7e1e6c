//! The inspector: the outputs as bars, or the numbers of whatever is inspected.

use std::cell::RefCell;

use app::derived::Derived;
use app::palette::Palette;
use app::scene::page::{OutputBar, output_bars};
use app::state::Core;
use app::target::Target;
use panels::neuron::scene::Detail;
use wasm_bindgen::JsValue;
use web_sys::{HtmlCanvasElement, HtmlElement};

use super::canvas::HeatMap;
use super::sum::SumView;
use super::terms::{self, TermsView};
use super::text::Text;
use crate::dom;
use crate::panels::Panels;

pub(super) struct InspectorView {
    outputs: HtmlElement,
    list: HtmlElement,
    bars: RefCell<Vec<BarView>>,
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
    shown: RefCell<Option<Detail>>,
}

struct BarView {
    item: HtmlElement,
    bar: HtmlElement,
    number: Text,
}

impl InspectorView {
    pub(super) fn new() -> Result<InspectorView, JsValue> {
        let canvases: Vec<HtmlCanvasElement> = dom::find_all("#detail canvas")?;
        let [weights, contributions] = canvases.as_slice() else {
            return Err(JsValue::from_str("the inspector lacks a picture"));
        };
        Ok(InspectorView {
            outputs: dom::find("#outputs")?,
            list: dom::find("#outputs ol")?,
            bars: RefCell::default(),
            detail: dom::find("#detail")?,
            title: Text::find("#detail h2 span")?,
            value: Text::find("#detail h2 output")?,
            sum: SumView::new()?,
            pictures: dom::find("#detail .pictures")?,
            weights: HeatMap::of(weights)?,
            contributions: HeatMap::of(contributions)?,
            pixel_marks: dom::find_all("#detail figure i")?,
            listening: dom::find("#detail .listening")?,
            terms_title: Text::find("#detail .listening h3")?,
            terms: TermsView::new()?,
            rest: Text::find("#detail .rest")?,
            shown: RefCell::default(),
        })
    }

    pub(super) fn show(
        &self,
        core: &Core,
        derived: &Derived,
        palette: &Palette,
        panels: Option<&Panels>,
    ) -> Result<(), JsValue> {
        let is_elsewhere = core.open.replaces_inspector();
        let detail = panels.filter(|_| !is_elsewhere).and_then(|it| it.detail(core, derived, palette));
        self.outputs.set_hidden(is_elsewhere || detail.is_some());
        self.detail.set_hidden(detail.is_none());
        match &detail {
            Some(detail) => self.show_detail(detail)?,
            None if is_elsewhere => {}
            None => self.show_bars(&output_bars(core, derived))?,
        }
        Ok(())
    }

    fn show_bars(&self, scenes: &[OutputBar]) -> Result<(), JsValue> {
        let mut bars = self.bars.borrow_mut();
        while bars.len() < scenes.len() {
            let bar = BarView::new(&self.list, bars.len())?;
            bars.push(bar);
        }
        for (bar, scene) in bars.iter().zip(scenes) {
            dom::set_attribute(&bar.item, "data-winner", if scene.is_winner { "true" } else { "false" });
            let share = app::number::fixed(scene.share, 3);
            bar.bar.style().set_property("transform", &["scaleX(", &share, ")"].concat())?;
            bar.number.show(&scene.text);
        }
        Ok(())
    }

    /// Part of what is loaded after the first answer.
    #[inline(never)]
    fn show_detail(&self, scene: &Detail) -> Result<(), JsValue> {
        if self.shown.borrow().as_ref() == Some(scene) {
            return Ok(());
        }
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
        self.mark_pixel(scene.lit)?;
        self.shown.replace(Some(scene.clone()));
        Ok(())
    }

    /// Rings the lit pixel in both pictures.
    fn mark_pixel(&self, lit: Option<Target>) -> Result<(), JsValue> {
        for mark in &self.pixel_marks {
            mark.set_hidden(!matches!(lit, Some(Target::Pixel(_))));
            if let Some(Target::Pixel(pixel_idx)) = lit {
                let (left, top) = cell_of(pixel_idx);
                mark.style().set_property("left", &left)?;
                mark.style().set_property("top", &top)?;
            }
        }
        Ok(())
    }
}

/// The cell of a pixel in a picture, in percent of its sides.
fn cell_of(pixel_idx: usize) -> (String, String) {
    let percent =
        |idx: usize| [app::number::fixed(100.0 * idx as f32 / app::SIDE as f32, 2).as_str(), "%"].concat();
    (percent(pixel_idx % app::SIDE), percent(pixel_idx / app::SIDE))
}

impl BarView {
    fn new(list: &HtmlElement, digit: usize) -> Result<BarView, JsValue> {
        let item = dom::append(list, "li")?;
        dom::append(&item, "span")?.set_text_content(Some(&digit.to_string()));
        let frame = dom::append(&item, "span")?;
        frame.set_class_name("bar");
        let bar = dom::append(&frame, "i")?;
        let number = dom::append(&item, "span")?;
        number.set_class_name("number");
        Ok(BarView { item, bar, number: Text::of(number) })
    }
}
