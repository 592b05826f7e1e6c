//! What all sessions of the page share: where their program is, and the images that each is given.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Function, Promise, Reflect, Uint8Array, global};
use learning::ImageSource;
use panels::training::data::samples::Images;
use training::Request;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web::{Fetched, Fetcher, dom};
use web_sys::CustomEvent;

use crate::files::file_url;
use crate::js::{call_with, get};
use crate::script_url::script_url;

/// What is said when nothing can train.
pub(super) const NO_TRAINER: &str =
    "the training program could not be loaded. Check your connection and try again, or reload the page";

/// What is said after a crash on the page's own thread.
const CRASHED: &str = "the training program crashed. Reload the page to train again";

/// The program that trains, and its images.
pub(super) struct Program {
    fetcher: Fetcher,
    /// The program, fetched and compiled once: then the browser makes machine code of it once for all workers. Otherwise each worker of
    /// a sweep would wait for its own, which takes WebKit seconds.
    compiled: RefCell<Option<Promise>>,
    /// Images that a session is given when it opens, as requests in bytes.
    collected: RefCell<Vec<(ImageSource, Uint8Array)>>,
    /// The event that brings the program to the page's own thread: the browser runs it only once.
    loaded: RefCell<Option<Promise>>,
    /// Whether it has crashed on the page's own thread. The browser starts it there only once, and what a crash leaves behind in its
    /// memory cannot be relied on.
    has_crashed: Cell<bool>,
}

impl Program {
    pub(super) fn new(fetcher: Fetcher) -> Program {
        Program {
            fetcher,
            compiled: RefCell::default(),
            collected: RefCell::default(),
            loaded: RefCell::default(),
            has_crashed: Cell::default(),
        }
    }

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

    /// The program as a session is given it: compiled; or as bytes where the page is one file, because its workers may be of another
    /// origin, to which a compiled program cannot be sent.
    pub(super) async fn compiled(&self) -> Result<JsValue, JsValue> {
        let compiled = once(&self.compiled, || Ok(compile(&self.fetcher)))?;
        JsFuture::from(compiled).await.inspect_err(|_| self.forget_compiled())
    }

    /// Has it compiled anew for the sessions to come.
    pub(super) fn forget_compiled(&self) {
        self.compiled.take();
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
        let program = self.compiled().await?;
        let hear: Promise = connect.apply(&JsValue::NULL, &Array::of2(replies, &program))?.unchecked_into();
        Ok(JsFuture::from(hear).await?.unchecked_into())
    }

    /// A script element loads `training.js`, which hands over its `connect`.
    async fn load_connect(&self) -> Result<Function, JsValue> {
        let loaded = once(&self.loaded, load)?;
        let event = JsFuture::from(loaded).await.inspect_err(|_| {
            self.loaded.take();
        })?;
        Ok(event.unchecked_into::<CustomEvent>().detail().unchecked_into())
    }
}

/// What is in its place, or else is put there.
fn once(
    place: &RefCell<Option<Promise>>,
    begin: impl FnOnce() -> Result<Promise, JsValue>,
) -> Result<Promise, JsValue> {
    let before = place.borrow().clone();
    before.map_or_else(|| Ok(place.borrow_mut().insert(begin()?).clone()), Ok)
}

fn compile(fetcher: &Fetcher) -> Promise {
    let fetched = Promise::new(&mut |resolve, reject| {
        let Some(url) = file_url("training_program-", ".wasm") else {
            return dom::warn_on_error(reject.call0(&JsValue::NULL));
        };
        let done = move |fetched: Fetched| {
            dom::warn_on_error(match fetched {
                Ok(bytes) => resolve.call1(&JsValue::NULL, &Uint8Array::from(bytes.as_slice())),
                Err(why) => reject.call1(&JsValue::NULL, &why.into()),
            });
        };
        fetcher.fetch(&url, Box::new(done));
    });
    future_to_promise(async {
        let bytes = JsFuture::from(fetched).await?;
        if connect_of_single_file().is_some() {
            return Ok(bytes);
        }
        let compiled = call_with(&get(&global(), "WebAssembly")?, "compile", &Array::of1(&bytes))?;
        JsFuture::from(compiled.unchecked_into::<Promise>()).await
    })
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
