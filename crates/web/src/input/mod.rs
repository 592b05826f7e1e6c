//! Events of the browser to messages of the app. Each listener is a guard owned by [`Inputs`].

mod controls;
mod network;
mod pad;
pub(crate) mod panel;
mod screen;

pub(crate) use controls::is_undo;
pub(crate) use pad::coalesced;
pub(crate) use screen::{resized, size_of};

use std::rc::{Rc, Weak};

use panels::state::PageMsg;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventTarget};

use crate::failure;
use crate::listener::{Listener, SizeWatch};
use crate::runtime::Runtime;

/// Everything the page listens to.
pub(crate) struct Inputs {
    _guards: Guards,
    _screen: screen::Screen,
}

impl Inputs {
    /// Listens for the page's lifetime.
    pub(crate) fn new(runtime: &Rc<Runtime>) -> Result<Inputs, JsValue> {
        let mut wiring = Wiring::new(runtime);
        wiring.guards.listeners.push(failure::watch()?);
        pad::listen(&mut wiring)?;
        network::listen(&mut wiring)?;
        panel::listen(&mut wiring)?;
        controls::listen(&mut wiring)?;
        Ok(Inputs { _guards: wiring.into_guards(), _screen: screen::Screen::watch(runtime)? })
    }
}

/// What listens for as long as it lives.
#[derive(Default)]
pub(crate) struct Guards {
    listeners: Vec<Listener>,
    size_watches: Vec<SizeWatch>,
}

/// Takes messages to the page from what happens later, such as the end of a transfer.
#[derive(Clone)]
pub(crate) struct Sender {
    runtime: Weak<Runtime>,
}

impl Sender {
    /// Dispatches the message, if the page is still there.
    pub(crate) fn send(&self, msg: impl Into<PageMsg>) {
        if let Some(runtime) = self.runtime.upgrade() {
            runtime.dispatch(msg);
        }
    }
}

/// Collects listeners while they are set up.
pub(crate) struct Wiring {
    runtime: Weak<Runtime>,
    guards: Guards,
}

impl Wiring {
    /// None yet.
    pub(crate) fn new(runtime: &Rc<Runtime>) -> Wiring {
        Wiring { runtime: Rc::downgrade(runtime), guards: Guards::default() }
    }

    /// Takes messages to the page later.
    pub(crate) fn sender(&self) -> Sender {
        Sender { runtime: self.runtime.clone() }
    }

    /// All of them, to be kept for as long as they are to listen.
    pub(crate) fn into_guards(self) -> Guards {
        self.guards
    }

    /// Turns each such event of `target` into a message, or none.
    pub(crate) fn on<E: JsCast, M: Into<PageMsg>>(
        &mut self,
        target: &EventTarget,
        event: &'static str,
        to_msg: impl Fn(E) -> Option<M> + 'static,
    ) -> Result<(), JsValue> {
        let runtime = self.runtime.clone();
        self.guards.listeners.push(Listener::new(target, event, move |event: E| {
            if let (Some(runtime), Some(msg)) = (runtime.upgrade(), to_msg(event)) {
                runtime.dispatch(msg);
            }
        })?);
        Ok(())
    }

    /// Turns the size that an element has at first, and each other that it takes, into a message.
    pub(crate) fn on_size<M: Into<PageMsg>>(
        &mut self,
        element: &Element,
        to_msg: impl Fn() -> M + 'static,
    ) -> Result<(), JsValue> {
        let runtime = self.runtime.clone();
        self.guards.size_watches.push(SizeWatch::new(&[element], move || {
            if let Some(runtime) = runtime.upgrade() {
                runtime.dispatch(to_msg());
            }
        })?);
        Ok(())
    }
}
