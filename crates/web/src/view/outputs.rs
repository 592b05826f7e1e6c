//! The outputs as bars, shown while the inspector has nothing else to show.

use app::derived::Derived;
use app::scene::page::{OutputBar, output_bars};
use app::state::Core;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::dom;
use crate::markup::Markup;
use crate::text::Text;

pub(super) struct OutputsView {
    whole: HtmlElement,
    list: HtmlElement,
    bars: Vec<BarView>,
}

struct BarView {
    item: HtmlElement,
    bar: HtmlElement,
    number: Text,
}

impl OutputsView {
    pub(super) fn new(markup: &Markup) -> OutputsView {
        OutputsView { whole: markup.find("#outputs"), list: markup.find("#outputs ol"), bars: Vec::new() }
    }

    /// `has_later`: whether the later part is there, which shows what is inspected.
    pub(super) fn show(&mut self, core: &Core, derived: &Derived, has_later: bool) -> Result<(), JsValue> {
        let is_inspecting = has_later && core.inspected().is_some_and(|target| core.has(target));
        let is_hidden = core.open.replaces_inspector() || is_inspecting;
        self.whole.set_hidden(is_hidden);
        if is_hidden {
            return Ok(());
        }
        let scenes = output_bars(core, derived);
        while self.bars.len() < scenes.len() {
            self.bars.push(BarView::new(&self.list, self.bars.len())?);
        }
        for (bar, scene) in self.bars.iter_mut().zip(&scenes) {
            bar.show(scene);
        }
        Ok(())
    }
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

    fn show(&mut self, scene: &OutputBar) {
        dom::set_flag(&self.item, "data-winner", scene.is_winner);
        dom::set_style(&self.bar, "transform", &scale_x(scene.share));
        self.number.show(&scene.text);
    }
}

/// The CSS transform that gives a bar this length.
pub fn scale_x(share: f32) -> String {
    ["scaleX(", &app::number::fixed(share, 3), ")"].concat()
}
