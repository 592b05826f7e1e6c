//! In front of a class: the full screen, the spotlight, and the marks on the page by which its styles know what is presented.

use js_sys::Promise;
use panels::classroom::{Effect, Msg};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web::event::key_of;
use web::{Markup, Message, Shown, Wiring, dom};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

use crate::context::ViewContext;
use crate::js::call;
use crate::tell::tell;

/// What takes no input while the picture is frozen.
const PICTURE: &str =
    "#pad, #tools, #examples, #steps, #ask-why, #bring-back, #network, #panels, #inspector, #tally";

pub(crate) struct ClassroomView {
    root: HtmlElement,
    spotlight: HtmlElement,
    frozen: HtmlElement,
    blank: HtmlElement,
    mine: HtmlElement,
    picture: Vec<HtmlElement>,
    is_presenting: Shown<bool>,
    is_frozen: Shown<bool>,
}

impl ClassroomView {
    pub(crate) fn new(markup: &Markup) -> ClassroomView {
        ClassroomView {
            root: markup.find("html"),
            spotlight: markup.find("#spotlight"),
            frozen: markup.find("#frozen"),
            blank: markup.find("#blank-screen"),
            mine: markup.find("#mine"),
            picture: markup.find_all(PICTURE),
            is_presenting: Shown::default(),
            is_frozen: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let classroom = &context.panels.classroom;
        let presentation = classroom.presentation.as_ref();
        self.is_presenting.update(presentation.is_some(), |is_presenting, _| {
            dom::set_present(&self.root, "data-presenting", *is_presenting);
            Ok(())
        })?;
        self.spotlight.set_hidden(!presentation.is_some_and(|shown| shown.has_spotlight));
        self.blank.set_hidden(!classroom.is_blank());
        self.mine.set_hidden(!classroom.has_mine());
        self.is_frozen.update(classroom.is_frozen(), |is_frozen, _| {
            self.frozen.set_hidden(!is_frozen);
            for part in &self.picture {
                dom::set_present(part, "inert", *is_frozen);
            }
            Ok(())
        })
    }

    /// Carries out one of the classroom's effects.
    pub(crate) fn perform(&self, effect: Effect) {
        match effect {
            Effect::FullScreen(is_full) => set_full_screen(&self.root, is_full),
            Effect::ToggleKeys => dom::warn_on_error(toggle_keys()),
            Effect::Link(_) => {}
        }
    }
}

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.on_document("fullscreenchange", |_: &Event| {
        let root: Element = dom::root().ok()?.into();
        tell(Msg::IsFullScreen(is_full(&root)))
    });
    for (selector, msg) in
        [("#blank-screen", Msg::ToggleBlank), ("#bring-back-mine", Msg::BringBack), ("#stay", Msg::Stay)]
    {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(msg.clone()));
    }
    // Nor do undo and redo, which work wherever the focus is. The page listens to them at the document, after this.
    wiring.on("html", "keydown", |event: &KeyboardEvent| -> Option<Message> {
        let is_frozen = dom::find::<Element>("#pad[inert]").is_ok();
        if is_frozen && key_of(event).history().is_some() {
            dom::warn_on_error(call(event, "stopPropagation"));
        }
        None
    });
    // Looked up once: the pointer moves all the time.
    let Ok(spotlight) = dom::find::<HtmlElement>("#spotlight") else { return };
    for event in ["pointermove", "pointerdown"] {
        let spotlight = spotlight.clone();
        wiring.on_window(event, move |event: &PointerEvent| -> Option<Message> {
            if !spotlight.hidden() {
                dom::set_length(&spotlight, "--x", event.client_x() as f32, "px");
                dom::set_length(&spotlight, "--y", event.client_y() as f32, "px");
            }
            None
        });
    }
}

/// Opens Help at the keys, or closes it.
fn toggle_keys() -> Result<(), JsValue> {
    let help: Element = dom::find("#help")?;
    if help.has_attribute("open") {
        return help.remove_attribute("open");
    }
    help.set_attribute("open", "")?;
    let card: HtmlElement = dom::find("#help .popover")?;
    card.focus()?;
    let keys: HtmlElement = dom::find("#help-keys")?;
    card.set_scroll_top(keys.offset_top());
    Ok(())
}

/// Asks for the full screen, or leaves it. Where the browser has none or refuses, the page is presented in its window.
fn set_full_screen(root: &HtmlElement, is_wanted: bool) {
    let Ok(document) = dom::document() else { return };
    let asked = match is_wanted {
        true => call(root, "requestFullscreen"),
        false if is_full(root) => call(&document, "exitFullscreen"),
        false => return,
    };
    // web-sys drops the promise, and a refusal would count as a failure of the page.
    spawn_local(async move {
        if let Some(promise) = asked.ok().and_then(|promise| promise.dyn_into::<Promise>().ok()) {
            let _ = JsFuture::from(promise).await;
        }
    });
}

fn is_full(root: &Element) -> bool {
    root.matches(":fullscreen").unwrap_or(false)
}
