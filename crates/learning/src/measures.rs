//! What is measured of a network in training: how well it reads, and how its neurons and gradients are doing.

use models::strongest;
use nn::{ActivationFn, LayerGradients, Loss, Network, Workspace, activate, backpropagate};

use crate::{MiniBatch, N_SOURCES, SplitData};

/// The number of images to train on that are measured.
const N_TRAINING: usize = 250;
/// The number of parts that the range of a layer's activations is divided into.
pub const N_ACTIVATION_BINS: usize = 20;
/// The number of decades that a layer's gradients are counted in.
pub const N_GRADIENT_BINS: usize = 10;
/// Where each decade but the lowest begins.
const GRADIENT_DECADES: [f32; N_GRADIENT_BINS - 1] = [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1];
/// A sigmoid or tanh neuron is saturated on an image if the slope of its function there is this much less than the steepest.
const SATURATED_SLOPE: f32 = 0.05;
/// It is saturated if it is so on this share of the images. A neuron that tells digits apart is on some of them.
const SATURATED_SHARE: f32 = 0.98;

/// How a network reads a set of images.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The mean loss.
    pub loss: f32,
    /// The share of the images that are read as their label says.
    pub accuracy: f32,
}

/// What is measured of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// On some of the images that it is trained on.
    pub training: Score,
    /// On the images that are held out.
    pub held_out: Score,
    /// The share of the held-out images of each source that are read as their label says; 0 if there are none.
    pub accuracy_by_source: [f32; N_SOURCES],
    /// Of each layer, first to last.
    pub layers: Vec<LayerMeasures>,
}

/// What is measured of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerMeasures {
    /// The range of the activations that were counted: that of the function, or from 0 to the largest.
    pub range: (f32, f32),
    /// How many of the neurons' activations on the held-out images are in each of equal parts of the range.
    pub activations: [u32; N_ACTIVATION_BINS],
    /// The root of the mean square of the gradient of the weights.
    pub gradient: f32,
    /// How many weights have a gradient below 1e-9, from there to 1e-8, and so on to those from 1e-1.
    pub gradients: [u32; N_GRADIENT_BINS],
    /// In a hidden layer, the neurons that have stopped learning: saturated sigmoid and tanh neurons, whose slope is next to
    /// nothing on nearly all images, and dead ReLU neurons, which are 0 on all of them.
    pub stuck: Vec<u16>,
}

/// Measures one network after another on the same images.
#[derive(Debug, Clone)]
pub(crate) struct Measurer {
    loss: Loss,
    training: MiniBatch,
    held_out: MiniBatch,
    n_held_out: [usize; N_SOURCES],
    /// Of the images to train on.
    workspace: Workspace,
    /// Of the images that are held out.
    held_out_workspace: Workspace,
}

impl Measurer {
    /// Measures networks with the shape of `network`.
    pub(crate) fn new(data: &SplitData, loss: Loss, network: &Network) -> Self {
        Measurer {
            loss,
            training: MiniBatch::of_first(&data.training, N_TRAINING, network),
            held_out: MiniBatch::of_first(&data.held_out, usize::MAX, network),
            n_held_out: data.n_held_out,
            workspace: Workspace::for_network(network),
            held_out_workspace: Workspace::for_network(network),
        }
    }

    /// Measures the network.
    pub(crate) fn measure(&mut self, network: &Network) -> Measures {
        let (held_out, accuracy_by_source) = self.read_held_out(network);
        let training = self.read_training(network);
        let last_idx = network.layers().len() - 1;
        let layers = network.layers().iter().enumerate().map(|(layer_idx, layer)| {
            let (activation_fn, activations) =
                (layer.activation_fn(), self.held_out_workspace.activations(layer_idx));
            let activations = activations.as_slice();
            let range = range(activation_fn, activations);
            let gradients = &self.workspace.gradients().layers()[layer_idx];
            let (gradient, gradients) = distribution(gradients, self.training.n_samples());
            let is_hidden = layer_idx < last_idx;
            LayerMeasures {
                range,
                activations: histogram(range, activations),
                gradient,
                gradients,
                stuck: if is_hidden { stuck(activation_fn, layer.n_outputs(), activations) } else { vec![] },
            }
        });
        Measures { training, held_out, accuracy_by_source, layers: layers.collect() }
    }

