//! What is offered of the link.

use app::state::Core;

use crate::link::state::Link;

/// Whether the last session is offered: until something is drawn.
pub fn offers_session(link: &Link, core: &Core) -> bool {
    link.session.is_some() && core.pad().is_untouched()
}
