//! The trainer: a session in a worker, or on the page's own thread where the browser allows no worker. `www/training.js`
//! runs it in either place; here requests become bytes, and replies become messages.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Uint8Array};
use learning::{DataRecipe, Experiment, ImageSource};
use panels::training::data::samples::Images;
use panels::training::{Msg, RunId};
use training::{Reply, Request};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web::{Sender, dom};
use web_sys::{CustomEvent, ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::files::file_url;
use crate::tell::message;

/// What is said when nothing can train.
const NO_TRAINER: &str =
    "the part of the page that trains could not be loaded. Check the network, then try again";

/// Trains on request.
pub(crate) struct Trainer {
    line: Rc<Line>,
    run: RunId,
}

/// The line to the session.
struct Line {
    sender: Sender,
    state: RefCell<State>,
    /// The images that every session is given when it opens, as requests in bytes.
    collected: RefCell<Vec<(ImageSource, Uint8Array)>>,
}

/// How far the connection is.
enum State {
    /// Not asked for yet, or lost.
    Closed,
    /// Asked for; requests wait until the session is ready.
    Opening(Vec<Request>, Far),
    /// The session hears.
    Open(Far),
}

/// The session's end of the line, with the listeners that must live as long.
enum Far {
    Worker {
        worker: Worker,
        _on_message: Closure<dyn Fn(MessageEvent)>,
        _on_error: Closure<dyn Fn(ErrorEvent)>,
    },
    Thread {
        hear: Option<Function>,
        _reply: Closure<dyn Fn(Uint8Array)>,
    },
}

impl Trainer {
    pub(crate) fn new(sender: Sender) -> Trainer {
        Trainer {
            line: Rc::new(Line { sender, state: RefCell::new(State::Closed), collected: RefCell::default() }),
            run: 0,
        }
    }

    /// Has drawings made for a run to come.
    pub(crate) fn prepare(&self, recipe: DataRecipe) {
        self.line.ask(Request::Prepare(recipe));
    }

    /// Has images kept for the runs to come.
    pub(crate) fn collect(&self, images: Images) {
        self.line.collect(images);
    }

    /// Starts a run, instead of any other.
    pub(crate) fn start(&mut self, run: RunId, experiment: Experiment) {
        self.run = run;
        self.line.ask(Request::Train { run, experiment });
    }

    /// Stops any run.
    pub(crate) fn stop(&self) {
        self.line.ask(Request::Cancel { run: self.run });
    }
}

impl Line {
    /// Gives images to the session, and to any that takes its place.
    fn collect(&self, images: Images) {
        let Images { source, is_first, is_held_out, labels, pixels } = images;
        let request = Request::Collect { source, is_first, is_held_out, labels, pixels };
        let bytes = Uint8Array::from(request.to_bytes().as_slice());
        if let State::Open(far) = &*self.state.borrow() {
            far.hear(&bytes);
        }
        let mut collected = self.collected.borrow_mut();
        if is_first {
            collected.retain(|(of, _)| *of != source);
        }
        collected.push((source, bytes));
    }

    fn ask(self: &Rc<Line>, request: Request) {
        let mut state = self.state.borrow_mut();
        match &mut *state {
            State::Open(far) => far.hear(&in_bytes(&request)),
            State::Opening(waiting, _) => waiting.push(request),
            State::Closed => match self.worker() {
                Ok(far) => *state = State::Opening(vec![request], far),
                Err(_) => {
                    drop(state);
                    self.use_thread(vec![request]);
                }
            },
        }
    }

    /// A session in a worker.
    fn worker(self: &Rc<Line>) -> Result<Far, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&program_url()?, &options)?;
        let line = Rc::downgrade(self);
        let on_message: Box<dyn Fn(MessageEvent)> = Box::new(move |event| {
            if let Some(line) = line.upgrade() {
                line.receive(&event.data().unchecked_into());
            }
        });
        let line = Rc::downgrade(self);
        let on_error: Box<dyn Fn(ErrorEvent)> = Box::new(move |_| {
            if let Some(line) = line.upgrade() {
                line.lose_worker();
            }
        });
        let (on_message, on_error) = (Closure::wrap(on_message), Closure::wrap(on_error));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Far::Worker { worker, _on_message: on_message, _on_error: on_error })
    }

    /// After an error in the worker: before it was ready, the page's own thread takes over; later, the run has failed.
    fn lose_worker(self: &Rc<Line>) {
        match self.state.replace(State::Closed) {
            State::Opening(waiting, _) => self.use_thread(waiting),
            State::Open(_) | State::Closed => self.fail("the program that trains has crashed. Train again"),
        }
    }

    /// A session on the page's own thread. A script element loads `training.js`, which hands over its `connect`.
    fn use_thread(self: &Rc<Line>, waiting: Vec<Request>) {
        let weak = Rc::downgrade(self);
        let reply: Box<dyn Fn(Uint8Array)> = Box::new(move |bytes| {
            if let Some(line) = weak.upgrade() {
                line.receive(&bytes);
            }
        });
        let reply = Closure::wrap(reply);
        let replies = reply.as_ref().clone();
        self.state.replace(State::Opening(waiting, Far::Thread { hear: None, _reply: reply }));
        let weak = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let hear = connect(&replies).await;
            let Some(line) = weak.upgrade() else { return };
            match hear {
                Ok(hear) => {
                    if let State::Opening(_, Far::Thread { hear: place, .. }) = &mut *line.state.borrow_mut()
                    {
                        *place = Some(hear);
                    }
                }
                Err(_) => {
                    line.state.replace(State::Closed);
                    line.fail(NO_TRAINER);
                }
            }
        });
    }

    fn receive(&self, bytes: &Uint8Array) {
        let Ok(reply) = Reply::from_bytes(&bytes.to_vec()) else {
            self.fail("the page and the program that trains are of two versions. Reload the page");
            return;
        };
        let msg = match reply {
            Reply::Ready => return self.open(),
            Reply::Preparing { run, n_made, n_total } => Msg::Preparing(run, n_made, n_total),
            Reply::HeldOut { run, images } => Msg::HeldOut(run, Box::new(images)),
            Reply::Frame { run, frame } => Msg::Recorded(run, Box::new(frame)),
            Reply::Ended { run, end, diagnosis } => Msg::Ended(run, end, diagnosis),
            Reply::Refused { run, why } => Msg::Failed(run, why),
        };
        self.sender.send(message(msg));
    }

    /// Asks what has been waiting.
    fn open(&self) {
        let mut state = self.state.borrow_mut();
        if let State::Opening(waiting, far) = std::mem::replace(&mut *state, State::Closed) {
            self.collected.borrow().iter().for_each(|(_, bytes)| far.hear(bytes));
            waiting.iter().for_each(|request| far.hear(&in_bytes(request)));
            *state = State::Open(far);
        }
    }

    fn fail(&self, why: &str) {
        self.sender.send(message(Msg::Lost(why.to_owned())));
    }
}

