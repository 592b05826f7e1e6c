//! Training on request, for whoever cannot or does not want to wait for it: the page asks, and a [`Session`] answers, in a worker
//! or on the page's own thread.
//!
//! Messages are bytes: a [`Request`] one way, [`Reply`] the other. Both sides have the same version of this crate, and say so
//! in the first byte. Whatever the bytes are, reading them gives a message or an error.
//!
//! A session has no thread and no clock. Its holder calls [`Session::step`] while there is something to do, each time for about a
//! millisecond, and hears requests in between.

mod bytes;
mod experiment;
mod reply;
mod request;
mod session;

pub use bytes::MessageError;
pub use reply::Reply;
pub use request::Request;
pub use session::Session;
