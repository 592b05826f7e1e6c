//! Messages on their way to the page's loop. No file but this knows how they get there.

use std::any::Any;
use std::rc::Weak;

use app::msg::Msg;

/// One thing that happened.
pub enum Message {
    /// To the core.
    Core(Msg),
    /// To the part that arrives later, which alone knows what it is.
    Later(Box<dyn Any>),
}

impl From<Msg> for Message {
    fn from(msg: Msg) -> Message {
        Message::Core(msg)
    }
}

/// What takes messages: the page's loop.
pub(crate) trait Receiver {
    /// Takes a message, to be carried out in its turn.
    fn receive(&self, message: Message);

    /// Draws the page anew, of which something has another resolution.
    fn request_frame(&self);
}

/// A way to the page's loop, for listeners and for what happens later, such as the end of a transfer. It does not keep
/// the page alive.
#[derive(Clone)]
pub struct Sender(Weak<dyn Receiver>);

impl Sender {
    /// A way to `receiver`.
    pub(crate) fn new(receiver: Weak<dyn Receiver>) -> Sender {
        Sender(receiver)
    }

    /// Sends a message, if the page is still there.
    pub fn send(&self, message: impl Into<Message>) {
        if let Some(receiver) = self.0.upgrade() {
            receiver.receive(message.into());
        }
    }

    /// Has the page drawn anew, of which something has another resolution.
    pub(crate) fn request_frame(&self) {
        if let Some(receiver) = self.0.upgrade() {
            receiver.request_frame();
        }
    }
}
