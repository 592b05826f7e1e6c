//! Messages on their way to the page's loop. No file but this knows how they get there.

use std::rc::Weak;

pub(crate) use app::msg::Msg as Message;

/// What takes messages: the page's loop.
pub(crate) trait Receiver {
    /// Takes a message, to be carried out in its turn.
    fn receive(&self, message: Message);

    /// Something on screen has another resolution, which is no message of the app's: draws it anew.
    fn request_frame(&self);
}

/// A way to the page's loop, for listeners and for what happens later, such as the end of a transfer. It does not keep
/// the page alive.
#[derive(Clone)]
pub(crate) struct Sender(Weak<dyn Receiver>);

impl Sender {
    /// A way to `receiver`.
    pub(crate) fn new(receiver: Weak<dyn Receiver>) -> Sender {
        Sender(receiver)
    }

    /// Sends a message, if the page is still there.
    pub(crate) fn send(&self, message: impl Into<Message>) {
        if let Some(receiver) = self.0.upgrade() {
            receiver.receive(message.into());
        }
    }

    /// See [`Receiver::request_frame`].
    pub(crate) fn request_frame(&self) {
        if let Some(receiver) = self.0.upgrade() {
            receiver.request_frame();
        }
    }
}
