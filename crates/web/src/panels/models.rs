//! Models in and out: loaded, saved, made, and two beside each other.

mod choice;
mod comparison;
mod editor;
mod files;

use std::cell::RefCell;

use app::derived::Derived;
use app::palette::Palette;
use app::panels::models::{Msg, assumed_functions, default_name};
use app::settings::Named as _;
use app::state::State;
use models::ModelSource;
use wasm_bindgen::JsValue;
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use self::choice::ChoiceView;
use self::comparison::ComparisonView;
use self::editor::EditorView;
use self::files::Download;
use crate::input::{Sender, Wiring};
use crate::view::Text;
use crate::{dom, effects};

pub(super) struct ModelsView {
    sender: Sender,
    drop_here: HtmlElement,
    assumed: HtmlElement,
    functions: [HtmlSelectElement; 2],
    save_name: HtmlInputElement,
    shown_name: RefCell<Option<String>>,
    in_use: Text,
    choice: ChoiceView,
    editor: EditorView,
    comparison: ComparisonView,
    download: RefCell<Option<Download>>,
}

impl ModelsView {
    pub(super) fn new(sender: Sender) -> Result<ModelsView, JsValue> {
        Ok(ModelsView {
            sender,
            drop_here: dom::find("#drop-here")?,
            assumed: dom::find("#assumed")?,
            functions: [dom::find("#assumed-hidden")?, dom::find("#assumed-output")?],
            save_name: dom::find("#save-name")?,
            shown_name: RefCell::default(),
            in_use: Text::find("#in-use")?,
            choice: ChoiceView::new()?,
            editor: EditorView::new()?,
            comparison: ComparisonView::new()?,
            download: RefCell::default(),
        })
    }

    pub(super) fn show(&self, state: &State, derived: &Derived, palette: &Palette) -> Result<(), JsValue> {
        self.drop_here.set_hidden(!state.panels.models.is_dragging);
        if state.panels.open.name() != "models" {
            return Ok(());
        }
        let name = default_name(state);
        if *self.shown_name.borrow() != name {
            dom::set_attribute(&self.save_name, "placeholder", name.as_deref().unwrap_or_default());
            self.shown_name.replace(name);
        }
        let title = state.model.as_ref().map(|model| [&model.name, " · ", &model.title].concat());
        self.in_use.show(title.as_deref().unwrap_or_default());
        let assumed = assumed_functions(state);
        self.assumed.set_hidden(assumed.is_none());
        if let Some((hidden, output)) = assumed {
            self.functions[0].set_value(hidden);
            self.functions[1].set_value(output);
        }
        self.choice.show(state)?;
        self.editor.show(state);
        self.comparison.show(state, derived, palette)
    }

    /// Gives the person a file.
    pub(super) fn save(&self, name: &str, json: &str) -> Result<(), JsValue> {
        // The one before is given up now, when it has long been saved.
        self.download.replace(Some(Download::start(name, json)?));
        Ok(())
    }

    /// Gets the file of the model to compare with.
    pub(super) fn fetch_second(&self, source: &ModelSource) {
        let (sender, source) = (self.sender.clone(), source.clone());
        effects::later(Box::pin(async move {
            let bytes = effects::fetch(&source).await;
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

    let address: HtmlInputElement = dom::find("#model-address")?;
    let input = address.clone();
    wiring.on(&address, "keydown", move |event: KeyboardEvent| {
        (event.key() == "Enter").then(|| to_page(Msg::Text(input.value())))
    })?;
    let input = address.clone();
    let load: HtmlElement = dom::find("#model-load")?;
    wiring.on(&load, "click", move |_: Event| Some(to_page(Msg::Text(input.value()))))?;

    let name: HtmlInputElement = dom::find("#save-name")?;
    let save: HtmlElement = dom::find("#save")?;
    let input = name.clone();
    wiring.on(&save, "click", move |_: Event| Some(to_page(Msg::Save(input.value()))))?;
    let input = name.clone();
    wiring.on(&name, "keydown", move |event: KeyboardEvent| {
        (event.key() == "Enter").then(|| to_page(Msg::Save(input.value())))
    })?;

    for (selector, to_msg) in
        [("#assumed-hidden", Msg::SetHidden as fn(_) -> Msg), ("#assumed-output", Msg::SetOutput)]
    {
        let select: HtmlSelectElement = dom::find(selector)?;
        let chosen = select.clone();
        wiring.on(&select, "change", move |_: Event| {
            app::ActivationFn::from_name(&chosen.value()).map(|function| to_page(to_msg(function)))
        })?;
    }

    // Ctrl+Z in a field is the field's, not the drawing's.
    for field in dom::find_all::<HtmlInputElement>("section[data-panel='models'] input")? {
        wiring.on(&field, "keydown", |event: KeyboardEvent| {
            event.stop_propagation();
            None
        })?;
    }
    Ok(())
}
