//! The way from ink to image: a small picture and a switch a step.

use app::PreprocessingStep;
use app::derived::Derived;
use app::palette::Palette;
use app::scene::page::{StageScene, stages};
use app::state::Core;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, HtmlInputElement};

use crate::canvas::HeatMap;
use crate::dom;

pub(super) struct StagesView {
    stages: Vec<StageView>,
}

struct StageView {
    step: Option<PreprocessingStep>,
    element: HtmlElement,
    picture: HeatMap,
    checkbox: Option<HtmlInputElement>,
}

impl StagesView {
    pub(super) fn new() -> Result<StagesView, JsValue> {
        let stages = dom::find_all("[data-stage]")?.into_iter().map(StageView::of);
        Ok(StagesView { stages: stages.collect::<Result<_, JsValue>>()? })
    }

    pub(super) fn show(&mut self, core: &Core, derived: &Derived, palette: &Palette) -> Result<(), JsValue> {
        let scenes = stages(core, derived, palette);
        for view in &mut self.stages {
            let scene = scenes.iter().find(|scene| scene.step == view.step);
            view.element.set_hidden(scene.is_none());
            if let Some(StageScene { is_on, picture, .. }) = scene {
                view.picture.show(picture)?;
                dom::set_flag(&view.element, "data-off", !is_on);
                if let Some(checkbox) = &view.checkbox {
                    checkbox.set_checked(*is_on);
                }
            }
        }
        Ok(())
    }
}

impl StageView {
    fn of(element: HtmlElement) -> Result<StageView, JsValue> {
        let name = element.get_attribute("data-stage").unwrap_or_default();
        let canvas = dom::find_within(&element, "canvas")?;
        Ok(StageView {
            step: PreprocessingStep::from_name(&name),
            picture: HeatMap::of(canvas.unchecked_ref())?,
            // "As drawn" has none.
            checkbox: element.query_selector("input")?.map(JsCast::unchecked_into),
            element,
        })
    }
}
