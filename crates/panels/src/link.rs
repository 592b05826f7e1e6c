//! The state in the link: ink, model, selection, panel, switches and changed knobs, in the address's hash; and the last
//! session, kept where the browser allows it. The hash follows the state, and the state the hash: reload, back and forward
//! bring back what was there.

mod coding;
mod linked;
mod msg;
mod receive;
mod scene;
mod state;
#[cfg(test)]
mod tests;
mod update;
mod write;

pub use msg::{Effect, Msg};
pub use scene::offers_session;
pub use state::{Link, Shared};
