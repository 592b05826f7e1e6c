//! Confidence that means something: the last layer scaled so that the outputs are as sure as they are right.
//!
//! This is temperature scaling (C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, On calibration of modern neural networks, 2017):
//! all pre-activations of the outputs are multiplied by one factor, which changes how sure the network is, never what it
//! answers. The factor goes into the weights and biases of the last layer.

use models::{N_DIGITS, strongest};
use nn::{ActivationFn, ForwardPass, Loss, Network};

use crate::evaluate::prepared::PreparedSet;

/// Between these the factor is looked for.
const FACTORS: (f32, f32) = (0.25, 4.0);
/// Golden-section steps: each leaves 62 % of the interval, so these find the factor to a thousandth.
const N_STEPS: usize = 20;

/// Scales the last layer so that the strongest output is, on `sets`, each of which counts the same, the likeliest probability
/// of being right. Outputs that are neither sigmoid nor softmax, and sets without an item, change nothing.
pub(crate) fn calibrate(network: &mut Network, sets: &[&PreparedSet]) {
    let output_fn = network.output_activation_fn();
    let is_probability = Loss::CrossEntropy.check(network).is_ok();
    let answers: Vec<Vec<Answer>> =
        sets.iter().filter(|set| !set.is_empty()).map(|set| answers(network, set)).collect();
    if !is_probability || answers.is_empty() {
        return;
    }
    let surprise = |log_factor: f32| -> f64 {
        answers.iter().map(|answers| mean_surprise(answers, log_factor.exp(), output_fn)).sum()
    };
    let factor = golden_section(surprise, (FACTORS.0.ln(), FACTORS.1.ln())).exp();
    let last_idx = network.layers().len() - 1;
    network.weights_mut(last_idx).scale_mut(factor);
    network.biases_mut(last_idx).scale_mut(factor);
}

/// What the outputs' pre-activations are for an image, and whether the strongest is right.
struct Answer {
    pre_activations: Vec<f32>,
    is_right: bool,
}

fn answers(network: &Network, set: &PreparedSet) -> Vec<Answer> {
    let mut pass = ForwardPass::for_network(network);
    let last_idx = network.layers().len() - 1;
    let answer = |(pixels, label): (&[f32], u8)| {
        network.forward(pixels, &mut pass);
        Answer {
            pre_activations: pass.pre_activations(last_idx).to_vec(),
            is_right: strongest(pass.output()) == Some(usize::from(label)),
        }
    };
    set.items().map(answer).collect()
}

/// The mean of -log of the probability that was given to what turned out, right or wrong.
fn mean_surprise(answers: &[Answer], factor: f32, output_fn: ActivationFn) -> f64 {
    let mut activations = [0.0; N_DIGITS];
    let mut sum = 0.0;
    for Answer { pre_activations, is_right } in answers {
        let scaled: Vec<f32> = pre_activations.iter().map(|z| factor * z).collect();
        output_fn.apply(&scaled, &mut activations);
        let confidence = f64::from(activations.iter().copied().fold(0.0, f32::max));
        let probability = if *is_right { confidence } else { 1.0 - confidence };
        sum -= probability.max(1e-7).ln();
    }
    sum / answers.len() as f64
}

/// Where a function with one valley in the interval is least (J. Kiefer, Sequential minimax search for a maximum, 1953).
fn golden_section(function: impl Fn(f32) -> f64, interval: (f32, f32)) -> f32 {
    let ratio = 0.5 * (5.0_f32.sqrt() - 1.0);
    let (mut low, mut high) = interval;
    let inner = |low: f32, high: f32| (high - ratio * (high - low), low + ratio * (high - low));
    for _ in 0..N_STEPS {
        let (left, right) = inner(low, high);
        if function(left) < function(right) {
            high = right;
        } else {
            low = left;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bottom_of_a_valley_is_found() {
        let bottom = golden_section(|x| f64::from((x - 0.3) * (x - 0.3)), (-1.4, 1.4));
        assert!((bottom - 0.3).abs() < 1e-3, "{bottom}");
    }

    #[test]
    fn an_overconfident_network_becomes_as_sure_as_it_is_right() {
        // One hidden neuron that says nothing; the biases alone claim the digit 0 with 99.9 %, which is right for 3 of 4.
        let mut network =
            Network::random(&[784, 1, N_DIGITS], ActivationFn::Sigmoid, ActivationFn::Softmax, 1)
                .expect("a network");
        network.weights_mut(1).fill(0.0);
        network.biases_mut(1)[0] = 9.0;
        let labels = [0, 0, 0, 1];
        let images = labels.map(|_| digits::DigitImage::blank()).to_vec();
        let set = PreparedSet::from_items(images, labels.to_vec());
        calibrate(&mut network, &[&set]);
        let mut pass = ForwardPass::for_network(&network);
        network.forward(&[0.0; 784], &mut pass);
        assert!((pass.output()[0] - 0.75).abs() < 0.01, "{:?}", pass.output());
    }
}
