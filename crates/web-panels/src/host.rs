//! The window of the page that embeds this one.

use web::dom;
use web_sys::Window;

/// The host's window, if the page is in a frame.
pub(crate) fn host() -> Option<Window> {
    let window = dom::window().ok()?;
    window.parent().ok().flatten().filter(|parent| *parent != window)
}
