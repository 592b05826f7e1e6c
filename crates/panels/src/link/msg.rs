//! What can happen to the link, and what it asks of the browser.

/// What can happen to the link.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The page begins with this hash, and the last session, where one is kept.
    Begun {
        /// As the address has it; empty without one.
        hash: String,
        /// The hash that it had; none where nothing is kept.
        session: Option<String>,
        /// Whether the page is in another, whose address and storage are none of its business.
        is_framed: bool,
    },
    /// The hash was changed from outside: back, forward, or typed.
    HashChanged(String),
    /// The state has settled: the address is to say so.
    Write,
    /// The last session is wanted back.
    BringBack,
    /// A link is wanted.
    Share,
    /// Whether the link has reached the clipboard.
    Copied(bool),
    /// The link is not looked at any more.
    Close,
}

/// What it asks of the browser.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Answer with [`Msg::Write`] in half a second; once, however often it is asked for.
    WriteSoon,
    /// The address is to have this hash (without `#`; none where it is empty).
    SetHash {
        /// The hash.
        hash: String,
        /// Whether Back is to lead to the address as it was.
        is_new_entry: bool,
        /// Whether it is also to be kept as the last session.
        is_worth_keeping: bool,
    },
    /// The address is to go into the clipboard; answer with [`Msg::Copied`].
    CopyLink,
    /// What the core asks for.
    Core(app::msg::Effect),
}
