//! The preprocessing stages, each with a small image and a checkbox.

use app::PreprocessingStep;
use app::derived::Derived;
use app::palette::Palette;
use app::scene::page::{StageScene, stages};
use app::state::Core;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, HtmlInputElement};

use crate::canvas::HeatMap;
use crate::dom;
use crate::markup::Markup;

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
    pub(super) fn new(markup: &Markup) -> StagesView {
        let elements = markup.find_all("[data-stage]");
        StagesView { stages: elements.into_iter().map(|element| StageView::of(markup, element)).collect() }
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
    fn of(markup: &Markup, element: HtmlElement) -> StageView {
        let name = element.get_attribute("data-stage").unwrap_or_default();
        StageView {
            step: PreprocessingStep::from_name(&name),
            picture: markup.heat_map_on(&markup.find_within(&element, "canvas")),
            // The stage "as drawn" has none.
            checkbox: element.query_selector("input").ok().flatten().map(JsCast::unchecked_into),
            element,
        }
    }
}
