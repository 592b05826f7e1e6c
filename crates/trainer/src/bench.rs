//! `inkling bench`: times the forward pass and training of 784-16-16-10 on one thread, without data, augmentation or files.
//!
//! `crates/nn/reference/bench_numpy.py` runs this beside the same training in NumPy, on the same samples.

use std::fs;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use learning::{Learner, Sequential};
use nn::{ActivationFn, DMatrix, DMatrixView, ForwardPass, Inputs, Loss, Network, UpdateRule};

use crate::cli::BenchArgs;
use crate::files::named;

const SIZES: [usize; 4] = [784, 16, 16, 10];
const N_PIXELS: usize = SIZES[0];
const N_DIGITS: usize = SIZES[3];
const MINI_BATCH: usize = 128;
const LEARNING_RATE: f32 = 0.5;
/// Adam at the rate of the others would saturate every neuron, and then compute with subnormal numbers, which are slow.
const ADAM_LEARNING_RATE: f32 = 0.005;
/// The number of synthetic samples.
const N_SYNTHETIC: usize = 20_000;
/// Each figure is the best of this many epochs, because a disturbance only ever makes a measurement slower.
const N_EPOCHS: usize = 5;

/// One column for each sample.
struct Samples {
    inputs: DMatrix<f32>,
    targets: DMatrix<f32>,
}

impl Samples {
    /// From 785 bytes per sample: the label, then 784 pixels.
    fn from_bytes(bytes: &[u8]) -> Self {
        let (samples, _) = bytes.as_chunks::<{ 1 + N_PIXELS }>();
        let pixels =
            samples.iter().flat_map(|sample| sample[1..].iter().map(|&pixel| f32::from(pixel) / 255.0));
        let target = |digit, sample: usize| f32::from(u8::from(digit == usize::from(samples[sample][0])));
        Self {
            inputs: DMatrix::from_iterator(N_PIXELS, samples.len(), pixels),
            targets: DMatrix::from_fn(N_DIGITS, samples.len(), target),
        }
    }

    /// Synthetic samples: runs of ink at random places in the middle 20 rows, about 19% of the pixels, as in MNIST.
    fn synthetic(n_samples: usize) -> Self {
        let mut bytes = vec![0; n_samples * (1 + N_PIXELS)];
        let mut state = 1_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        for sample in bytes.as_chunks_mut::<{ 1 + N_PIXELS }>().0 {
            sample[0] = random(N_DIGITS as u32) as u8;
            for row in 4..24 {
                let start = 1 + row * 28 + 4 + random(7) as usize;
                let length = 1 + random(14) as usize;
                sample[start..start + length].fill(128 + random(128) as u8);
            }
        }
        Self::from_bytes(&bytes)
    }
}

fn network() -> Result<Network> {
    Ok(Network::random(&SIZES, ActivationFn::Sigmoid, ActivationFn::Sigmoid, 1)?)
}

/// The duration of the fastest of several runs, in seconds.
fn fastest(mut run: impl FnMut()) -> f64 {
    let time = |_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    };
    (0..N_EPOCHS).map(time).fold(f64::INFINITY, f64::min)
}

/// Microseconds per input. The inputs are few, so that they stay in the processor's cache, as the page's drawing does.
fn time_forward(samples: &Samples) -> Result<f64> {
    let network = network()?;
    let mut pass = ForwardPass::for_network(&network);
    let n_inputs = samples.inputs.ncols();
    let seconds = fastest(|| {
        for sample in 0..n_inputs {
            let input = samples.inputs.column(sample % 64.min(n_inputs));
            network.forward(black_box(input.as_slice()), &mut pass);
            black_box(pass.output());
        }
    });
    Ok(seconds * 1e6 / n_inputs as f64)
}

/// Millions of samples per second; `step` trains on one mini-batch.
fn time_training(
    samples: &Samples,
    mut step: impl FnMut(DMatrixView<'_, f32>, DMatrixView<'_, f32>) -> f32,
) -> f64 {
    let n_batches = samples.inputs.ncols() / MINI_BATCH;
    let seconds = fastest(|| {
        for batch in 0..n_batches {
            let inputs = samples.inputs.columns(batch * MINI_BATCH, MINI_BATCH);
            let targets = samples.targets.columns(batch * MINI_BATCH, MINI_BATCH);
            black_box(step(inputs, targets));
        }
    });
    (n_batches * MINI_BATCH) as f64 / seconds / 1e6
}

