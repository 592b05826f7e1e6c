//! The list of knobs shown for the selected neuron: its bias and strongest weights. The order stays fixed during edits,
//! so that rows do not move from under the pointer.

use nn::Network;

use super::Parameter;

/// Number of weights listed by default.
pub(super) const N_STRONGEST: usize = 16;
/// Maximum number of inputs for listing all weights.
pub(super) const MOST_ROWS: usize = 64;

/// The list of knobs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct List {
    subject: Option<(usize, usize)>,
    /// Whether all weights are requested.
    pub(super) is_whole: bool,
    /// Bias first, then weights.
    pub(super) parameters: Vec<Parameter>,
}

impl List {
    /// Rebuilds the list if the neuron changed.
    pub(super) fn show(&mut self, network: &Network, subject: Option<(usize, usize)>) {
        if self.subject != subject {
            self.subject = subject;
            self.make(network);
        }
    }

    /// Rebuilds the list with the currently strongest weights.
    pub(super) fn make(&mut self, network: &Network) {
        self.parameters.clear();
        let Some((layer_idx, to)) = self.subject else { return };
        let Some(layer) = network.layers().get(layer_idx) else { return };
        self.parameters.push(Parameter { layer_idx, to, from: None });
        // First-layer weights are painted instead.
        if layer_idx == 0 {
            return;
        }
        let weight = |from: &usize| layer.weights()[(to, *from)].abs();
        let mut sources: Vec<usize> = (0..layer.n_inputs()).collect();
        if !(self.is_whole && layer.n_inputs() <= MOST_ROWS) {
            sources.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
            sources.truncate(N_STRONGEST);
        }
        self.parameters.extend(sources.into_iter().map(|from| Parameter { layer_idx, to, from: Some(from) }));
    }
}
