//! Scenes of the app to elements of the page. Nothing is decided here; what has not changed is not touched.

mod answer;
pub(crate) mod canvas;
mod controls;
mod inspector;
mod models;
mod network;
mod pad;
mod stages;
mod sum;
mod terms;
pub(crate) mod text;

pub(crate) use canvas::{Drawing, HeatMap};
pub(crate) use sum::{show_line, show_waterfall};
pub(crate) use terms::light;
pub(crate) use text::Text;

use std::cell::RefCell;

use app::derived::Derived;
use app::palette::Palette;
use app::state::Core;
use app::target::Target;
use wasm_bindgen::{JsError, JsValue};
use web_sys::HtmlElement;

use crate::dom;
use crate::panels::Panels;

/// All that the page shows.
pub(crate) struct View {
    root: HtmlElement,
    stage: HtmlElement,
    theme: RefCell<Option<(&'static str, Palette)>>,
    answer: answer::AnswerView,
    controls: controls::ControlsView,
    inspector: inspector::InspectorView,
    models: models::ModelsView,
    network: network::NetworkView,
    pad: pad::PadView,
    stages: stages::StagesView,
}

impl View {
    /// Finds everything in the document.
    pub(crate) fn new() -> Result<View, JsValue> {
        Ok(View {
            root: dom::root()?,
            stage: dom::find("#stage")?,
            theme: RefCell::default(),
            answer: answer::AnswerView::new()?,
            controls: controls::ControlsView::new()?,
            inspector: inspector::InspectorView::new()?,
            models: models::ModelsView::new()?,
            network: network::NetworkView::new()?,
            pad: pad::PadView::new()?,
            stages: stages::StagesView::new()?,
        })
    }

    /// Brings the page up to the state. Returns whether the looks have changed in a way that sizes may follow.
    pub(crate) fn show(
        &self,
        core: &Core,
        derived: &Derived,
        panels: Option<&Panels>,
    ) -> Result<bool, JsValue> {
        self.controls.show(core);
        self.models.show(core)?;
        let has_new_theme = self.adopt_theme(core.theme())?;
        let theme = self.theme.borrow();
        let Some((_, palette)) = theme.as_ref() else { return Ok(has_new_theme) };
        self.answer.show(core, derived)?;
        self.pad.show(core, palette)?;
        self.stages.show(core, derived, palette)?;
        self.network.show(core, derived, palette)?;
        self.inspector.show(core, derived, palette, panels)?;
        if let Some(panels) = panels {
            panels.show(core, derived, palette)?;
        }
        if core.network().is_some() && self.root.get_attribute("data-ready").is_none() {
            let now = dom::window()?.performance().map_or(0.0, |clock| clock.now());
            dom::set_attribute(&self.root, "data-ready-ms", &(now as u32).to_string());
            dom::set_attribute(&self.root, "data-ready", "true");
        }
        Ok(has_new_theme)
    }

    /// The network view's element, whose size the layout follows.
    pub(crate) fn stage(&self) -> &HtmlElement {
        &self.stage
    }

    /// Moves the keyboard's focus to a part of the network.
    pub(crate) fn focus_on(&self, target: Target) {
        dom::warn_on_error(self.network.focus_on(target));
    }

    fn adopt_theme(&self, name: &'static str) -> Result<bool, JsValue> {
        if self.theme.borrow().as_ref().is_some_and(|(present, _)| *present == name) {
            return Ok(false);
        }
        dom::set_attribute(&self.root, "data-theme", name);
        let style = dom::window()?.get_computed_style(&self.root)?;
        let palette = Palette::read(|property| {
            style.as_ref().and_then(|style| style.get_property_value(property).ok()).unwrap_or_default()
        });
        let palette = palette.ok_or_else(|| JsError::new("the style sheet lacks a colour of the theme"))?;
        self.theme.replace(Some((name, palette)));
        Ok(true)
    }
}
