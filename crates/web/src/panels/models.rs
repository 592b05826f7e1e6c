//! Models in and out: loaded, saved, made, and two beside each other.

mod choice;
mod comparison;
mod editor;
mod files;

use app::derived::Derived;
use app::model::ModelSource;
use app::palette::Palette;
use app::panels::models::{Msg, assumed_functions, default_name};
use app::settings::Named as _;
use app::state::State;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use self::choice::ChoiceView;
use self::comparison::ComparisonView;
use self::editor::EditorView;
use self::files::Download;
use crate::dom;
use crate::fetch::{fetch, later};
use crate::message::Sender;
use crate::shown::Shown;
use crate::view::Text;
use crate::wiring::Wiring;

pub(super) struct ModelsView {
    sender: Sender,
    drop_here: HtmlElement,
    assumed: HtmlElement,
    functions: [HtmlSelectElement; 2],
    save_name: HtmlInputElement,
    shown_name: Shown<String>,
    in_use: Text,
    choice: ChoiceView,
    editor: EditorView,
    comparison: ComparisonView,
    download: Option<Download>,
}

impl ModelsView {
    pub(super) fn new(sender: Sender) -> Result<ModelsView, JsValue> {
        Ok(ModelsView {
            sender,
            drop_here: dom::find("#drop-here")?,
            assumed: dom::find("#assumed")?,
            functions: [dom::find("#assumed-hidden")?, dom::find("#assumed-output")?],
            save_name: dom::find("#save-name")?,
            shown_name: Shown::default(),
            in_use: Text::find("#in-use")?,
            choice: ChoiceView::new()?,
            editor: EditorView::new()?,
            comparison: ComparisonView::new()?,
            download: None,
        })
    }

    pub(super) fn show(
        &mut self,
        state: &State,
        derived: &Derived,
        palette: &Palette,
    ) -> Result<(), JsValue> {
        self.drop_here.set_hidden(!state.panels.models.is_dragging);
        if state.panels.open.name() != "models" {
            return Ok(());
        }
        self.shown_name.update(default_name(state).unwrap_or_default(), |name, _| {
            self.save_name.set_attribute("placeholder", name)
        })?;
        let title = state.model.as_ref().map(|model| [&model.name, " · ", &model.title].concat());
        self.in_use.show(title.as_deref().unwrap_or_default());
        let assumed = assumed_functions(state);
        self.assumed.set_hidden(assumed.is_none());
        if let Some((hidden, output)) = assumed {
            self.functions[0].set_value(hidden);
            self.functions[1].set_value(output);
        }
        self.choice.show(state)?;
        self.editor.show(state)?;
        self.comparison.show(state, derived, palette)
    }

    /// Gives the person a file.
    pub(super) fn save(&mut self, name: &str, json: &str) -> Result<(), JsValue> {
        // The one before is given up now, when it has long been saved.
        self.download = Some(Download::start(name, json)?);
        Ok(())
    }

    /// Gets the file of the model to compare with.
    pub(super) fn fetch_second(&self, source: &ModelSource) {
        let (sender, source) = (self.sender.clone(), source.clone());
        later(Box::pin(async move {
            let bytes = fetch(&source).await;
            sender.send(to_page(Msg::SecondArrived(source, bytes)));
        }));
    }
}

/// A message of this panel as one of the page.
fn to_page(msg: Msg) -> app::msg::Msg {
    app::msg::Msg::Panel(app::panels::Msg::Models(msg))
}

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    files::listen(wiring)?;
    choice::listen(wiring)?;
    editor::listen(wiring)?;
    comparison::listen(wiring)?;

    for (field, button, to_msg) in [
        ("#model-address", "#model-load", Msg::Text as fn(String) -> Msg),
        ("#save-name", "#save", Msg::Save),
    ] {
        let input: HtmlInputElement = dom::find(field)?;
        let typed = input.clone();
        wiring.control(button, "click", move |_: &HtmlElement| Some(to_page(to_msg(typed.value()))))?;
        let typed = input.clone();
        wiring.on(&input, "keydown", move |event: &KeyboardEvent| {
            (event.key() == "Enter").then(|| to_page(to_msg(typed.value())))
        })?;
    }
    for (selector, to_msg) in
        [("#assumed-hidden", Msg::SetHidden as fn(_) -> Msg), ("#assumed-output", Msg::SetOutput)]
    {
        wiring.control(selector, "change", move |select: &HtmlSelectElement| {
            app::ActivationFn::from_name(&select.value()).map(|function| to_page(to_msg(function)))
        })?;
    }
    // Ctrl+Z in a field is the field's, not the drawing's.
    for field in dom::find_all("section[data-panel='models'] input")? {
        wiring.on(&field, "keydown", |event: &KeyboardEvent| -> Option<app::msg::Msg> {
            event.stop_propagation();
            None
        })?;
    }
    Ok(())
}
