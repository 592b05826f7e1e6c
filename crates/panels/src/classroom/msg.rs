//! Messages to the classroom, and its effects.

/// A message.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Present the page, or stop presenting.
    Present,
    /// The person has left full screen by the browser's own means.
    LeftFullScreen,
}

/// A side effect for the browser to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Show the page on the full screen (`true`), or in its window again. The browser may refuse.
    FullScreen(bool),
}
