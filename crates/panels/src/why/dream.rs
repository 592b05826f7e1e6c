//! Activation maximisation ("dream"): gradient ascent on the image, from the drawing or from noise, to increase a
//! neuron's pre-activation. The image is smoothed at first, so that it becomes recognisable.

use digits::{N_PIXELS, SIDE};
use nn::{ForwardPass, Network};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use app::named::Named;

/// Steps of a dream: two seconds at 60 frames per second.
pub const N_STEPS: usize = 120;
/// Number of steps with smoothing, which decreases to 0; the rest are pure gradient ascent.
const N_SMOOTHED: usize = 90;
/// Change of the pixel with the largest gradient in a step, on a scale from 0 to 1.
const RATE: f32 = 0.08;
/// Step size at the end, as a fraction of the initial one, to settle without overshooting.
const LAST_RATE: f32 = 0.1;
/// How far a pixel moves towards the mean of its neighbours in the first step, as a fraction.
const SMOOTHING: f32 = 0.5;
/// How much of its brightness a pixel loses in the first step, as a fraction.
const FADING: f32 = 0.02;
/// Maximum brightness of noise.
const NOISE: f32 = 0.4;

/// The starting image of a dream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The current drawing.
    #[default]
    Drawing,
    /// Random pixels.
    Noise,
}

impl Named for Start {
    const NAMES: &'static [(&'static str, Self)] = &[("drawing", Start::Drawing), ("noise", Start::Noise)];
}

/// A dream in progress or finished.
#[derive(Clone, Debug)]
pub struct Dream {
    target: (usize, usize),
    pixels: Vec<f32>,
    pass: ForwardPass,
    history: Vec<f32>,
    is_running: bool,
}

impl Dream {
    /// Starts from `pixels`, for a neuron given as (layer, index) that the network must have.
    pub(crate) fn new(network: &Network, target: (usize, usize), pixels: Vec<f32>) -> Dream {
        let mut pass = ForwardPass::for_network(network);
        network.forward(&pixels, &mut pass);
        let history = vec![pass.pre_activations(target.0)[target.1]];
        Dream { target, pixels, pass, history, is_running: true }
    }

    /// The neuron, as (layer, index).
    pub fn target(&self) -> (usize, usize) {
        self.target
    }

    /// The current image: 784 values from 0 to 1.
    pub fn pixels(&self) -> &[f32] {
        &self.pixels
    }

    /// The neuron's pre-activation at the start and after each step.
    pub fn history(&self) -> &[f32] {
        &self.history
    }

    /// The neuron's current activation.
    pub fn activation(&self) -> f32 {
        self.pass.activations(self.target.0)[self.target.1]
    }

    /// Whether more steps follow.
    pub fn is_running(&self) -> bool {
        self.is_running
    }

    /// Stops the dream.
    pub(crate) fn stop(&mut self) {
        self.is_running = false;
    }

    /// Performs a step of gradient ascent. The dream ends after the last step or when the gradient vanishes.
    pub(crate) fn step(&mut self, network: &Network) {
        let (layer_idx, neuron_idx) = self.target;
        let gradient = uphill(network, &self.pass, self.target);
        let steepest = steepest(&gradient);
        if !(steepest > 0.0 && steepest.is_finite()) {
            self.is_running = false;
            return;
        }
        let to_come = (1.0 - self.history.len() as f32 / N_SMOOTHED as f32).max(0.0);
        let smooth = smoothed(&self.pixels, SMOOTHING * to_come);
        let scale = RATE * to_come.max(LAST_RATE) / steepest;
        for ((pixel, smooth), slope) in self.pixels.iter_mut().zip(smooth).zip(gradient) {
            *pixel = ((1.0 - FADING * to_come) * smooth + scale * slope).clamp(0.0, 1.0);
        }
        network.forward(&self.pixels, &mut self.pass);
        self.history.push(self.pass.pre_activations(layer_idx)[neuron_idx]);
        self.is_running = self.history.len() <= N_STEPS;
    }
}

fn steepest(gradient: &[f32]) -> f32 {
    gradient.iter().fold(0.0, |steepest, slope| steepest.max(slope.abs()))
}

