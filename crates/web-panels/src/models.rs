//! The models panel: loading, saving, designing and comparing models.

mod choice;
mod comparison;
mod editor;
mod files;

use app::panel::Panel;
use panels::models::scene::{assumed_functions, default_name};
use panels::models::{Effect, Msg};
use wasm_bindgen::JsValue;
use web::{Fetcher, Markup, Message, Sender, Shown, Text, Wiring, dom};
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use self::choice::ChoiceView;
use self::comparison::ComparisonView;
use self::editor::EditorView;
use crate::context::ViewContext;
use crate::files::{Download, save_text};
use crate::tell::{message, tell};

pub(crate) struct ModelsView {
    sender: Sender,
    fetcher: Fetcher,
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
    pub(crate) fn new(markup: &Markup, sender: Sender, fetcher: Fetcher) -> ModelsView {
        ModelsView {
            sender,
            fetcher,
            drop_here: markup.find("#drop-here"),
            assumed: markup.find("#assumed"),
            functions: [markup.find("#assumed-hidden"), markup.find("#assumed-output")],
            save_name: markup.find("#save-name"),
            shown_name: Shown::default(),
            in_use: markup.text("#in-use"),
            choice: ChoiceView::new(markup),
            editor: EditorView::new(markup),
            comparison: ComparisonView::new(markup),
            download: None,
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let &ViewContext { core, panels, .. } = context;
        self.drop_here.set_hidden(!panels.models.is_dragging);
        if !context.is_open(Panel::Models) {
            return Ok(());
        }
        self.shown_name.update(default_name(&panels.knobs, core).unwrap_or_default(), |name, _| {
            self.save_name.set_attribute("placeholder", name)
        })?;
        let title = core.model().map(|model| [&model.name, " · ", &model.title].concat());
        self.in_use.show(title.as_deref().unwrap_or_default());
        let assumed = assumed_functions(core);
        self.assumed.set_hidden(assumed.is_none());
        if let Some((hidden, output)) = assumed {
            self.functions[0].set_value(hidden);
            self.functions[1].set_value(output);
        }
        self.choice.show(core)?;
        self.editor.show(context)?;
        self.comparison.show(context)
    }

    /// Carries out one of the panel's effects.
    pub(crate) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Save { name, json } => save_text(&mut self.download, &name, &json),
            Effect::FetchSecond(source) => {
                let (address, sender) = (source.url(), self.sender.clone());
                let done = move |bytes| sender.send(message(Msg::SecondArrived(source, bytes)));
                self.fetcher.fetch(&address, Box::new(done));
            }
            Effect::Core(_) => {}
        }
    }
}

pub(crate) fn listen(wiring: &mut Wiring) {
    files::listen(wiring);
    choice::listen(wiring);
    editor::listen(wiring);
    comparison::listen(wiring);

    for (field, button, to_msg) in [
        ("#model-address", "#model-load", Msg::Text as fn(String) -> Msg),
        ("#save-name", "#save", Msg::Save),
    ] {
        wiring.control(button, "click", move |_: &HtmlElement| tell(to_msg(typed(field)?)));
        wiring.on(
            field,
            "keydown",
            move |event: &KeyboardEvent| {
                if event.key() == "Enter" { tell(to_msg(typed(field)?)) } else { None }
            },
        );
    }
    for (selector, to_msg) in
        [("#assumed-hidden", Msg::SetHidden as fn(_) -> Msg), ("#assumed-output", Msg::SetOutput)]
    {
        wiring.control(selector, "change", move |select: &HtmlSelectElement| {
            tell(to_msg(app::ActivationFn::from_name(&select.value())?))
        });
    }
    // Ctrl+Z in a field applies to the field, not to the drawing.
    wiring.on("section[data-panel='models'] input", "keydown", |event: &KeyboardEvent| -> Option<Message> {
        event.stop_propagation();
        None
    });
}

/// The text in a field.
fn typed(selector: &str) -> Option<String> {
    dom::find::<HtmlInputElement>(selector).ok().map(|field| field.value())
}
