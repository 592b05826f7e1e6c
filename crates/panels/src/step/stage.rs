//! The stages of a step.

/// A stage of a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// The drawing goes forward, up to the loss.
    #[default]
    Forward,
    /// The error at the outputs (BP1).
    Error,
    /// The error at the neurons of this hidden layer (BP2).
    Back(usize),
    /// The gradient of every weight and bias (BP3, BP4).
    Gradient,
    /// The outputs and the loss after the step.
    After,
}

impl Stage {
    /// The stages of a network with this number of layers, in order.
    pub fn all(n_layers: usize) -> Vec<Stage> {
        let back = (0..n_layers.saturating_sub(1)).rev().map(Stage::Back);
        let stages = [Stage::Forward, Stage::Error].into_iter().chain(back);
        stages.chain([Stage::Gradient, Stage::After]).collect()
    }

    /// The stage that shows how the error reaches this layer.
    pub(super) fn reaching(layer_idx: usize, n_layers: usize) -> Stage {
        if layer_idx + 1 == n_layers { Stage::Error } else { Stage::Back(layer_idx) }
    }

    /// The layer whose errors it shows, if it is one layer's.
    pub(super) fn layer_idx(self, n_layers: usize) -> Option<usize> {
        match self {
            Stage::Error => n_layers.checked_sub(1),
            Stage::Back(layer_idx) => Some(layer_idx),
            Stage::Forward | Stage::Gradient | Stage::After => None,
        }
    }

    /// The name, for the markup.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Forward => "forward",
            Stage::Error => "error",
            Stage::Back(_) => "back",
            Stage::Gradient => "gradient",
            Stage::After => "after",
        }
    }
}
