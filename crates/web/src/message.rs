//! Messages to the page's loop, and how they are sent.

use std::any::Any;
use std::rc::Weak;

use app::msg::Msg;

/// Something that happened.
pub enum Message {
    /// For the core.
    Core(Msg),
    /// For the later part. Only that part knows the type.
    Later(Box<dyn Any>),
}

impl From<Msg> for Message {
    fn from(msg: Msg) -> Message {
        Message::Core(msg)
    }
}

/// Receives messages: the page's loop.
pub(crate) trait Receiver {
    /// Queues a message.
    fn receive(&self, message: Message);

    /// Requests a frame, for example after the resolution has changed.
    fn request_frame(&self);
}

/// Sends messages to the page's loop, from listeners and callbacks. It does not keep the page alive.
#[derive(Clone)]
pub struct Sender(Weak<dyn Receiver>);

impl Sender {
    /// Sends to `receiver`.
    pub(crate) fn new(receiver: Weak<dyn Receiver>) -> Sender {
        Sender(receiver)
    }

    /// Sends a message if the page still exists.
    pub fn send(&self, message: impl Into<Message>) {
        if let Some(receiver) = self.0.upgrade() {
            receiver.receive(message.into());
        }
    }

    /// Requests a frame, for example after the resolution has changed.
    pub(crate) fn request_frame(&self) {
        if let Some(receiver) = self.0.upgrade() {
            receiver.request_frame();
        }
    }
}
