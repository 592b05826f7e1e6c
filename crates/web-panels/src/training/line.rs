//! The line to a session, in a worker or on the page's own thread where the browser allows no worker. `www/training.js` runs it
//! in either place; here requests become bytes, and bytes become replies.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use panels::training::RunId;
use training::{Reply, Request};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web::dom;
use web_sys::{ErrorEvent, MessageEvent, Worker};

use super::program::{NO_TRAINER, Program, in_bytes, program_url};
use crate::js::construct;
use crate::timer::Timer;

/// How long a session may take to open: its program has to come over the network.
const PATIENCE_MS: i32 = 30_000;

/// A line to a session. The session ends when the line is dropped.
pub(super) struct Line {
    program: Rc<Program>,
    hear: Box<dyn Fn(Heard)>,
    state: RefCell<State>,
    overdue: Timer,
}

/// What comes over the line.
pub(super) enum Heard {
    /// A reply, except that the session is ready.
    Reply(Reply),
    /// The session has crashed. Whatever is asked next opens another one.
    Crashed,
    /// There is no session any more, for this reason.
    Lost(&'static str),
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

impl Line {
    /// A line that is closed until something is asked; `hear` gets what comes over it.
    pub(super) fn new(program: Rc<Program>, hear: Box<dyn Fn(Heard)>) -> Rc<Line> {
        Rc::new_cyclic(|line: &Weak<Line>| {
            let line = line.clone();
            let give_up = move || {
                if let Some(line) = line.upgrade() {
                    line.give_up();
                }
            };
            let overdue = Timer::new(PATIENCE_MS, Box::new(give_up));
            Line { program, hear, state: RefCell::new(State::Closed), overdue }
        })
    }

    /// Whether the session is on the page's own thread.
    pub(super) fn is_on_thread(&self) -> bool {
        matches!(
            &*self.state.borrow(),
            State::Opening(_, Far::Thread { .. }) | State::Open(Far::Thread { .. })
        )
    }

    /// Passes bytes on to the session, if it hears.
    pub(super) fn pass_on(&self, bytes: &Uint8Array) {
        if let State::Open(far) = &*self.state.borrow() {
            far.hear(bytes);
        }
    }

    /// Holds a run, or lets it go on, if there is a session.
    pub(super) fn hold(&self, run: RunId, is_held: bool) {
        let request = if is_held { Request::Pause { run } } else { Request::Resume { run } };
        match &mut *self.state.borrow_mut() {
            State::Open(far) => far.hear(&in_bytes(&request)),
            State::Opening(waiting, _) => waiting.push(request),
            State::Closed => {}
        }
    }

    /// Asks the session, and opens one if there is none.
    pub(super) fn ask(self: &Rc<Line>, request: Request) {
        let mut state = self.state.borrow_mut();
        match &mut *state {
            State::Open(far) => far.hear(&in_bytes(&request)),
            State::Opening(waiting, _) => waiting.push(request),
            State::Closed => {
                self.overdue.set();
                match self.worker() {
                    Ok(far) => *state = State::Opening(vec![request], far),
                    Err(_) => {
                        drop(state);
                        self.use_thread(vec![request]);
                    }
                }
            }
        }
    }

    /// A session in a worker.
    fn worker(self: &Rc<Line>) -> Result<Far, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"type".into(), &"module".into())?;
        let worker: Worker = construct("Worker", &Array::of2(&program_url()?, &options))?;
        let line = Rc::downgrade(self);
        let on_message: Box<dyn Fn(MessageEvent)> = Box::new(move |event| {
            if let Some(line) = line.upgrade() {
                line.receive(&event.data().unchecked_into());
            }
        });
        let line = Rc::downgrade(self);
        let on_error: Box<dyn Fn(ErrorEvent)> = Box::new(move |event| {
            // Otherwise it counts as an error of the page, which would stop.
            event.prevent_default();
            if let Some(line) = line.upgrade() {
                line.lose_worker();
            }
        });
        let (on_message, on_error) = (Closure::wrap(on_message), Closure::wrap(on_error));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        self.send_program(worker.clone());
        Ok(Far::Worker { worker, _on_message: on_message, _on_error: on_error })
    }

    /// Sends a new worker the program, which is the first that it waits for.
    fn send_program(self: &Rc<Line>, worker: Worker) {
        let (program, line) = (Rc::clone(&self.program), Rc::downgrade(self));
        spawn_local(async move {
            match program.compiled().await {
                Ok(compiled) => dom::warn_on_error(worker.post_message(&compiled)),
                Err(_) => {
                    if let Some(line) = line.upgrade() {
                        line.give_up();
                    }
                }
            }
        });
    }

    /// After an error in the worker: before it was ready, the page's own thread takes over; later, what it did is lost.
    fn lose_worker(self: &Rc<Line>) {
        match self.state.replace(State::Closed) {
            State::Opening(waiting, _) => self.use_thread(waiting),
            State::Open(_) | State::Closed => self.crash(),
        }
    }

    /// The session has crashed. What the browser has made of the program may be the cause.
    fn crash(&self) {
        self.program.forget_compiled();
        (self.hear)(Heard::Crashed);
    }

    /// A session on the page's own thread.
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
        let (program, weak) = (Rc::clone(&self.program), Rc::downgrade(self));
        spawn_local(async move {
            let hear = program.connect(&replies).await;
            if let Some(line) = weak.upgrade() {
                line.connected(hear);
            }
        });
    }

    fn connected(&self, hear: Result<Function, JsValue>) {
        match hear {
            Ok(hear) => {
                if let State::Opening(_, Far::Thread { hear: place, .. }) = &mut *self.state.borrow_mut() {
                    *place = Some(hear);
                }
            }
            Err(_) => {
                self.state.replace(State::Closed);
                self.lose(self.program.why_not());
            }
        }
    }

    fn receive(&self, bytes: &Uint8Array) {
        if bytes.length() == 0 {
            let is_on_thread = self.is_on_thread();
            self.state.replace(State::Closed);
            if is_on_thread {
                self.program.crash();
                return self.lose(self.program.why_not());
            }
            return self.crash();
        }
        match Reply::from_bytes(&bytes.to_vec()) {
            Ok(Reply::Ready) => self.open(),
            Ok(reply) => (self.hear)(Heard::Reply(reply)),
            Err(_) => self.lose("the page and the training program are different versions. Reload the page"),
        }
    }

    /// Asks what has been waiting.
    fn open(&self) {
        self.overdue.clear();
        let mut state = self.state.borrow_mut();
        if let State::Opening(waiting, far) = std::mem::replace(&mut *state, State::Closed) {
            self.program.collected().iter().for_each(|bytes| far.hear(bytes));
            waiting.iter().for_each(|request| far.hear(&in_bytes(request)));
            *state = State::Open(far);
        }
    }

    /// The program does not come.
    fn give_up(&self) {
        let is_opening = matches!(&*self.state.borrow(), State::Opening(..));
        if is_opening {
            self.state.replace(State::Closed);
            self.lose(NO_TRAINER);
        }
    }

    fn lose(&self, why: &'static str) {
        self.overdue.clear();
        (self.hear)(Heard::Lost(why));
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

impl Drop for Far {
    fn drop(&mut self) {
        if let Far::Worker { worker, .. } = self {
            worker.terminate();
        }
    }
}
