//! What the address says, and what it is to say.

use crate::link::linked::Linked;

/// The state in the link.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Whether the address has been read; before that it is not written.
    pub(super) has_begun: bool,
    /// Whether the last session is kept: on the page itself.
    pub(super) keeps_session: bool,
    /// Whether the hash follows the state: there, and where a link was given.
    pub(super) is_written: bool,
    /// What the address says at present.
    pub(super) present: Option<Linked>,
    /// A link whose model has not arrived yet.
    pub(super) waiting: Option<Linked>,
    /// Whether a write is on its way that will hold all that has changed so far.
    pub(super) is_write_coming: bool,
    /// The last session, to be brought back if the person wants it.
    pub(super) session: Option<String>,
    /// What is said of the link that was asked for; none while none is shown.
    pub(super) shared: Option<Shared>,
}

/// A link that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Whether it is in the clipboard.
    pub is_copied: bool,
    /// What a person should know of it, in a sentence; empty where there is nothing.
    pub caution: String,
}

impl Link {
    /// What is said of the link that was asked for, if one is shown.
    pub fn shared(&self) -> Option<&Shared> {
        self.shared.as_ref()
    }
}
