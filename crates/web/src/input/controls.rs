//! Buttons, sliders, selections, and the keys that work everywhere.

use app::PreprocessingStep;
use app::msg::Msg;
use app::pad::Tool;
use app::panels::Panel;
use app::scene::edges::EdgeMeaning;
use app::settings::{Named, Theme};
use models::ModelSource;
use wasm_bindgen::JsValue;
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use super::Wiring;
use crate::dom;

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    for (selector, msg) in [
        ("#undo", Msg::Undo),
        ("#redo", Msg::Redo),
        ("#clear", Msg::Clear),
        ("#pen", Msg::SetTool(Tool::Pen)),
        ("#erase", Msg::ToggleEraser),
        ("#unpick", Msg::Unpick),
        ("#dismiss-notes", Msg::DismissNotes),
    ] {
        let button: HtmlElement = dom::find(selector)?;
        wiring.on(&button, "click", move |_: Event| Some(msg.clone()))?;
    }
    for button in dom::find_all::<HtmlElement>("[data-open]")? {
        let panel = button.get_attribute("data-open").and_then(|name| Panel::from_name(&name));
        wiring.on(&button, "click", move |_: Event| panel.map(Msg::Open))?;
    }
    for button in dom::find_all::<HtmlElement>("[data-example]")? {
        let digit = button.get_attribute("data-example").and_then(|digit| digit.parse().ok());
        wiring.on(&button, "click", move |_: Event| digit.map(Msg::ShowExample))?;
    }
    for checkbox in dom::find_all::<HtmlInputElement>("[data-step]")? {
        let step = checkbox.get_attribute("data-step").and_then(|name| PreprocessingStep::from_name(&name));
        let input = checkbox.clone();
        wiring.on(&checkbox, "change", move |_: Event| Some(Msg::SetStep(step?, input.checked())))?;
    }
    let brush: HtmlInputElement = dom::find("#brush")?;
    let input = brush.clone();
    wiring.on(&brush, "input", move |_: Event| Some(Msg::SetBrush(input.value_as_number() as f32)))?;

    let edges: HtmlSelectElement = dom::find("#edges")?;
    let select = edges.clone();
    wiring
        .on(&edges, "change", move |_: Event| EdgeMeaning::from_name(&select.value()).map(Msg::SetEdges))?;
    let model: HtmlSelectElement = dom::find("#model")?;
    let select = model.clone();
    wiring.on(&model, "change", move |_: Event| {
        ModelSource::from_name(&select.value()).map(Msg::ChooseModel)
    })?;
    let theme: HtmlSelectElement = dom::find("#theme")?;
    let select = theme.clone();
    wiring.on(&theme, "change", move |_: Event| Theme::from_name(&select.value()).map(Msg::SetTheme))?;

    let document = dom::document()?;
    wiring.on(&document, "keydown", |event: KeyboardEvent| {
        let is_undo = is_undo(&event)?;
        event.prevent_default();
        Some(if is_undo { Msg::Undo } else { Msg::Redo })
    })
}

/// Whether the keys pressed mean "undo" (true) or "redo"; none where they mean neither.
pub(crate) fn is_undo(event: &KeyboardEvent) -> Option<bool> {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return None;
    }
    match (event.key().as_str(), event.shift_key()) {
        ("z" | "Z", is_redo) => Some(!is_redo),
        // With Cmd it is the browser's.
        ("y" | "Y", false) if event.ctrl_key() => Some(false),
        _ => None,
    }
}
