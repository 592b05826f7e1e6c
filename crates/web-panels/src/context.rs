//! The context that the panels' views are drawn from.

use app::derived::Derived;
use app::palette::Palette;
use app::panel::Panel;
use app::state::Core;
use panels::Panels;
use panels::derived::Derived as PanelsDerived;

/// The state, the values derived from it, and the colours.
#[derive(Clone, Copy)]
pub(crate) struct ViewContext<'a> {
    pub(crate) core: &'a Core,
    pub(crate) panels: &'a Panels,
    /// Derived from the core, and from the panels.
    pub(crate) derived: (&'a Derived, &'a PanelsDerived),
    pub(crate) palette: &'a Palette,
}

impl ViewContext<'_> {
    /// Whether this panel is open.
    pub(crate) fn is_open(&self, panel: Panel) -> bool {
        self.core.open == panel
    }
}
