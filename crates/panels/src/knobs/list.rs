//! Which of the selected neuron's knobs have a row: the bias and the strongest weights. The rows stay in their order while
//! they are turned, so that none slips away from under the pointer.

use nn::Network;

use super::Parameter;

/// Weights with a row, unless all are asked for.
pub(super) const N_STRONGEST: usize = 16;
/// Neurons with no more inputs than this can show all.
pub(super) const MOST_ROWS: usize = 64;

/// The knobs with a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct List {
    subject: Option<(usize, usize)>,
    /// Whether all weights are asked for.
    pub(super) is_whole: bool,
    /// Bias first, then weights.
    pub(super) parameters: Vec<Parameter>,
}

impl List {
    /// Makes the list anew where the neuron is another.
    pub(super) fn show(&mut self, network: &Network, subject: Option<(usize, usize)>) {
        if self.subject != subject {
            self.subject = subject;
            self.make(network);
        }
    }

    /// Makes the list anew, with the weights that are the strongest now.
    pub(super) fn make(&mut self, network: &Network) {
        self.parameters.clear();
        let Some((layer_idx, to)) = self.subject else { return };
        let Some(layer) = network.layers().get(layer_idx) else { return };
        self.parameters.push(Parameter { layer_idx, to, from: None });
        // Those of the first layer are painted.
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
