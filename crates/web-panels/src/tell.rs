//! The panels' messages as messages of the page.

use panels::msg::Msg;
use web::Message;

/// A panel's message on its way to the page's loop.
pub(crate) fn message(msg: impl Into<Msg>) -> Message {
    Message::Later(Box::new(msg.into()))
}

/// The same for a listener, which may have none to send.
pub(crate) fn tell(msg: impl Into<Msg>) -> Option<Message> {
    Some(message(msg))
}

/// A message to the core, for a listener.
pub(crate) fn tell_core(msg: app::msg::Msg) -> Option<Message> {
    Some(msg.into())
}
