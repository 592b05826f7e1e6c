//! Messages to the classroom, and its effects.

use crate::link;

/// A message.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Present the page, or stop presenting.
    Present,
    /// Show all keys, or put them away.
    ToggleKeys,
    /// Switch the spotlight on or off.
    ToggleSpotlight,
    /// Freeze the picture, or let it go.
    ToggleFreeze,
    /// Blank the screen, or show it again.
    ToggleBlank,
    /// Leave what was entered last.
    Leave,
    /// The page now fills the screen (`true`), or no longer does, perhaps by the browser's own means.
    IsFullScreen(bool),
    /// Bring back what was there before the return to the start.
    BringBack,
    /// Stay with what is there now.
    Stay,
}

/// A side effect for the browser to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Show the page on the full screen (`true`), or in its window again. The browser may refuse.
    FullScreen(bool),
    /// Open Help at the keys, or close it.
    ToggleKeys,
    /// An effect of the link.
    Link(link::Effect),
}
