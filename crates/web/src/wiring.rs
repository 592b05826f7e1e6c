//! Events of the browser to messages: each listener is a guard, collected here while they are set up.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget};

use crate::dom;
use crate::listener::{Listener, SizeWatch};
use crate::message::{Message, Sender};

/// Makes a message of what happened at a `T`, or none.
type ToMessage<T> = dyn Fn(&T) -> Option<Message>;

/// What listens for as long as it lives.
#[derive(Default)]
pub struct Guards {
    listeners: Vec<Listener>,
    size_watches: Vec<SizeWatch>,
}

/// Sets up listeners that send messages.
pub struct Wiring {
    sender: Sender,
    guards: Guards,
}

impl Wiring {
    /// Nothing listens yet.
    pub fn new(sender: Sender) -> Wiring {
        Wiring { sender, guards: Guards::default() }
    }

    /// What the messages are sent by.
    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// All listeners, to be kept for as long as they are to listen.
    pub fn into_guards(self) -> Guards {
        self.guards
    }

    /// Listens to the controls that a selector names: of every such event of one of them, `to_msg` makes a message, or none.
    pub fn control<T: JsCast, M: Into<Message>>(
        &mut self,
        selector: &str,
        event: &'static str,
        to_msg: impl Fn(&T) -> Option<M> + 'static,
    ) -> Result<(), JsValue> {
        let to_message = move |control: &EventTarget| to_msg(control.unchecked_ref()).map(Into::into);
        self.listen_to_all(selector, event, Rc::new(to_message))
    }

    /// Turns each such event of `target` into a message, or none.
    pub fn on<E: JsCast, M: Into<Message>>(
        &mut self,
        target: &EventTarget,
        event: &'static str,
        to_msg: impl Fn(&E) -> Option<M> + 'static,
    ) -> Result<(), JsValue> {
        self.listen(target, event, Box::new(move |event| to_msg(event.unchecked_ref()).map(Into::into)))
    }

    /// Turns the size that an element has at first, and each other that it takes, into a message.
    pub fn on_size<M: Into<Message>>(
        &mut self,
        element: &Element,
        to_msg: impl Fn() -> M + 'static,
    ) -> Result<(), JsValue> {
        let sender = self.sender.clone();
        let watch = SizeWatch::new(&[element], Box::new(move || sender.send(to_msg())))?;
        self.guards.size_watches.push(watch);
        Ok(())
    }

    fn listen_to_all(
        &mut self,
        selector: &str,
        event: &'static str,
        to_message: Rc<ToMessage<EventTarget>>,
    ) -> Result<(), JsValue> {
        let controls = dom::find_all(selector)?;
        if controls.is_empty() {
            return Err(dom::error(&["the page lacks ", selector]));
        }
        for control in controls {
            let to_message = to_message.clone();
            self.listen(&control, event, Box::new(move |event| to_message(&event.current_target()?)))?;
        }
        Ok(())
    }

    /// The one code behind every listener.
    fn listen(
        &mut self,
        target: &EventTarget,
        event: &'static str,
        to_message: Box<ToMessage<Event>>,
    ) -> Result<(), JsValue> {
        let sender = self.sender.clone();
        let handler = move |event: Event| {
            if let Some(message) = to_message(&event) {
                sender.send(message);
            }
        };
        self.guards.listeners.push(Listener::new(target, event, Box::new(handler))?);
        Ok(())
    }
}