impl Far {
    fn hear(&self, bytes: &Uint8Array) {
        match self {
            Far::Worker { worker, .. } => dom::warn_on_error(worker.post_message(bytes)),
            Far::Thread { hear, .. } => {
                if let Some(hear) = hear {
                    dom::warn_on_error(hear.call1(&JsValue::NULL, bytes));
                }
            }
        }
    }
}

fn in_bytes(request: &Request) -> Uint8Array {
    Uint8Array::from(request.to_bytes().as_slice())
}

/// Where `training.js` is: its name has a digest, which the page's list of files tells.
fn program_url() -> Result<String, JsValue> {
    file_url("training-", ".js").ok_or_else(|| JsValue::from_str(NO_TRAINER))
}

/// Loads the program on the page's own thread and connects it; what it returns hears requests.
async fn connect(replies: &JsValue) -> Result<Function, JsValue> {
    let script = dom::document()?.create_element("script")?;
    script.set_attribute("type", "module")?;
    script.set_attribute("src", &program_url()?)?;
    let loaded = Promise::new(&mut |resolve, reject| {
        dom::warn_on_error(script.add_event_listener_with_callback("training", &resolve));
        dom::warn_on_error(script.add_event_listener_with_callback("error", &reject));
    });
    dom::document()?.body().ok_or("no body")?.append_child(&script)?;
    let event: CustomEvent = JsFuture::from(loaded).await?.unchecked_into();
    let connect: Function = event.detail().unchecked_into();
    let hear: Promise = connect.apply(&JsValue::NULL, &Array::of1(replies))?.unchecked_into();
    Ok(JsFuture::from(hear).await?.unchecked_into())
}
