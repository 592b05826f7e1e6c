//! The page inside another page: the protocol that it speaks with its host (`?api=1`), documented in `docs/EMBED.md`.
//!
//! `protocol` has all names, and the document is checked against it. `request` reads what the host asks, `reply` writes answers
//! and events; `Panels` carries out requests, by the messages that the page's own controls send, and [`Embed`] answers them once
//! the page has settled.

mod animation;
mod events;
mod greetings;
mod limit;
mod msg;
mod owed;
mod protocol;
mod reply;
mod request;
mod size;
mod state;
#[cfg(test)]
pub(crate) mod tests;
mod throttle;

pub(crate) use events::Watched;
pub use greetings::{Greetings, MOST_LINES};
pub use limit::{Bucket, LARGEST, MOST_PARTS, PICTURE, Verdict};
pub use msg::{Effect, Msg, Ticket};
pub(crate) use owed::Owed;
pub use protocol::{Code, VERSION, Verb};
pub(crate) use reply::{covered, destroyed, no_network, ready, refuse};
pub use reply::{error, invitation, painted};
pub use request::{Asked, NO_MESSAGE, Refusal, Request, parse};
pub use size::Frame;
pub use state::Embed;
pub use throttle::Beat;

pub(crate) use request::{Params, Wanted};
