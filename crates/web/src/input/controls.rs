//! Buttons, sliders and drop-down lists, and the keys that work everywhere.

use app::PreprocessingStep;
use app::edge_meaning::EdgeMeaning;
use app::keys;
use app::msg::Msg;
use app::named::Named;
use app::pad::Tool;
use app::panel::Panel;
use app::settings::Theme;
use models::ModelSource;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, Node, PointerEvent};

use crate::dom;
use crate::event::{key_of, taken};
use crate::wiring::Wiring;

/// The selector of a button, and its message.
type Button = (&'static str, fn() -> Msg);

const BUTTONS: [Button; 12] = [
    ("#close-sheet", || Msg::ClosePanel),
    ("#ask-why", || Msg::ExplainAnswer),
    ("#undo", || Msg::Undo),
    ("#redo", || Msg::Redo),
    ("#clear", || Msg::Clear),
    ("#pen", || Msg::SetTool(Tool::Pen)),
    ("#erase", || Msg::ToggleEraser),
    ("#previous", || Msg::PickNext(false)),
    ("#next", || Msg::PickNext(true)),
    ("#unpick", || Msg::Unpick),
    ("#retry-model", || Msg::RetryModel),
    ("#dismiss-notes", || Msg::DismissNotes),
];

pub(super) fn listen(wiring: &mut Wiring) {
    for (selector, msg) in BUTTONS {
        wiring.control(selector, "click", move |_: &HtmlElement| Some(msg()));
    }
    wiring.control("[data-open]", "click", |button: &HtmlElement| {
        // In a sheet, the open panel's tab closes it.
        if button.get_attribute("aria-pressed").is_some_and(|is_pressed| is_pressed == "true")
            && is_in_sheet()
        {
            return Some(Msg::ClosePanel);
        }
        Panel::from_name(&button.get_attribute("data-open")?).map(Msg::Open)
    });
    wiring.control("[data-example]", "click", |button: &HtmlElement| {
        button.get_attribute("data-example")?.parse().ok().map(Msg::ShowExample)
    });
    wiring.control("[data-step]", "change", |checkbox: &HtmlInputElement| {
        let step = PreprocessingStep::from_name(&checkbox.get_attribute("data-step")?)?;
        Some(Msg::SetStep(step, checkbox.checked()))
    });
    wiring.control("#brush", "input", |slider: &HtmlInputElement| {
        Some(Msg::SetBrush(slider.value_as_number() as f32))
    });
    wiring.control("#edges", "change", |select: &HtmlSelectElement| {
        EdgeMeaning::from_name(&select.value()).map(Msg::SetEdges)
    });
    wiring.control("#model", "change", |select: &HtmlSelectElement| {
        ModelSource::from_name(&select.value()).map(Msg::ChooseModel)
    });
    wiring.control("#theme", "change", |select: &HtmlSelectElement| {
        Theme::from_name(&select.value()).map(Msg::SetTheme)
    });
    wiring.on_document("keydown", |event: &KeyboardEvent| {
        if event.key() == "Escape" {
            close_popovers(None);
        }
        taken(event, keys::on_page(&key_of(event)))
    });
    wiring.on_document("pointerdown", |event: &PointerEvent| -> Option<Msg> {
        close_popovers(event.target().map(JsCast::unchecked_into).as_ref());
        None
    });
}

/// Closes what the header's buttons have opened, unless this node is in it.
fn close_popovers(target: Option<&Node>) {
    for popover in dom::find_all("header details[open]").unwrap_or_default() {
        if !popover.contains(target) {
            dom::warn_on_error(popover.remove_attribute("open"));
        }
    }
}

/// Whether the open panel is in a sheet, as on a phone: the sheet has a button of its own to close it.
fn is_in_sheet() -> bool {
    dom::find::<HtmlElement>("#close-sheet").is_ok_and(|button| button.offset_parent().is_some())
}
