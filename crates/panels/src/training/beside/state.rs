//! What is known beside the result.

use app::revision::Revision;
use digits::Preprocessing;
use learning::ImageSet;
use nn::Network;

use crate::training::msg::RunId;

/// The network that read before the run began.
#[derive(Clone, Debug)]
pub(in crate::training) struct Before {
    pub(super) network: Network,
    pub(super) preprocessing: Preprocessing,
    /// Whether it is the last network of the film before.
    pub(super) is_filmed: bool,
}

#[cfg(test)]
impl Before {
    pub(in crate::training) const fn network(&self) -> &Network {
        &self.network
    }
}

/// The search for the training drawings that are nearest to the ink.
#[derive(Clone, Debug, Default)]
pub(in crate::training) struct Nearest {
    pub(super) search: u32,
    pub(super) is_under_way: bool,
    /// Which ink was asked about last, and in which run.
    pub(super) asked: Option<(Revision, RunId)>,
    /// What was found last.
    pub(super) found: ImageSet,
}
