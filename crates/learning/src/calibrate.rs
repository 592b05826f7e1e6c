//! Calibration: scaling the last layer so that the network's confidence matches its accuracy.
//!
//! This is temperature scaling (C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, On calibration of modern neural networks, 2017):
//! all pre-activations of the outputs are multiplied by one factor, which changes how confident the network is but never which
//! output is the strongest. The factor is folded into the weights and biases of the last layer.

use models::strongest;
use nn::{ActivationFn, ForwardPass, Loss, Network};

/// The range of the factor.
const FACTORS: (f32, f32) = (0.25, 4.0);
/// Each step of the golden-section search leaves 62 % of the interval, so these find the factor to about a thousandth.
const N_STEPS: usize = 20;

/// Scales the last layer to minimise the negative log-likelihood of the strongest output being right.
///
/// Each of `sets` counts the same, however many images it has; an image comes with its label. Without images, or if the outputs
/// are neither sigmoid nor softmax, the network stays as it is.
pub fn calibrate<'a, S>(network: &mut Network, sets: impl IntoIterator<Item = S>)
where
    S: IntoIterator<Item = (&'a [f32], u8)>,
{
    let output_fn = network.output_activation_fn();
    let is_probability = Loss::CrossEntropy.check(network).is_ok();
    let sets = sets.into_iter().map(|set| read(network, set));
    let sets: Vec<Vec<Reading>> = sets.filter(|readings| !readings.is_empty()).collect();
    if !is_probability || sets.is_empty() {
        return;
    }
    let log_loss = |log_factor: f32| -> f64 {
        sets.iter().map(|readings| mean_log_loss(readings, log_factor.exp(), output_fn)).sum()
    };
    let factor = golden_section(log_loss, (FACTORS.0.ln(), FACTORS.1.ln())).exp();
    let last_idx = network.layers().len() - 1;
    network.weights_mut(last_idx).scale_mut(factor);
    network.biases_mut(last_idx).scale_mut(factor);
}

/// The pre-activations of the outputs for an image, and whether the strongest output is right.
struct Reading {
    pre_activations: Vec<f32>,
    is_right: bool,
}

fn read<'a>(network: &Network, set: impl IntoIterator<Item = (&'a [f32], u8)>) -> Vec<Reading> {
    let mut pass = ForwardPass::for_network(network);
    let last_idx = network.layers().len() - 1;
    let mut read = |(pixels, label)| {
        network.forward(pixels, &mut pass);
        Reading {
            pre_activations: pass.pre_activations(last_idx).to_vec(),
            is_right: strongest(pass.output()) == Some(usize::from(label)),
        }
    };
    set.into_iter().map(&mut read).collect()
}

/// The mean negative log-likelihood of the strongest output being right, if all pre-activations are scaled by `factor`.
fn mean_log_loss(readings: &[Reading], factor: f32, output_fn: ActivationFn) -> f64 {
    let mut sum = 0.0;
    for Reading { pre_activations, is_right } in readings {
        let scaled: Vec<f32> = pre_activations.iter().map(|z| factor * z).collect();
        let mut activations = vec![0.0; scaled.len()];
        output_fn.apply(&scaled, &mut activations);
        let confidence = f64::from(activations.into_iter().fold(0.0, f32::max));
        let probability = if *is_right { confidence } else { 1.0 - confidence };
        sum -= probability.max(1e-7).ln();
    }
    sum / readings.len() as f64
}

/// The minimum in the interval of a function that has only one (J. Kiefer, Sequential minimax search for a maximum, 1953).
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
    use nn::{ActivationFn, ForwardPass, Network};

    use super::{calibrate, golden_section};

    const IMAGE: &[f32] = &[0.0; 4];

    /// A network that always answers 0, with a confidence of 99.9 %.
    fn overconfident(output: ActivationFn) -> Network {
        let mut network = Network::random(&[4, 1, 10], ActivationFn::Sigmoid, output, 1).unwrap();
        network.weights_mut(1).fill(0.0);
        network.biases_mut(1)[0] = 9.0;
        network
    }

    #[test]
    fn the_minimum_is_found() {
        let minimum = golden_section(|x| f64::from((x - 0.3) * (x - 0.3)), (-1.4, 1.4));
        assert!((minimum - 0.3).abs() < 1e-3, "{minimum}");
    }

    #[test]
    fn confidence_becomes_accuracy() {
        let mut network = overconfident(ActivationFn::Softmax);
        // Three answers out of four are right.
        calibrate(&mut network, [[0, 0, 0, 1].map(|label| (IMAGE, label))]);
        let mut pass = ForwardPass::for_network(&network);
        network.forward(IMAGE, &mut pass);
        assert!((pass.output()[0] - 0.75).abs() < 0.01, "{:?}", pass.output());
    }

    #[test]
    fn without_images_or_probabilities_nothing_changes() {
        for (output, set) in [(ActivationFn::Softmax, &[][..]), (ActivationFn::Identity, &[(IMAGE, 1)])] {
            let mut network = overconfident(output);
            calibrate(&mut network, [set.iter().copied()]);
            assert_eq!(network, overconfident(output));
        }
    }
}