    fn read_held_out(&mut self, network: &Network) -> (Score, [f32; N_SOURCES]) {
        let (inputs, targets) = (self.held_out.inputs(), self.held_out.targets());
        activate(network, inputs, &mut self.held_out_workspace);
        let last_idx = network.layers().len() - 1;
        let pre_activations = self.held_out_workspace.pre_activations(last_idx).column_iter();
        let outputs = self.held_out_workspace.outputs().column_iter();
        let mut sum_of_losses = 0.0;
        let mut is_read = Vec::with_capacity(inputs.n_samples());
        for ((z, output), target) in pre_activations.zip(outputs).zip(targets.column_iter()) {
            let (z, output, target) = (z.as_slice(), output.as_slice(), target.as_slice());
            sum_of_losses += self.loss.value(network.output_activation_fn(), z, output, target);
            is_read.push(is_right(output, target));
        }
        let n_right = |of: &[bool]| of.iter().filter(|is_read| **is_read).count();
        let mut left = is_read.as_slice();
        let by_source = self.n_held_out.map(|n| {
            let (here, rest) = left.split_at(n);
            left = rest;
            n_right(here) as f32 / n.max(1) as f32
        });
        (score(sum_of_losses, n_right(&is_read), self.held_out.n_samples()), by_source)
    }

    /// Leaves the gradient in the workspace.
    fn read_training(&mut self, network: &Network) -> Score {
        let (inputs, targets) = (self.training.inputs(), self.training.targets());
        let sum_of_losses = backpropagate(network, inputs, targets, self.loss, &mut self.workspace);
        let outputs = self.workspace.outputs().as_slice().chunks_exact(network.n_outputs());
        let answers = outputs.zip(targets.column_iter());
        let n_right = answers.filter(|(output, target)| is_right(output, target.as_slice())).count();
        score(sum_of_losses, n_right, self.training.n_samples())
    }
}

fn is_right(output: &[f32], target: &[f32]) -> bool {
    strongest(output).is_some_and(|digit| Some(digit) == strongest(target))
}

fn score(sum_of_losses: f32, n_right: usize, n_samples: usize) -> Score {
    let n_samples = n_samples as f32;
    Score { loss: sum_of_losses / n_samples, accuracy: n_right as f32 / n_samples }
}

fn range(activation_fn: ActivationFn, activations: &[f32]) -> (f32, f32) {
    match activation_fn {
        ActivationFn::Sigmoid | ActivationFn::Softmax => (0.0, 1.0),
        ActivationFn::Tanh => (-1.0, 1.0),
        ActivationFn::Relu => (0.0, largest(activations)),
        ActivationFn::Identity => (-largest(activations), largest(activations)),
    }
}

fn largest(numbers: &[f32]) -> f32 {
    numbers.iter().fold(0.0, |largest, number| number.abs().max(largest))
}

fn histogram((low, high): (f32, f32), numbers: &[f32]) -> [u32; N_ACTIVATION_BINS] {
    let mut counts = [0; N_ACTIVATION_BINS];
    let per_unit = N_ACTIVATION_BINS as f32 / (high - low).max(f32::MIN_POSITIVE);
    for number in numbers {
        // The cast is 0 for what is below the range, or not a number.
        counts[(((number - low) * per_unit) as usize).min(N_ACTIVATION_BINS - 1)] += 1;
    }
    counts
}

/// The root mean square of the weights' mean gradient over the samples, and how many weights have one in each decade.
fn distribution(gradients: &LayerGradients, n_samples: usize) -> (f32, [u32; N_GRADIENT_BINS]) {
    let gradients = gradients.weights().as_slice();
    let n_samples = n_samples as f32;
    let mean_square = gradients.iter().map(|g| g * g).sum::<f32>() / gradients.len() as f32;
    let mut counts = [0; N_GRADIENT_BINS];
    counts[0] = gradients.len() as u32;
    for (decade, start) in GRADIENT_DECADES.iter().enumerate() {
        let least = start * n_samples;
        let n_from_here = gradients.iter().map(|g| u32::from(g.abs() >= least)).sum();
        counts[decade] -= n_from_here;
        counts[decade + 1] = n_from_here;
    }
    (mean_square.sqrt() / n_samples, counts)
}

