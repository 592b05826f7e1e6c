//! Shows the app's scenes. Makes no decisions, and touches only what has changed.

mod answer;
mod controls;
mod models;
mod network;
mod outputs;
mod pad;
mod stages;

pub use models::fill;
pub use network::draw_labels;
pub use outputs::scale_x;

use app::derived::Derived;
use app::palette::Palette;
use app::state::Core;
use app::target::Target;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::dom;
use crate::markup::Markup;

/// All views of the core.
pub(crate) struct View {
    root: HtmlElement,
    theme: Option<(&'static str, Palette)>,
    answer: answer::AnswerView,
    controls: controls::ControlsView,
    models: models::ModelsView,
    network: network::NetworkView,
    outputs: outputs::OutputsView,
    pad: pad::PadView,
    stages: stages::StagesView,
}

impl View {
    /// Finds all elements.
    pub(crate) fn new(markup: &Markup) -> View {
        View {
            root: markup.find("html"),
            theme: None,
            answer: answer::AnswerView::new(markup),
            controls: controls::ControlsView::new(markup),
            models: models::ModelsView::new(markup),
            network: network::NetworkView::new(markup),
            outputs: outputs::OutputsView::new(markup),
            pad: pad::PadView::new(markup),
            stages: stages::StagesView::new(markup),
        }
    }

    /// Updates the page. Returns whether the theme has changed, which may change sizes.
    pub(crate) fn show(&mut self, core: &Core, derived: &Derived, has_later: bool) -> Result<bool, JsValue> {
        self.controls.show(core)?;
        self.models.show(core)?;
        let has_new_theme = self.adopt_theme(core.theme())?;
        let Some((_, palette)) = &self.theme else { return Ok(has_new_theme) };
        self.answer.show(core, derived)?;
        self.pad.show(core, palette)?;
        self.stages.show(core, derived, palette)?;
        self.network.show(core, derived, palette)?;
        self.outputs.show(core, derived, has_later)?;
        if core.model().is_some() && self.root.get_attribute("data-ready").is_none() {
            let now = dom::window()?.performance().map_or(0.0, |clock| clock.now());
            dom::set_attribute(&self.root, "data-ready-ms", &(now as u32).to_string());
            dom::set_flag(&self.root, "data-ready", true);
        }
        Ok(has_new_theme)
    }

    /// The theme's colours, or nothing before the first frame.
    pub(crate) fn palette(&self) -> Option<&Palette> {
        self.theme.as_ref().map(|(_, palette)| palette)
    }

    /// Focuses a part of the network.
    pub(crate) fn focus_on(&self, target: Target) {
        dom::warn_on_error(self.network.focus_on(target));
    }

    /// Reads the theme's colours from the style sheet, or uses plain colours if it is missing.
    fn adopt_theme(&mut self, name: &'static str) -> Result<bool, JsValue> {
        if self.theme.as_ref().is_some_and(|(adopted, _)| *adopted == name) {
            return Ok(false);
        }
        dom::set_attribute(&self.root, "data-theme", name);
        let palette = palette_of(&self.root)?;
        if palette.is_none() {
            web_sys::console::warn_1(&"The style sheet lacks a colour of the theme.".into());
        }
        self.theme = Some((name, palette.unwrap_or_default()));
        Ok(true)
    }
}

/// The colours of the theme that is on, as the style sheet gives them to the page's root; `None` if one is missing.
///
/// # Errors
/// If the browser computes no style.
pub fn palette_of(root: &HtmlElement) -> Result<Option<Palette>, JsValue> {
    let style = dom::window()?.get_computed_style(root)?;
    Ok(Palette::read(|property| {
        style.as_ref().and_then(|style| style.get_property_value(property).ok()).unwrap_or_default()
    }))
}
