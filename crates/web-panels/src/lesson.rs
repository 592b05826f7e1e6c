//! The lesson beside the page: its text, its questions and buttons, and the marks on the controls that it speaks of.

mod marks;
mod results;
mod text;

use panels::lesson::document::Step;
use panels::lesson::scene::{LessonScene, lesson_scene};
use panels::lesson::{Effect, Msg, source::Source};
use wasm_bindgen::JsValue;
use web::event::closest_attribute;
use web::{Fetcher, Markup, Message, Sender, Shown, Text, Wiring, dom};
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use self::marks::Marks;
use self::results::ResultsView;
use crate::context::ViewContext;
use crate::files::{Download, on_chosen, save_text};
use crate::splice;
use crate::storage::{self, name_here, storage};
use crate::tell::{message, tell};
use crate::timer::Timer;

/// The storage key, followed by the page's path.
const PROGRESS: &str = "inkling-lesson:";
/// How long to wait for what a learning platform has kept, in milliseconds.
const PATIENCE_MS: i32 = 5_000;

/// A button that is not always there.
type Button = (HtmlElement, fn(&LessonScene) -> bool);

pub(crate) struct LessonView {
    sender: Sender,
    /// How long a learning platform has to answer.
    wait: Timer,
    fetcher: Fetcher,
    root: HtmlElement,
    whole: HtmlElement,
    open: HtmlElement,
    chapters: HtmlSelectElement,
    count: Text,
    progress: HtmlElement,
    fold: HtmlElement,
    trouble: Text,
    title: Text,
    text: HtmlElement,
    question: HtmlElement,
    asks: HtmlElement,
    choices: HtmlElement,
    says: Text,
    then: HtmlElement,
    hint: HtmlElement,
    score: Text,
    buttons: [Button; 5],
    back: HtmlElement,
    next: HtmlElement,
    next_words: Text,
    start_words: Text,
    body: HtmlElement,
    results: ResultsView,
    /// The last file that was saved.
    download: Option<Download>,
    marks: Marks,
    shown_chapters: Shown<Vec<String>>,
    shown_step: Shown<Step>,
    revealed: Shown<(Option<usize>, bool, bool)>,
    revision: Shown<app::revision::Revision>,
}

