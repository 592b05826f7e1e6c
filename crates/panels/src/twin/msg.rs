//! Messages about the second window, and its effects.

/// A message.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Open the second window.
    Open,
    /// The second window is there, and asks for what it is to show.
    Arrived,
    /// The browser did not open it, or does not let windows speak to each other.
    Failed,
}

/// A side effect for the browser to carry out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Open the window, or bring it to the front.
    Open,
}
