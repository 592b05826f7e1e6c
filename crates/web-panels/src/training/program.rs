//! What all sessions of the page share: where their program is, and the images that each is given.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use learning::ImageSource;
use panels::training::data::samples::Images;
use training::Request;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web::dom;
use web_sys::CustomEvent;

use crate::js::get;
use crate::script_url::script_url;

/// What is said when nothing can train.
pub(super) const NO_TRAINER: &str =
    "the training program could not be loaded. Check your connection and try again, or reload the page";

/// What is said after a crash on the page's own thread.
const CRASHED: &str = "the training program crashed. Reload the page to train again";

/// The program that trains, and its images.
#[derive(Default)]
pub(super) struct Program {
    /// Images that a session is given when it opens, as requests in bytes.
    collected: RefCell<Vec<(ImageSource, Uint8Array)>>,
    /// The event that brings the program to the page's own thread: the browser runs it only once.
    loaded: RefCell<Option<Promise>>,
    /// Whether it has crashed on the page's own thread. The browser starts it there only once, and what a crash leaves behind in its
    /// memory cannot be relied on.
    has_crashed: Cell<bool>,
}

impl Program {
    /// Keeps images for the sessions to come. Returns them as a request.
    pub(super) fn collect(&self, images: Images) -> Uint8Array {
        let Images { source, is_first, is_held_out, labels, pixels } = images;
        let request = Request::Collect { source, is_first, is_held_out, labels, pixels };
        let bytes = in_bytes(&request);
        let mut collected = self.collected.borrow_mut();
        if is_first {
            collected.retain(|(of, _)| *of != source);
        }
        collected.push((source, bytes.clone()));
        bytes
    }

    /// The images as requests.
    pub(super) fn collected(&self) -> Vec<Uint8Array> {
        self.collected.borrow().iter().map(|(_, bytes)| bytes.clone()).collect()
    }

    /// The bytes that the images take.
    pub(super) fn n_bytes(&self) -> u32 {
        self.collected.borrow().iter().map(|(_, bytes)| bytes.length()).sum()
    }

    /// Notes that it has crashed on the page's own thread.
    pub(super) fn crash(&self) {
        self.has_crashed.set(true);
    }

    /// Why there is no session on the page's own thread.
    pub(super) fn why_not(&self) -> &'static str {
        if self.has_crashed.get() { CRASHED } else { NO_TRAINER }
    }

    /// A session on the page's own thread; what it returns hears requests.
    pub(super) async fn connect(&self, replies: &JsValue) -> Result<Function, JsValue> {
        if self.has_crashed.get() {
            return Err(self.why_not().into());
        }
        let connect = match connect_of_single_file() {
            Some(connect) => connect,
            None => self.load_connect().await?,
        };
        let hear: Promise = connect.apply(&JsValue::NULL, &Array::of1(replies))?.unchecked_into();
        Ok(JsFuture::from(hear).await?.unchecked_into())
    }

    /// A script element loads `training.js`, which hands over its `connect`.
    async fn load_connect(&self) -> Result<Function, JsValue> {
        let before = self.loaded.borrow().clone();
        let loaded = match before {
            Some(loaded) => loaded,
            None => self.loaded.borrow_mut().insert(load()?).clone(),
        };
        let event = JsFuture::from(loaded).await.inspect_err(|_| {
            self.loaded.take();
        })?;
        Ok(event.unchecked_into::<CustomEvent>().detail().unchecked_into())
    }
}

/// The `connect` of a page that is one file, with `training.js` inside. See `www/single-file.js`.
fn connect_of_single_file() -> Option<Function> {
    let file = get(dom::window().ok()?.as_ref(), "inklingFile").ok()?;
    get(&file, "connect").ok()?.dyn_into().ok()
}

pub(super) fn in_bytes(request: &Request) -> Uint8Array {
    Uint8Array::from(request.to_bytes().as_slice())
}

/// Where `training.js` is: its name has a digest, which the page's list of files tells.
pub(super) fn program_url() -> Result<JsValue, JsValue> {
    script_url("training-", ".js")?.ok_or_else(|| JsValue::from_str(NO_TRAINER))
}

fn load() -> Result<Promise, JsValue> {
    let script = dom::document()?.create_element("script")?;
    script.set_attribute("type", "module")?;
    Reflect::set(&script, &"src".into(), &program_url()?)?;
    let loaded = Promise::new(&mut |resolve, reject| {
        dom::warn_on_error(script.add_event_listener_with_callback("training", &resolve));
        dom::warn_on_error(script.add_event_listener_with_callback("error", &reject));
    });
    dom::document()?.body().ok_or("no body")?.append_child(&script)?;
    Ok(loaded)
}
