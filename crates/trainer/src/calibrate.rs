//! Confidence that means something: the last layer scaled so that the outputs are as sure as they are right.
//!
//! This is temperature scaling (C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, On calibration of modern neural networks, 2017):
//! all pre-activations of the outputs are multiplied by one factor, which changes how sure the network is, never what it
//! answers. The factor goes into the weights and biases of the last layer.

use nn::{ActivationFn, ForwardPass, Loss, Network};

use crate::evaluate::PreparedSet;
use crate::score::N_DIGITS;

/// Between these the factor is looked for.
const FACTORS: (f32, f32) = (0.25, 4.0);
/// Golden-section steps: each leaves 62 % of the interval, so these find the factor to a thousandth.
const N_STEPS: usize = 20;

/// Scales the last layer so that the cross-entropy on `sets`, each of which counts the same, is least. Outputs that are
/// neither sigmoid nor softmax, and sets without an item, change nothing.
pub(crate) fn calibrate(network: &mut Network, sets: &[&PreparedSet]) {
    let output_fn = network.output_activation_fn();
    if Loss::CrossEntropy.check(network).is_err() {
        return;
    }
    let logits: Vec<Vec<(Vec<f32>, u8)>> =
        sets.iter().filter(|set| !set.is_empty()).map(|set| logits(network, set)).collect();
    let loss = |log_factor: f32| -> f32 {
        logits.iter().map(|set| mean_loss(set, log_factor.exp(), output_fn)).sum::<f32>()
    };
    if logits.is_empty() {
        return;
    }
    let factor = golden_section(loss, (FACTORS.0.ln(), FACTORS.1.ln())).exp();
    let last_idx = network.layers().len() - 1;
    network.weights_mut(last_idx).scale_mut(factor);
    network.biases_mut(last_idx).scale_mut(factor);
}

/// The outputs' pre-activations of each item, with its label.
fn logits(network: &Network, set: &PreparedSet) -> Vec<(Vec<f32>, u8)> {
    let mut pass = ForwardPass::for_network(network);
    let last_idx = network.layers().len() - 1;
    let of_item = |(pixels, label): (&[f32], u8)| {
        network.forward(pixels, &mut pass);
        (pass.pre_activations(last_idx).to_vec(), label)
    };
    set.items().map(of_item).collect()
}

fn mean_loss(logits: &[(Vec<f32>, u8)], factor: f32, output_fn: ActivationFn) -> f32 {
    let mut activations = [0.0; N_DIGITS];
    let mut sum = 0.0;
    for (logits, label) in logits {
        let scaled: Vec<f32> = logits.iter().map(|z| factor * z).collect();
        output_fn.apply(&scaled, &mut activations);
        let mut targets = [0.0; N_DIGITS];
        targets[usize::from(*label)] = 1.0;
        sum += Loss::CrossEntropy.value(output_fn, &scaled, &activations, &targets);
    }
    sum / logits.len() as f32
}

/// Where a function with one valley in the interval is least (J. Kiefer, Sequential minimax search for a maximum, 1953).
fn golden_section(function: impl Fn(f32) -> f32, interval: (f32, f32)) -> f32 {
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
        let bottom = golden_section(|x| (x - 0.3) * (x - 0.3), (-1.4, 1.4));
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
        let set = PreparedSet::from_items(labels.map(|label| (digits::DigitImage::blank(), label)).to_vec());
        calibrate(&mut network, &[&set]);
        let mut pass = ForwardPass::for_network(&network);
        network.forward(&[0.0; 784], &mut pass);
        assert!((pass.output()[0] - 0.75).abs() < 0.01, "{:?}", pass.output());
    }
}