fn stuck(activation_fn: ActivationFn, n_neurons: usize, activations: &[f32]) -> Vec<u16> {
    let (is_stuck, share): (fn(f32) -> bool, f32) = match activation_fn {
        ActivationFn::Sigmoid => (|a| 4.0 * a * (1.0 - a) < SATURATED_SLOPE, SATURATED_SHARE),
        ActivationFn::Tanh => (|a| 1.0 - a * a < SATURATED_SLOPE, SATURATED_SHARE),
        ActivationFn::Relu => (|a| a == 0.0, 1.0),
        ActivationFn::Identity | ActivationFn::Softmax => return Vec::new(),
    };
    let mut n_stuck = vec![0_u32; n_neurons];
    for image in activations.chunks_exact(n_neurons) {
        for (n_stuck, &activation) in n_stuck.iter_mut().zip(image) {
            *n_stuck += u32::from(is_stuck(activation));
        }
    }
    let least = share * (activations.len() / n_neurons) as f32;
    let neurons = (0..).zip(n_stuck).filter(|(_, n_stuck)| *n_stuck as f32 >= least);
    neurons.map(|(neuron, _)| neuron).collect()
}

#[cfg(test)]
mod tests {
    use nn::ActivationFn::{Relu, Sigmoid, Softmax, Tanh};
    use nn::{Loss, Network};

    use super::{Measurer, Measures, N_GRADIENT_BINS, histogram};
    use crate::test_support::small_data;
    use crate::{MiniBatch, SplitData};

    fn network() -> Network {
        Network::random(&[784, 8, 6, 10], Sigmoid, Softmax, 1).unwrap()
    }

    fn measured(network: &Network) -> Measures {
        Measurer::new(&small_data(), Loss::CrossEntropy, network).measure(network)
    }

    #[test]
    fn both_sets_are_scored_in_the_same_way() {
        let data = small_data();
        // The same images in both parts.
        let data = SplitData { held_out: data.training.clone(), training: data.training, n_held_out: [0; 3] };
        let measures = Measurer::new(&data, Loss::CrossEntropy, &network()).measure(&network());
        assert!((measures.training.loss - measures.held_out.loss).abs() < 1e-4, "{measures:?}");
        assert_eq!(measures.training.accuracy, measures.held_out.accuracy);
        assert!((measures.training.loss - 10.0_f32.ln()).abs() < 0.6, "chance: {measures:?}");
    }

    #[test]
    fn each_activation_and_each_weight_is_counted_once() {
        let network = network();
        let n_images = MiniBatch::of_first(&small_data().held_out, usize::MAX, &network).n_samples() as u32;
        for (layer, of) in measured(&network).layers.iter().zip(network.layers()) {
            assert_eq!(layer.activations.iter().sum::<u32>(), n_images * of.n_outputs() as u32);
            assert_eq!(layer.gradients.iter().sum::<u32>(), of.weights().len() as u32);
            assert!(layer.gradient > 0.0 && layer.gradients[N_GRADIENT_BINS / 2..].iter().sum::<u32>() > 0);
        }
    }

    #[test]
    fn pixels_that_never_have_ink_have_no_gradient() {
        let first = &measured(&network()).layers[0];
        assert!(first.gradients[0] > 8 * 100, "{:?}", first.gradients);
    }

    #[test]
    fn the_ends_of_the_range_are_counted() {
        let counts = histogram((0.0, 1.0), &[0.0, 0.999, 1.0, 0.5]);
        assert_eq!((counts[0], counts[10], counts[19]), (1, 1, 2));
        assert_eq!(histogram((0.0, 0.0), &[0.0, 0.0])[0], 2);
    }

    #[test]
    fn stuck_neurons_are_named() {
        let check = |hidden, bias: f32, expected: &[u16]| {
            let mut network = Network::random(&[784, 4, 10], hidden, Softmax, 1).unwrap();
            network.biases_mut(0)[2] = bias;
            let measures = measured(&network);
            assert_eq!(measures.layers[0].stuck, expected, "{hidden:?}");
            assert!(measures.layers[1].stuck.is_empty());
        };
        check(Sigmoid, 0.0, &[]);
        check(Sigmoid, 40.0, &[2]);
        check(Sigmoid, -40.0, &[2]);
        check(Tanh, 40.0, &[2]);
        check(Relu, -200.0, &[2]);
        check(Relu, 200.0, &[]);
    }
}
