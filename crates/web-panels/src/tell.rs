//! Constructors for messages to the panels and the core.

use panels::msg::Msg;
use web::Message;

/// A message to a panel.
pub(crate) fn message(msg: impl Into<Msg>) -> Message {
    Message::Later(Box::new(msg.into()))
}

/// The result of a listener that sends a message to a panel.
pub(crate) fn tell(msg: impl Into<Msg>) -> Option<Message> {
    Some(message(msg))
}

/// The result of a listener that sends a message to the core.
pub(crate) fn tell_core(msg: app::msg::Msg) -> Option<Message> {
    Some(msg.into())
}
