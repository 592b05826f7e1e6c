//! The state of the link.

use models::ModelSource;

use crate::link::linked::Linked;

/// The state of the link.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Whether the initial address has been read; it is not written before.
    pub(super) has_begun: bool,
    /// Whether the last session is stored: only outside frames, in the full page.
    pub(super) keeps_session: bool,
    /// Whether the hash follows the state: if the session is stored, or the page was opened from a link.
    pub(super) is_written: bool,
    /// The hash that the page was opened with.
    pub(super) opened: String,
    /// The contents of the current address.
    pub(super) present: Option<Linked>,
    /// A link whose model has not loaded yet.
    pub(super) waiting: Option<Linked>,
    /// Whether a write is pending that will cover all changes so far.
    pub(super) is_write_coming: bool,
    /// The last session, while it can be restored.
    pub(super) session: Option<String>,
    /// The shared link's notice, while it is shown.
    pub(super) shared: Option<Shared>,
}

/// The notice about a shared link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Whether it is in the clipboard.
    pub is_copied: bool,
    /// A warning about it in a sentence, or empty.
    pub caution: String,
}

impl Link {
    /// From now on, the page was opened with this hash, as far as the return to the start is concerned.
    pub(crate) fn open_with(&mut self, hash: String) {
        self.opened = hash;
    }

    /// The model of a link that waits for it.
    pub(crate) fn model_awaited(&self) -> Option<&ModelSource> {
        self.waiting.as_ref().map(|waiting| &waiting.model)
    }

    /// The shared link's notice, while it is shown.
    pub fn shared(&self) -> Option<&Shared> {
        self.shared.as_ref()
    }
}
