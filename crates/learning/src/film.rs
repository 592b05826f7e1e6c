//! The film of a training run: the network at moments of the run, and what was measured of it.

use nn::Network;

use crate::Measures;
use crate::parameters::{parameters, set_parameters};

/// The number of frames, unless the network is so large that fewer have room.
const N_FRAMES: usize = 220;
/// The most bytes of memory that a film takes.
const MAX_BYTES: usize = 12_000_000;
/// More than what the measures of a frame take, apart from what they take for each layer.
const MEASURES_BYTES: usize = 256;
/// More than what the measures take for each layer, apart from the names of stuck neurons.
const LAYER_BYTES: usize = 256;

/// A moment of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The number of samples that the network had learned from, counting each once per epoch.
    pub n_samples: u64,
    /// The weights (column by column) and biases of each layer in turn.
    pub parameters: Vec<f32>,
    /// What was measured.
    pub measures: Measures,
}

/// The frames of a run. The first one is the network before its first step, the last one that after the last step so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Film {
    start: Network,
    frames: Vec<Frame>,
}

/// The frame does not have as many numbers as the film's network has weights and biases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the frame belongs to a network of another shape")]
pub struct WrongShape;

impl Frame {
    pub(crate) fn new(n_samples: u64, network: &Network, measures: Measures) -> Self {
        Frame { n_samples, parameters: parameters(network), measures }
    }

    /// The bytes of memory that the frame takes.
    fn n_bytes(&self) -> usize {
        let layers = &self.measures.layers;
        let n_stuck: usize = layers.iter().map(|layer| layer.stuck.len()).sum();
        size_of::<Frame>()
            + size_of_val(self.parameters.as_slice())
            + size_of_val(layers.as_slice())
            + size_of::<u16>() * n_stuck
    }
}

impl Film {
    /// A film without frames of a run that starts with `start`.
    #[must_use]
    pub const fn new(start: Network) -> Self {
        Film { start, frames: Vec::new() }
    }

    /// Adds a frame.
    ///
    /// # Errors
    ///
    /// [`WrongShape`] if the frame does not belong to the film's network.
    pub fn push(&mut self, frame: Frame) -> Result<(), WrongShape> {
        let has_shape = frame.parameters.len() == self.start.n_parameters()
            && frame.measures.layers.len() == self.start.layers().len();
        if !has_shape {
            return Err(WrongShape);
        }
        self.frames.push(frame);
        Ok(())
    }

    /// The network before its first step.
    #[must_use]
    pub const fn start(&self) -> &Network {
        &self.start
    }

    /// The frames so far.
    #[must_use]
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// The network of a frame.
    ///
    /// # Panics
    ///
    /// If there is no such frame.
    #[must_use]
    pub fn network(&self, frame_idx: usize) -> Network {
        let mut network = self.start.clone();
        set_parameters(&mut network, &self.frames[frame_idx].parameters);
        network
    }

    /// The bytes of memory that the frames take.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.frames.iter().map(Frame::n_bytes).sum()
    }
}

/// How many frames the film of a run with this network has.
pub(crate) fn n_frames(network: &Network) -> usize {
    let n_neurons: usize = network.layers().iter().map(nn::Layer::n_outputs).sum();
    let frame_bytes = size_of::<f32>() * network.n_parameters()
        + MEASURES_BYTES
        + LAYER_BYTES * network.layers().len()
        + size_of::<u16>() * n_neurons;
    N_FRAMES.min(MAX_BYTES / frame_bytes)
}

/// The number of steps after which the next frame is taken: `n_left` more, the last of them after `n_steps`, are spaced by
/// logarithm, because the network changes most at the beginning. Early on that would be less than a step apart.
pub(crate) fn next_frame_step(step: usize, n_steps: usize, n_left: usize) -> usize {
    let from = step.max(1) as f64;
    // Found by halving, because the platform's own power takes over a kilobyte of the program that trains.
    let is_reached = |next: usize| {
        let ratio = (next as f64 + 0.5) / from;
        (0..n_left.max(1)).fold(from, |step, _| step * ratio) >= n_steps as f64
    };
    let (mut low, mut high) = (step + 1, n_steps);
    while low < high {
        let middle = low.midpoint(high);
        if is_reached(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use nn::ActivationFn::{Relu, Sigmoid};
    use nn::Network;

    use super::{MAX_BYTES, N_FRAMES, n_frames, next_frame_step};

    /// The steps after which frames are taken, from the first one on.
    fn steps(n_steps: usize, n_frames: usize) -> Vec<usize> {
        let mut steps = vec![0];
        while steps[steps.len() - 1] < n_steps {
            steps.push(next_frame_step(steps[steps.len() - 1], n_steps, n_frames - steps.len()));
        }
        steps
    }

    #[test]
    fn frames_are_spaced_by_logarithm() {
        let steps = steps(18_750, N_FRAMES);
        assert_eq!((steps.len(), steps[219]), (N_FRAMES, 18_750));
        assert!(steps.is_sorted_by(|before, after| before < after));
        // From where they are more than a step apart, the ratio of neighbours is the same.
        let ratios: Vec<f64> = steps[80..].windows(2).map(|pair| pair[1] as f64 / pair[0] as f64).collect();
        assert!(ratios.iter().all(|ratio| (ratio - ratios[130]).abs() < 0.015), "{ratios:?}");
    }

    #[test]
    fn a_short_run_has_a_frame_for_each_step() {
        assert_eq!(steps(5, N_FRAMES), [0, 1, 2, 3, 4, 5]);
        assert_eq!(steps(1, N_FRAMES), [0, 1]);
    }

    #[test]
    fn few_frames_end_with_the_run_too() {
        for n_frames in 2..30 {
            let steps = steps(1000, n_frames);
            assert_eq!((steps.len(), steps[steps.len() - 1]), (n_frames, 1000));
        }
    }

    #[test]
    fn large_networks_have_fewer_frames() {
        let frames = |hidden: &[usize]| {
            let sizes = [&[784], hidden, &[10]].concat();
            n_frames(&Network::random(&sizes, Relu, Sigmoid, 1).unwrap())
        };
        assert_eq!(frames(&[16, 16]), N_FRAMES);
        let n_parameters = 784 * 256 + 256 + 256 * 256 + 256 + 256 * 10 + 10;
        assert_eq!(frames(&[256, 256]), MAX_BYTES / (4 * n_parameters + 256 + 3 * 256 + 2 * 522));
    }
}
