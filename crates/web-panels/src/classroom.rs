//! Presenting the page: the full screen, and the marks on the page by which its styles know.

use js_sys::{Function, Promise, Reflect};
use panels::classroom::{Effect, Msg};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web::{Markup, Shown, Wiring, dom};
use web_sys::{Event, HtmlElement};

use crate::context::ViewContext;
use crate::tell::tell;

pub(crate) struct ClassroomView {
    root: HtmlElement,
    is_presenting: Shown<bool>,
}

impl ClassroomView {
    pub(crate) fn new(markup: &Markup) -> ClassroomView {
        ClassroomView { root: markup.find("html"), is_presenting: Shown::default() }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        self.is_presenting.update(context.panels.classroom.is_presenting(), |is_presenting, _| {
            self.root.toggle_attribute_with_force("data-presenting", *is_presenting)?;
            Ok(())
        })
    }

    /// Carries out one of the classroom's effects.
    pub(crate) fn perform(&self, effect: Effect) {
        match effect {
            Effect::FullScreen(is_full) => set_full_screen(&self.root, is_full),
        }
    }
}

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.on_document("fullscreenchange", |_: &Event| {
        let is_full = dom::document().is_ok_and(|document| document.fullscreen_element().is_some());
        if is_full { None } else { tell(Msg::LeftFullScreen) }
    });
}

/// Asks for the full screen, or leaves it. Where the browser has none or refuses, the page is presented in its window.
fn set_full_screen(root: &HtmlElement, is_full: bool) {
    let Ok(document) = dom::document() else { return };
    let asked = match is_full {
        true => call(root, "requestFullscreen"),
        false if document.fullscreen_element().is_some() => call(&document, "exitFullscreen"),
        false => return,
    };
    // web-sys drops the promise, and a refusal would count as a failure of the page.
    spawn_local(async move {
        if let Some(promise) = asked {
            let _ = JsFuture::from(promise).await;
        }
    });
}

/// Calls a method that returns a promise, if there is one.
fn call(object: &JsValue, method: &str) -> Option<Promise> {
    let method: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    method.call0(object).ok()?.dyn_into().ok()
}
