//! Messages to the link and its effects.

/// A message to the link.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The page started.
    Begun {
        /// The address's hash; empty if there is none.
        hash: String,
        /// The stored hash of the last session, if any.
        session: Option<String>,
        /// Whether the page is in a frame, so that address and storage must be left alone.
        is_framed: bool,
    },
    /// The hash changed by navigation or editing.
    HashChanged(String),
    /// The page that opened this window shows this now. What is no valid state is ignored.
    Mirror(String),
    /// The state has settled; update the address.
    Write,
    /// Restore the last session.
    BringBack,
    /// Return to the state that the page was opened with.
    Reopen,
    /// Share a link.
    Share,
    /// Whether copying the link to the clipboard succeeded.
    Copied(bool),
    /// Close the notice about the shared link.
    Close,
}

/// An effect of the link.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Reply with [`Msg::Write`] after half a second; repeated requests count once.
    WriteSoon,
    /// Set the address's hash.
    SetHash {
        /// The hash without `#`; empty to remove it.
        hash: String,
        /// Whether to add an entry to the browser's history.
        is_new_entry: bool,
        /// Whether to store it as the last session as well.
        is_worth_keeping: bool,
    },
    /// Copy the address to the clipboard and reply with [`Msg::Copied`].
    CopyLink,
    /// An effect of the core.
    Core(app::msg::Effect),
}
