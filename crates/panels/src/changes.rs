//! Change detection: what changed in the core since the panels were last synchronised.

use app::edge_meaning::EdgeMeaning;
use app::panel::Panel;
use app::revision::Revision;
use app::state::Core;
use app::target::Target;
use digits::PreprocessingStep;

/// The state of the core at the last synchronisation.
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
    /// The ink.
    pub(crate) ink: bool,
    /// The network's parameters, by an edit or by another model.
    pub(crate) network: bool,
    /// The model: another one came into use.
    pub(crate) model: bool,
    /// The preprocessing steps that are switched off.
    pub(crate) steps_off: bool,
    /// What the edges show.
    pub(crate) edges: bool,
    /// The open panel.
    pub(crate) open: bool,
    /// The picked part.
    pub(crate) picked: bool,
    /// The inspected part.
    pub(crate) inspected: bool,
}

#[cfg(test)]
impl Changes {
    /// Nothing.
    pub(crate) const NONE: Changes = Changes {
        ink: false,
        network: false,
        model: false,
        steps_off: false,
        edges: false,
        open: false,
        picked: false,
        inspected: false,
    };
}

impl Snapshot {
    /// A snapshot of the core.
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

    /// Whether the core is unchanged.
    pub(crate) fn is_of(&self, core: &Core) -> bool {
        *self == Snapshot::of(core)
    }

    /// Takes a new snapshot and returns the changes since the last.
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
