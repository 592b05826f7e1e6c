//! The state of the panel that follows a number: where it begins, the path, and how far along it one is.

use app::target::Target;

/// The panel that follows a number.
#[derive(Clone, Debug, Default)]
pub struct Follow {
    /// The pixel whose number is followed; `None` while none is.
    pub(super) pixel: Option<usize>,
    /// The neurons that you have chosen, by layer.
    pub(super) chosen: Vec<Option<usize>>,
    /// The neuron in each layer.
    pub(super) route: Vec<usize>,
    /// The step, from 0.
    pub(super) step: usize,
}

/// What a step shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The pixel's value.
    Pixel,
    /// Times the weight of the edge into this layer.
    Product(usize),
    /// The sum in this layer's neuron.
    Sum(usize),
    /// Its activation.
    Activation(usize),
    /// The output and the answer.
    Answer,
}

impl Stage {
    /// The name, for the markup.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Pixel => "pixel",
            Stage::Product(_) => "product",
            Stage::Sum(_) => "sum",
            Stage::Activation(_) => "activation",
            Stage::Answer => "answer",
        }
    }

    /// The layer whose neuron is reached.
    pub fn layer_idx(self) -> Option<usize> {
        match self {
            Stage::Product(layer_idx) | Stage::Sum(layer_idx) | Stage::Activation(layer_idx) => {
                Some(layer_idx)
            }
            Stage::Pixel | Stage::Answer => None,
        }
    }
}

/// The step that shows the edge into a layer.
pub(super) fn step_into(layer_idx: usize) -> usize {
    1 + 3 * layer_idx
}

impl Follow {
    /// Whether a number is followed.
    pub fn is_open(&self) -> bool {
        self.pixel.is_some()
    }

    /// The number of steps.
    pub fn n_steps(&self) -> usize {
        step_into(self.route.len()) + 1
    }

    /// The current step, from 0.
    pub fn step(&self) -> usize {
        self.step
    }

    /// What the current step shows.
    pub fn stage(&self) -> Stage {
        let Some(beyond) = self.step.checked_sub(1) else { return Stage::Pixel };
        match (beyond / 3, beyond % 3) {
            (layer_idx, _) if layer_idx >= self.route.len() => Stage::Answer,
            (layer_idx, 0) => Stage::Product(layer_idx),
            (layer_idx, 1) => Stage::Sum(layer_idx),
            (layer_idx, _) => Stage::Activation(layer_idx),
        }
    }

    /// The parts from the pixel to the one that is reached; empty while no number is followed.
    pub fn path(&self) -> Vec<Target> {
        let Some(pixel) = self.pixel else { return Vec::new() };
        let n_reached = self.step.div_ceil(3).min(self.route.len());
        let neurons = self.route[..n_reached].iter().enumerate();
        let neurons = neurons.map(|(layer_idx, neuron_idx)| Target::neuron(layer_idx, *neuron_idx));
        std::iter::once(Target::Pixel(pixel)).chain(neurons).collect()
    }
}