/// The gradient of the neuron's pre-activation. If it vanishes because all of its inputs are off (ReLU), the ascent
/// direction of the positively weighted input that is closest to turning on.
fn uphill(network: &Network, pass: &ForwardPass, (layer_idx, neuron_idx): (usize, usize)) -> Vec<f32> {
    let layer = &network.layers()[layer_idx];
    let mut coefficients = vec![0.0; layer.n_outputs()];
    coefficients[neuron_idx] = 1.0;
    let gradient = network.input_gradient(pass, layer_idx, &coefficients);
    let Some(before) = layer_idx.checked_sub(1).filter(|_| steepest(&gradient) == 0.0) else {
        return gradient;
    };
    let z = pass.pre_activations(before);
    let liked = (0..z.len()).filter(|source| layer.weights()[(neuron_idx, *source)] > 0.0);
    match liked.max_by(|a, b| z[*a].total_cmp(&z[*b])) {
        Some(source) => uphill(network, pass, (before, source)),
        None => gradient,
    }
}

/// Moves each pixel by `share` (0 to 1) towards the mean of its four neighbours; pixels outside the image count as 0.
fn smoothed(pixels: &[f32], share: f32) -> Vec<f32> {
    let at = |row: usize, column: usize| {
        if row < SIDE && column < SIDE { pixels[row * SIDE + column] } else { 0.0 }
    };
    let mean = |idx: usize| {
        let (row, column) = (idx / SIDE, idx % SIDE);
        let across = at(row, column.wrapping_sub(1)) + at(row, column + 1);
        (across + at(row.wrapping_sub(1), column) + at(row + 1, column)) / 4.0
    };
    (0..pixels.len()).map(|idx| pixels[idx] + share * (mean(idx) - pixels[idx])).collect()
}

/// 784 random pixels, determined by `seed`.
pub(crate) fn noise(seed: u64) -> Vec<f32> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..N_PIXELS).map(|_| NOISE * rng.random::<f32>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::examples::example;
    use models::{Model, SHIPPED};

    fn dreamt(network: &Network, target: (usize, usize), pixels: Vec<f32>) -> Dream {
        let mut dream = Dream::new(network, target, pixels);
        while dream.is_running() {
            dream.step(network);
        }
        dream
    }

    /// In every shipped model, every output's pre-activation rises, both from a drawing and from noise.
    #[test]
    fn every_output_rises_and_the_picture_stays_a_picture() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pretrained");
        for shipped in SHIPPED {
            let json = std::fs::read(directory.join(shipped.name).with_extension("json")).expect("its file");
            let model = Model::from_json(&json).expect("a model");
            let last = model.network.layers().len() - 1;
            for output in 0..10 {
                let drawn = example(output as u8).to_image(&model.preprocessing).pixels().to_vec();
                for (pixels, start) in [(drawn, "drawing"), (noise(3), "noise")] {
                    let dream = dreamt(&model.network, (last, output), pixels);
                    let (begin, end) = (dream.history()[0], dream.history()[N_STEPS]);
                    assert!(end > begin, "{} {output} from {start}: {begin}, {end}", shipped.name);
                    assert!(dream.pixels().iter().all(|pixel| (0.0..=1.0).contains(pixel)));
                }
            }
        }
    }

    #[test]
    fn the_same_seed_dreams_the_same_dream_and_another_begins_elsewhere() {
        assert_eq!(noise(1), noise(1));
        assert_ne!(noise(1), noise(2));
        let mean = noise(7).iter().sum::<f32>() / N_PIXELS as f32;
        assert!((mean - NOISE / 2.0).abs() < 0.02, "{mean}");
        assert!(noise(7).iter().all(|pixel| (0.0..NOISE).contains(pixel)));
    }

    #[test]
    fn where_no_way_leads_up_the_dream_ends() {
        // With all weights 0, the input has no effect.
        let mut network =
            Network::random(&[784, 2, 10], nn::ActivationFn::Relu, nn::ActivationFn::Sigmoid, 1)
                .expect("the shape is right");
        network.weights_mut(1).fill(0.0);
        let dream = dreamt(&network, (1, 3), noise(1));
        assert_eq!(dream.history().len(), 1);
        assert_eq!(dream.pixels(), noise(1));
    }
}