/// One step of plain gradient descent with dense matrix products, straight from the textbook's equations (M. Nielsen, Neural
/// Networks and Deep Learning, chapter 2, BP1 to BP4; cross-entropy with sigmoid outputs). `weights` and `biases` have an entry
/// for each layer. Returns one of the deltas, so that the compiler cannot leave anything out.
fn plain_step(
    weights: &mut [DMatrix<f32>],
    biases: &mut [DMatrix<f32>],
    inputs: DMatrixView<'_, f32>,
    targets: DMatrixView<'_, f32>,
) -> f32 {
    let mut activations: Vec<DMatrix<f32>> = Vec::new();
    for (w, b) in weights.iter().zip(biases.iter()) {
        let before = activations.last().map_or(inputs, DMatrix::as_view);
        let mut z = DMatrix::from_fn(w.nrows(), inputs.ncols(), |row, _| b[row]);
        z.gemm(1.0, w, &before, 1.0);
        activations.push(z.map(|z| 1.0 / (1.0 + (-z).exp())));
    }
    let rate = LEARNING_RATE / inputs.ncols() as f32;
    let mut delta = &activations[weights.len() - 1] - targets;
    for layer_idx in (1..weights.len()).rev() {
        let before = &activations[layer_idx - 1];
        let passed_back = weights[layer_idx].transpose() * &delta;
        descend(&mut weights[layer_idx], &mut biases[layer_idx], rate, &delta, before.as_view());
        delta = passed_back.zip_map(before, |delta, a| delta * a * (1.0 - a));
    }
    descend(&mut weights[0], &mut biases[0], rate, &delta, inputs);
    delta[0]
}

/// One layer's part of the step: against the gradient `delta A^T`, where `A` is the layer's input.
fn descend(
    weights: &mut DMatrix<f32>,
    biases: &mut DMatrix<f32>,
    rate: f32,
    delta: &DMatrix<f32>,
    before: DMatrixView<'_, f32>,
) {
    weights.gemm(-rate, delta, &before.transpose(), 1.0);
    *biases -= delta.column_sum() * rate;
}

/// The weights and biases of each layer, for [`plain_step`].
fn plain_parameters(network: &Network) -> (Vec<DMatrix<f32>>, Vec<DMatrix<f32>>) {
    let layers = network.layers().iter();
    let biases =
        |layer: &nn::Layer| DMatrix::from_column_slice(layer.n_outputs(), 1, layer.biases().as_slice());
    layers.map(|layer| (layer.weights().clone(), biases(layer))).unzip()
}

/// Runs the benchmarks and prints the figures.
///
/// # Errors
///
/// If the file of samples cannot be read or has too few for a mini-batch.
pub(crate) fn bench(args: &BenchArgs) -> Result<()> {
    let samples = match &args.samples {
        Some(path) => Samples::from_bytes(&fs::read(path).with_context(|| named(path))?),
        None => Samples::synthetic(N_SYNTHETIC),
    };
    if samples.inputs.ncols() < MINI_BATCH {
        bail!("{} samples are too few for a mini-batch of {MINI_BATCH}", samples.inputs.ncols());
    }
    let mut out = io::stdout().lock();
    writeln!(out, "forward        {:7.3} us per input", time_forward(&samples)?)?;
    for (name, rule, learning_rate) in [
        ("sgd", UpdateRule::SGD, LEARNING_RATE),
        ("momentum", UpdateRule::Sgd { momentum: 0.9 }, LEARNING_RATE),
        ("adam", UpdateRule::ADAM, ADAM_LEARNING_RATE),
    ] {
        let mut learner = Learner::new(network()?, Loss::CrossEntropy, rule, 0.0)?;
        let mut inputs = Inputs::new(N_PIXELS);
        let figure = time_training(&samples, |columns, targets| {
            inputs.clear(N_PIXELS);
            columns.column_iter().for_each(|sample| inputs.push(sample.as_slice()));
            learner.step(inputs.as_view(), targets, learning_rate, &Sequential)
        });
        writeln!(out, "train {name:8} {figure:7.3} M samples/s")?;
    }
    let (mut weights, mut biases) = plain_parameters(&network()?);
    let figure =
        time_training(&samples, |inputs, targets| plain_step(&mut weights, &mut biases, inputs, targets));
    writeln!(out, "plain sgd      {figure:7.3} M samples/s, as plain matrix products")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synthetic_images_are_as_empty_as_mnists() {
        let samples = Samples::synthetic(200);
        let n_inked = samples.inputs.iter().filter(|&&pixel| pixel > 0.0).count();
        let share = n_inked as f64 / samples.inputs.len() as f64;
        assert!((share - 0.19).abs() < 0.02, "{share}");
        assert!(samples.targets.column_iter().all(|target| target.sum() == 1.0));
    }

    #[test]
    fn both_ways_take_the_same_steps() {
        let samples = Samples::synthetic(3 * MINI_BATCH);
        let mut learner = Learner::new(network().unwrap(), Loss::CrossEntropy, UpdateRule::SGD, 0.0).unwrap();
        let (mut weights, mut biases) = plain_parameters(&network().unwrap());
        for batch in 0..3 {
            let inputs = samples.inputs.columns(batch * MINI_BATCH, MINI_BATCH);
            let targets = samples.targets.columns(batch * MINI_BATCH, MINI_BATCH);
            learner.step(Inputs::from_columns(inputs).as_view(), targets, LEARNING_RATE, &Sequential);
            plain_step(&mut weights, &mut biases, inputs, targets);
        }
        let (expected_weights, expected_biases) = plain_parameters(learner.network());
        for (found, expected) in
            weights.iter().chain(&biases).zip(expected_weights.iter().chain(&expected_biases))
        {
            assert!((found - expected).amax() < 1e-4);
        }
        let (start, _) = plain_parameters(&network().unwrap());
        assert!((&weights[0] - &start[0]).amax() > 1e-3, "something was learned");
    }
}