impl LessonView {
    pub(crate) fn new(markup: &Markup, sender: Sender, fetcher: Fetcher) -> LessonView {
        let to_page = sender.clone();
        LessonView {
            wait: Timer::new(PATIENCE_MS, Box::new(move || to_page.send(message(Msg::Waited)))),
            sender,
            fetcher,
            root: markup.find("html"),
            whole: markup.find("#lesson"),
            open: markup.find("#open-lesson"),
            chapters: markup.find("#lesson-chapters"),
            count: markup.text("#lesson-count"),
            progress: markup.find("#lesson-progress"),
            fold: markup.find("#lesson-fold"),
            trouble: markup.text("#lesson-trouble"),
            title: markup.text("#lesson-title"),
            text: markup.find("#lesson-text"),
            question: markup.find("#lesson-question"),
            asks: markup.find("#lesson-asks"),
            choices: markup.find("#lesson-choices"),
            says: markup.text("#lesson-says"),
            then: markup.find("#lesson-then"),
            hint: markup.find("#lesson-hint"),
            score: markup.text("#lesson-score"),
            buttons: [
                (markup.find("#lesson-start"), |scene| scene.buttons.start),
                (markup.find("#lesson-show"), |scene| scene.buttons.show),
                (markup.find("#lesson-hint-button"), |scene| scene.buttons.hint),
                (markup.find("#lesson-restore"), |scene| scene.buttons.restore),
                (markup.find("#lesson-reload"), |scene| scene.can_be_reloaded),
            ],
            back: markup.find("#lesson-back"),
            next: markup.find("#lesson-next"),
            next_words: markup.text("#lesson-next"),
            start_words: markup.text("#lesson-start"),
            body: markup.find("#lesson-body"),
            results: ResultsView::new(markup),
            download: None,
            marks: Marks::new(markup),
            shown_chapters: Shown::default(),
            shown_step: Shown::default(),
            revealed: Shown::default(),
            revision: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let panel = &context.panels.lesson;
        let mut is_new = false;
        self.revision.update(panel.revision(), |_, _| {
            is_new = true;
            Ok(())
        })?;
        if is_new {
            let scene = lesson_scene(panel);
            let is_open = scene.is_some();
            self.whole.set_hidden(!is_open);
            dom::set_flag(&self.open, "aria-pressed", is_open);
            let state =
                scene.as_ref().map_or("closed", |scene| if scene.is_folded { "folded" } else { "open" });
            dom::set_attribute(&self.root, "data-lesson", state);
            if let Some(scene) = scene {
                self.show_scene(scene)?;
            }
        }
        self.marks.show(panel.looks())
    }

    fn show_scene(&mut self, scene: LessonScene) -> Result<(), JsValue> {
        dom::set_flag(&self.fold, "aria-expanded", !scene.is_folded);
        let fold = if scene.is_folded { "Expand the lesson" } else { "Collapse the lesson" };
        dom::set_attribute(&self.fold, "aria-label", fold);
        self.trouble.show(&scene.trouble);
        let step = scene.place.as_ref().and_then(|(lesson, step_idx)| lesson.steps.get(*step_idx));
        dom::set_attribute(&self.whole, "data-step", step.map_or("", |step| &step.name));
        dom::set_flag(&self.whole, "data-done", scene.is_done);
        let end = match &scene.place {
            Some((_, 0)) => "first",
            Some(_) if scene.buttons.next => "inner",
            Some(_) => "last",
            None => "none",
        };
        dom::set_attribute(&self.whole, "data-at", end);
        self.shown_chapters.update_ref(&scene.chapters, || {
            self.chapters.set_text_content(None);
            for (chapter_idx, title) in scene.chapters.iter().enumerate() {
                let option = dom::append_text(&self.chapters, "option", title)?;
                dom::set_attribute(&option, "value", &chapter_idx.to_string());
            }
            Ok(())
        })?;
        if let Some(step) = step {
            self.chapters.set_value(&step.chapter_idx.to_string());
            self.show_step(step)?;
        }
        self.count.show(&scene.count);
        dom::set_attribute(&self.progress, "value", &app::number::plain(scene.share, 3));
        self.says.show(&scene.says);
        self.then.set_hidden(!scene.is_done);
        self.text.set_hidden(scene.is_text_hidden);
        self.hint.set_hidden(!scene.has_hint);
        self.score.show(&scene.score);
        for (button, is_there) in &self.buttons {
            button.set_hidden(!is_there(&scene));
        }
        dom::set_flag(&self.back, "aria-disabled", !scene.buttons.back);
        dom::set_flag(&self.next, "aria-disabled", !scene.buttons.next);
        self.next_words.show(if scene.buttons.skips { "Skip ›" } else { "Next ›" });
        self.start_words.show(if scene.buttons.finds_out { "Find out" } else { "Set it up" });
        show_choices(&scene)?;
        self.reveal(&scene)?;
        self.results.show(scene.results)
    }

    /// Scrolls to what has become of the step, once that is known, and to a statement when it is asked again.
    fn reveal(&mut self, scene: &LessonScene) -> Result<(), JsValue> {
        let has_end = scene.is_done || scene.asks_again;
        let end = (scene.place.as_ref().map(|(_, step_idx)| *step_idx), has_end, scene.is_done);
        self.revealed.update(end, |(_, has_end, _), _| {
            if *has_end {
                self.body.set_scroll_top(self.body.scroll_height());
            }
            Ok(())
        })
    }

    /// Shows the words of a step.
    fn show_step(&mut self, step: &Step) -> Result<(), JsValue> {
        self.shown_step.update_ref(step, || {
            self.title.show(&step.title);
            self.text.set_text_content(None);
            text::append_blocks(&self.text, &step.text)?;
            for (element, line) in [(&self.then, &step.then), (&self.hint, &step.hint)] {
                element.set_text_content(None);
                text::append_line(element, line.as_deref().unwrap_or_default())?;
            }
            let asked = step.asked();
            self.question.set_hidden(asked.is_none());
            self.asks.set_text_content(None);
            self.choices.set_text_content(None);
            if let Some((question, choices)) = asked {
                text::append_line(&self.asks, question)?;
                for (choice_idx, choice) in choices.iter().enumerate() {
                    let button = dom::append_button(&self.choices)?;
                    dom::set_attribute(&button, "data-choice", &choice_idx.to_string());
                    text::append_line(&button, choice)?;
                }
            }
            self.body.set_scroll_top(0);
            Ok(())
        })
    }

    /// Carries out one of the lesson's effects.
    pub(crate) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Fetch { source, is_again } => self.fetch(source, is_again),
            Effect::Keep(text) => storage::keep(PROGRESS, &text),
            Effect::Post(json) => splice::post(&json),
            Effect::Wait => self.wait.set(),
            Effect::Save(name, text) => save_text(&mut self.download, &name, &text),
            Effect::Focus => {
                // What is hidden takes no focus, and it is shown only in the next frame.
                self.whole.set_hidden(false);
                dom::warn_on_error(self.body.focus());
            }
            Effect::Core(_) | Effect::Follow(_) | Effect::Training(_) | Effect::Link(_) => {}
        }
    }

    fn fetch(&self, source: Source, is_again: bool) {
        let Some(mut address) = source.url() else { return };
        // Somebody may be writing it, so a cache must not answer.
        if is_again && source.is_foreign() {
            address.push_str(if address.contains('?') { "&fresh=" } else { "?fresh=" });
            let clock = dom::window().ok().and_then(|window| window.performance());
            address.push_str(&app::number::plain(clock.map_or(0.0, |clock| clock.now() as f32), 0));
        }
        let sender = self.sender.clone();
        let done = move |file| sender.send(message(Msg::Arrived(source, file)));
        self.fetcher.fetch(&address, Box::new(done));
    }
}

