//! Sets up listeners that turn events into messages.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget, HtmlElement};

use crate::dom;
use crate::listener::{Listener, SizeWatch};
use crate::message::{Message, Sender};

/// Turns an event into a message, or ignores it.
type ToMessage = dyn Fn(&Event) -> Option<Message>;

/// Keeps listeners. Dropping this removes them.
#[derive(Default)]
pub struct Guards {
    listeners: Vec<Listener>,
    size_watches: Vec<SizeWatch>,
}

/// Sets up listeners that send messages. If an element is missing, [`Wiring::finish`] returns the error.
pub struct Wiring {
    sender: Sender,
    guards: Guards,
    failed: Option<JsValue>,
}

impl Wiring {
    /// Without any listener yet.
    pub fn new(sender: Sender) -> Wiring {
        Wiring { sender, guards: Guards::default(), failed: None }
    }

    /// Sends the messages.
    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// The listeners; keep them for as long as they are needed.
    ///
    /// # Errors
    /// Names the first element that was missing.
    pub fn finish(self) -> Result<Guards, JsValue> {
        self.failed.map_or(Ok(self.guards), Err)
    }

    /// Listens to all elements that match a selector. `to_msg` gets the element and may return a message.
    pub fn control<T: JsCast, M: Into<Message>>(
        &mut self,
        selector: &str,
        event: &'static str,
        to_msg: impl Fn(&T) -> Option<M> + 'static,
    ) {
        let to_message = move |event: &Event| to_msg(event.current_target()?.unchecked_ref()).map(Into::into);
        self.listen_to_all(selector, event, Rc::new(to_message));
    }

    /// Listens to all elements that match a selector. `to_msg` gets the event and may return a message.
    pub fn on<E: JsCast, M: Into<Message>>(
        &mut self,
        selector: &str,
        event: &'static str,
        to_msg: impl Fn(&E) -> Option<M> + 'static,
    ) {
        self.listen_to_all(selector, event, to_message(to_msg));
    }

    /// Listens to the document.
    pub fn on_document<E: JsCast, M: Into<Message>>(
        &mut self,
        event: &'static str,
        to_msg: impl Fn(&E) -> Option<M> + 'static,
    ) {
        self.listen(dom::document().map(Into::into), event, to_message(to_msg));
    }

    /// Listens to the window.
    pub fn on_window<E: JsCast, M: Into<Message>>(
        &mut self,
        event: &'static str,
        to_msg: impl Fn(&E) -> Option<M> + 'static,
    ) {
        self.listen(dom::window().map(Into::into), event, to_message(to_msg));
    }

    /// Listens to something that is neither.
    pub fn on_target<E: JsCast, M: Into<Message>>(
        &mut self,
        target: &EventTarget,
        event: &'static str,
        to_msg: impl Fn(&E) -> Option<M> + 'static,
    ) {
        self.listen(Ok(target.clone()), event, to_message(to_msg));
    }

    /// Sends a message with an element's size, at the start and after each change.
    pub fn on_size<M: Into<Message>>(
        &mut self,
        selector: &str,
        to_msg: impl Fn(&HtmlElement) -> M + 'static,
    ) {
        let sender = self.sender.clone();
        let watch = dom::find::<HtmlElement>(selector).and_then(|element| {
            let watched = element.clone();
            SizeWatch::new(&[&watched], Box::new(move || sender.send(to_msg(&element))))
        });
        match watch {
            Ok(watch) => self.guards.size_watches.push(watch),
            Err(error) => self.fail(error),
        }
    }

    fn listen_to_all(&mut self, selector: &str, event: &'static str, to_message: Rc<ToMessage>) {
        match dom::find_all_there(selector) {
            Ok(elements) => {
                for element in elements {
                    self.listen(Ok(element.into()), event, to_message.clone());
                }
            }
            Err(error) => self.fail(error),
        }
    }

    /// All listeners share this code.
    fn listen(
        &mut self,
        target: Result<EventTarget, JsValue>,
        event: &'static str,
        to_message: Rc<ToMessage>,
    ) {
        let sender = self.sender.clone();
        let handler = move |event: Event| {
            if let Some(message) = to_message(&event) {
                sender.send(message);
            }
        };
        match target.and_then(|target| Listener::new(&target, event, Box::new(handler))) {
            Ok(listener) => self.guards.listeners.push(listener),
            Err(error) => self.fail(error),
        }
    }

    fn fail(&mut self, error: JsValue) {
        self.failed.get_or_insert(error);
    }
}

/// Adapts a function of a certain event type.
fn to_message<E: JsCast, M: Into<Message>>(to_msg: impl Fn(&E) -> Option<M> + 'static) -> Rc<ToMessage> {
    Rc::new(move |event| to_msg(event.unchecked_ref()).map(Into::into))
}
