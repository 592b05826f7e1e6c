//! What of the core has changed since the panels looked last: said once, for all of them.

use app::edge_meaning::EdgeMeaning;
use app::panel::Panel;
use app::revision::Revision;
use app::state::Core;
use app::target::Target;
use digits::PreprocessingStep;

/// What the panels saw when they looked last.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Snapshot {
    ink: Revision,
    network: Revision,
    model: Revision,
    steps_off: Vec<PreprocessingStep>,
    edges: EdgeMeaning,
    open: Panel,
    picked: Option<Target>,
    inspected: Option<Target>,
}

/// What has changed since then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// The drawing.
    pub(crate) ink: bool,
    /// The network's numbers; also when it is another model.
    pub(crate) network: bool,
    /// The model in use: it is another one.
    pub(crate) model: bool,
    /// The steps from ink to image that are switched off.
    pub(crate) steps_off: bool,
    /// What the edges show.
    pub(crate) edges: bool,
    /// Which panel is open.
    pub(crate) open: bool,
    /// What is picked.
    pub(crate) picked: bool,
    /// What is inspected.
    pub(crate) inspected: bool,
}

impl Snapshot {
    /// The core as it is.
    fn of(core: &Core) -> Snapshot {
        Snapshot {
            ink: core.ink_revision(),
            network: core.network_revision(),
            model: core.model_revision(),
            steps_off: core.steps_off.clone(),
            edges: core.edges,
            open: core.open,
            picked: core.picked,
            inspected: core.inspected(),
        }
    }

    /// Whether the core is still as it was.
    pub(crate) fn is_of(&self, core: &Core) -> bool {
        *self == Snapshot::of(core)
    }

    /// Looks again.
    pub(crate) fn take(&mut self, core: &Core) -> Changes {
        let before = std::mem::replace(self, Snapshot::of(core));
        Changes {
            ink: before.ink != self.ink,
            network: before.network != self.network,
            model: before.model != self.model,
            steps_off: before.steps_off != self.steps_off,
            edges: before.edges != self.edges,
            open: before.open != self.open,
            picked: before.picked != self.picked,
            inspected: before.inspected != self.inspected,
        }
    }
}
