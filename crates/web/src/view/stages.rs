//! The way from ink to image: a small picture and a switch a step.

use app::PreprocessingStep;
use app::derived::Derived;
use app::palette::Palette;
use app::scene::page::{StageScene, stages};
use app::state::Core;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, HtmlInputElement};

use super::canvas::HeatMap;
use crate::dom;

pub(super) struct StagesView {
    stages: Vec<StageView>,
}

struct StageView {
    step: Option<PreprocessingStep>,
    element: HtmlElement,
    checkbox: Option<HtmlInputElement>,
    picture: HeatMap,
}

impl StagesView {
    pub(super) fn new() -> Result<StagesView, JsValue> {
        let elements: Vec<HtmlElement> = dom::find_all("[data-stage]")?;
        let stages = elements.into_iter().map(|element| {
            let name = element.get_attribute("data-stage").unwrap_or_default();
            let inside = |rest: &str| ["[data-stage=\"", &name, "\"] ", rest].concat();
            Ok(StageView {
                step: PreprocessingStep::from_name(&name),
                checkbox: dom::find(&inside("input")).ok(),
                picture: HeatMap::of(&dom::find(&inside("canvas"))?)?,
                element,
            })
        });
        Ok(StagesView { stages: stages.collect::<Result<_, JsValue>>()? })
    }

    pub(super) fn show(&self, core: &Core, derived: &Derived, palette: &Palette) -> Result<(), JsValue> {
        let scenes = stages(core, derived, palette);
        for view in &self.stages {
            let scene = scenes.iter().find(|scene| scene.step == view.step);
            view.element.set_hidden(scene.is_none());
            if let Some(StageScene { is_on, picture, .. }) = scene {
                view.picture.show(picture)?;
                dom::set_attribute(&view.element, "data-off", if *is_on { "false" } else { "true" });
                if let Some(checkbox) = &view.checkbox {
                    checkbox.set_checked(*is_on);
                }
            }
        }
        Ok(())
    }
}