fn show_choices(scene: &LessonScene) -> Result<(), JsValue> {
    for button in dom::find_all("#lesson-choices button")? {
        let choice_idx: Option<usize> =
            button.get_attribute("data-choice").and_then(|choice_idx| choice_idx.parse().ok());
        dom::set_flag(&button, "aria-pressed", choice_idx == scene.chosen);
        dom::set_flag(&button, "aria-disabled", !scene.is_asking);
        let is_right = match scene.outcome {
            None => "",
            Some(right) if right == choice_idx => "true",
            Some(_) => "false",
        };
        dom::set_attribute(&button, "data-right", is_right);
    }
    Ok(())
}

/// The first message: what the address asks for, and how far one had come.
pub(crate) fn begun() -> Result<Msg, JsValue> {
    let query = web::query()?;
    let asked = |name: &str| query.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone());
    let kept = storage()
        .and_then(|storage| Some(storage.get_item(&name_here(PROGRESS).ok()?).ok()?.unwrap_or_default()));
    let activity = splice::activity();
    Ok(Msg::Begun { lesson: asked("lesson"), step: asked("step"), kept, activity })
}

pub(crate) fn listen(wiring: &mut Wiring) {
    for (selector, msg) in [
        ("#invite-lesson", Msg::Open),
        ("#lesson-close", Msg::Close),
        ("#lesson-fold", Msg::Fold),
        ("#lesson-back", Msg::Step(false)),
        ("#lesson-next", Msg::Step(true)),
        ("#lesson-start", Msg::Start),
        ("#lesson-show", Msg::Show),
        ("#lesson-hint-button", Msg::Hint),
        ("#lesson-restore", Msg::Restore),
        ("#lesson-reload", Msg::Reload),
    ] {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(msg.clone()));
    }
    wiring.control("#open-lesson", "click", |button: &HtmlElement| {
        let is_open = button.get_attribute("aria-pressed").is_some_and(|is_pressed| is_pressed == "true");
        tell(if is_open { Msg::Close } else { Msg::Open })
    });
    results::listen(wiring);
    wiring.on("#lesson-other", "click", |event: &Event| {
        tell(Msg::Other(closest_attribute(event, "data-lesson-name")?))
    });
    wiring.on("#lesson-choices", "click", |event: &Event| {
        tell(Msg::Choose(closest_attribute(event, "data-choice")?.parse().ok()?))
    });
    wiring.control("#lesson-chapters", "change", |list: &HtmlSelectElement| {
        tell(Msg::Chapter(list.value().parse().ok()?))
    });
    on_chosen(wiring, "#lesson-file", |name, bytes| message(Msg::Arrived(Source::File(name), bytes)));
    wiring.control("#lesson-load", "click", |_: &HtmlElement| tell(Msg::Other(typed()?)));
    wiring.on("#lesson-address", "keydown", |event: &KeyboardEvent| -> Option<Message> {
        // Ctrl+Z in a field applies to the field, not to the drawing.
        event.stop_propagation();
        if event.key() == "Enter" { tell(Msg::Other(typed()?)) } else { None }
    });
    wiring.on_window("focus", |_: &Event| tell(Msg::Back));
}

/// The address that was typed.
fn typed() -> Option<String> {
    dom::find::<HtmlInputElement>("#lesson-address").ok().map(|field| field.value())
}
