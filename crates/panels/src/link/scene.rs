//! What the page shows about links.

use app::state::Core;

use crate::link::state::Link;

/// Whether to offer the last session: until something is drawn.
pub fn offers_session(link: &Link, core: &Core) -> bool {
    link.session.is_some() && core.pad().is_untouched()
}
