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
pub(crate) use inspector::scale_x;
pub(crate) use models::fill;
pub(crate) use sum::{show_line, show_walk};
pub(crate) use terms::{light, set_bar};
pub(crate) use text::Text;

use app::derived::Derived;
use app::network_layout::Target;
use app::palette::Palette;
use app::state::State;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::dom;
use crate::panels::Panels;

/// All that the page shows.
pub(crate) struct View {
    root: HtmlElement,
    theme: Option<(&'static str, Palette)>,
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
            theme: None,
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
        &mut self,
        state: &State,
        derived: &Derived,
        panels: Option<&mut Panels>,
    ) -> Result<bool, JsValue> {
        self.controls.show(state)?;
        self.models.show(state)?;
        let has_new_theme = self.adopt_theme(state.theme())?;
        let Some((_, palette)) = &self.theme else { return Ok(has_new_theme) };
        self.answer.show(state, derived)?;
        self.pad.show(state, palette)?;
        self.stages.show(state, derived, palette)?;
        self.network.show(state, derived, palette)?;
        self.inspector.show(state, derived, palette)?;
        if let Some(panels) = panels {
            panels.show(state, derived, palette)?;
        }
        if derived.pass.is_some() && self.root.get_attribute("data-ready").is_none() {
            let now = dom::window()?.performance().map_or(0.0, |clock| clock.now());
            dom::set_attribute(&self.root, "data-ready-ms", &(now as u32).to_string());
            dom::set_flag(&self.root, "data-ready", true);
        }
        Ok(has_new_theme)
    }

    /// Moves the keyboard's focus to a part of the network.
    pub(crate) fn focus_on(&self, target: Target) {
        dom::warn_on_error(self.network.focus_on(target));
    }

    fn adopt_theme(&mut self, name: &'static str) -> Result<bool, JsValue> {
        if self.theme.as_ref().is_some_and(|(adopted, _)| *adopted == name) {
            return Ok(false);
        }
        dom::set_attribute(&self.root, "data-theme", name);
        let style = dom::window()?.get_computed_style(&self.root)?;
        let palette = Palette::read(|property| {
            style.as_ref().and_then(|style| style.get_property_value(property).ok()).unwrap_or_default()
        });
        let palette = palette.ok_or_else(|| dom::error(&["the style sheet lacks a colour of the theme"]))?;
        self.theme = Some((name, palette));
        Ok(true)
    }
}
