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
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use crate::event::{key_of, taken};
use crate::wiring::Wiring;

/// The selector of a button, and its message.
type Button = (&'static str, fn() -> Msg);

const BUTTONS: [Button; 10] = [
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
    wiring.on_document("keydown", |event: &KeyboardEvent| taken(event, keys::on_page(&key_of(event))));
}
