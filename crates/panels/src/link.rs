//! Links that hold the page's state: ink, model, selection, panel, switches and edited parameters, in the URL's hash;
//! also the last session, kept in the browser's storage. Hash and state follow each other, so reload, back and forward
//! restore the state.

pub(crate) mod linked;
mod msg;
mod receive;
mod scene;
mod state;
#[cfg(test)]
mod tests;
mod update;
pub(crate) mod write;

pub use msg::{Effect, Msg};
pub use scene::offers_session;
pub use state::{Link, Shared};
