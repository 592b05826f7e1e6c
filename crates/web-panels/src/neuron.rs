//! The details of the inspected neuron or pixel, shown in the inspector itself.

mod fires_for;
mod ghost;
mod listen;
mod rows;
mod sources;
mod sum;

pub(crate) use listen::listen;

use app::SIDE;
use app::target::Target;
use panels::neuron::scene::{Detail, Picture, detail};
use wasm_bindgen::JsValue;
use web::{HeatMap, Markup, Shown, Text, dom};
use web_sys::HtmlElement;

use crate::context::ViewContext;
use crate::kept_rows::KeptRows;
use crate::terms;
use ghost::GhostView;
use rows::TermView;
use sources::SourceView;
use sum::SumView;

pub(crate) struct NeuronView {
    whole: HtmlElement,
    title: Text,
    value: Text,
    sum: SumView,
    looks: HtmlElement,
    pictures_title: [Text; 2],
    pictures: HtmlElement,
    /// The weights and the contributions.
    pictures_shown: [PictureView; 2],
    pixel_marks: Vec<HtmlElement>,
    sources_list: HtmlElement,
    sources: KeptRows<SourceView>,
    ghost: GhostView,
    listening: HtmlElement,
    terms_title: Text,
    terms: KeptRows<TermView>,
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
            looks: markup.find("#detail .looks"),
            pictures_title: ["#detail .looks h3 span", "#detail .looks h3 .words"]
                .map(|part| markup.text(part)),
            pictures: markup.find("#detail .pictures"),
            pictures_shown: [".pictures figure:first-child", ".pictures figure:last-child"]
                .map(|figure| PictureView::new(markup, figure)),
            pixel_marks: markup.find_all(".pictures i"),
            sources_list: markup.find("#sources"),
            sources: KeptRows::new(markup.find("#sources")),
            ghost: GhostView::new(markup),
            listening: markup.find("#detail .listening"),
            terms_title: markup.text("#detail .listening h3"),
            terms: KeptRows::new(markup.find("#detail .terms")),
            rest: markup.text("#detail .rest"),
            shown: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let &ViewContext { core, panels, derived, palette } = context;
        let is_replaced = core.open.replaces_inspector() || panels.follow.is_open();
        self.ghost.show(context)?;
        let options = (&panels.neuron, &panels.knobs, &panels.survey);
        let detail = if is_replaced { None } else { detail(options, core, derived, palette) };
        self.whole.set_hidden(detail.is_none());
        detail.map_or(Ok(()), |detail| self.show_detail(detail))
    }

    fn show_detail(&mut self, scene: Detail) -> Result<(), JsValue> {
        self.shown.update(scene, |scene, _| {
            self.title.show(&scene.title);
            self.value.show(&scene.value);
            self.sum.show(scene.sum.as_ref())?;
            let (title, addition) = scene.pictures_title;
            self.looks.set_hidden(title.is_empty());
            let [title_shown, addition_shown] = &mut self.pictures_title;
            title_shown.show(title);
            addition_shown.show(addition);
            self.pictures.set_hidden(scene.pictures.is_none());
            for (view, picture) in self.pictures_shown.iter_mut().zip(scene.pictures.iter().flatten()) {
                view.show(picture)?;
            }
            self.sources_list.set_hidden(scene.sources.is_empty());
            self.sources.show(&scene.sources)?;
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

/// A picture with its legend.
struct PictureView {
    picture: HeatMap,
    caption: HtmlElement,
    limit: Text,
    legend: Text,
}

impl PictureView {
    fn new(markup: &Markup, figure: &str) -> PictureView {
        PictureView {
            picture: markup.heat_map(&[figure, " canvas"].concat()),
            caption: markup.find(&[figure, " figcaption"].concat()),
            limit: markup.text(&[figure, " .number"].concat()),
            legend: markup.text(&[figure, " .unseen"].concat()),
        }
    }

    fn show(&mut self, scene: &Picture) -> Result<(), JsValue> {
        self.limit.show(&scene.limit);
        self.legend.show(&scene.legend);
        dom::set_attribute(&self.caption, "title", &scene.legend);
        self.picture.show(&scene.picture)
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
