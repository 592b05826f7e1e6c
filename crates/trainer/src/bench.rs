//! `inkling bench`: times the forward pass and training of 784-16-16-10 on one thread, without augmentation or files.
//!
//! Training is the loop of `inkling train` and the page, and prepares each mini-batch from the images' bytes.
//! `crates/nn/reference/bench_numpy.py` runs this beside the same training in NumPy, on the same samples and in the same order.

use std::fs;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use learning::{ImageSet, Recipe, Sequential, TrainingData, TrainingRun};
use nn::{ActivationFn, DMatrix, DMatrixView, ForwardPass, Inputs, Network, UpdateRule};

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
const N_EPOCHS: u32 = 5;

/// The samples as the training loop takes them, and as matrices with one column for each.
struct Samples {
    images: ImageSet,
    inputs: DMatrix<f32>,
    targets: DMatrix<f32>,
}

impl Samples {
    /// From 785 bytes per sample: the label, then 784 pixels.
    fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let (samples, _) = bytes.as_chunks::<{ 1 + N_PIXELS }>();
        let mut images = ImageSet::new(1);
        for &[label, ref image @ ..] in samples {
            ensure!(usize::from(label) < N_DIGITS, "a sample begins with a digit from 0 to 9, not {label}");
            images.push(*image, label);
        }
        let pixels =
            samples.iter().flat_map(|sample| sample[1..].iter().map(|&pixel| f32::from(pixel) / 255.0));
        let target = |digit, sample: usize| f32::from(u8::from(digit == usize::from(samples[sample][0])));
        Ok(Self {
            images,
            inputs: DMatrix::from_iterator(N_PIXELS, samples.len(), pixels),
            targets: DMatrix::from_fn(N_DIGITS, samples.len(), target),
        })
    }

    /// Synthetic samples: runs of ink at random places in the middle 20 rows, about 19% of the pixels, as in MNIST.
    fn synthetic(n_samples: usize) -> Result<Self> {
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

/// The images in the order in which they were given, as NumPy takes them, or shuffled for each epoch.
#[derive(Clone, Copy)]
struct Images<'a> {
    images: &'a ImageSet,
    is_shuffled: bool,
}

impl TrainingData for Images<'_> {
    fn n_samples_per_epoch(&self) -> f64 {
        self.images.n_samples_per_epoch()
    }

    fn epoch_order(&self, epoch: u32) -> Vec<u32> {
        if self.is_shuffled {
            self.images.epoch_order(epoch)
        } else {
            (0..self.images.len() as u32).collect()
        }
    }

    fn add_samples(
        &self,
        epoch: u32,
        start: usize,
        sample_indices: &[u32],
        inputs: &mut Inputs,
        targets: &mut [f32],
    ) {
        self.images.add_samples(epoch, start, sample_indices, inputs, targets);
    }
}

fn network() -> Result<Network> {
    Ok(Network::random(&SIZES, ActivationFn::Sigmoid, ActivationFn::Sigmoid, 1)?)
}

/// The duration of the fastest of several runs, in seconds.
fn fastest(mut run: impl FnMut() -> Result<()>) -> Result<f64> {
    let mut fastest = f64::INFINITY;
    for _ in 0..N_EPOCHS {
        let start = Instant::now();
        run()?;
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    Ok(fastest)
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
        Ok(())
    })?;
    Ok(seconds * 1e6 / n_inputs as f64)
}

/// Trains one epoch of a run, a mini-batch at a time so that what is prepared stays in the processor's cache.
fn train_epoch(run: &mut TrainingRun<Images<'_>>) -> Result<()> {
    while run.advance(1, &Sequential)?.is_none() {}
    Ok(())
}

/// Trains an epoch in dense matrix products, in mini-batches as the samples come.
fn train_epoch_plainly(samples: &Samples, weights: &mut [DMatrix<f32>], biases: &mut [DMatrix<f32>]) {
    for start in (0..samples.inputs.ncols()).step_by(MINI_BATCH) {
        let n_samples = MINI_BATCH.min(samples.inputs.ncols() - start);
        let inputs = samples.inputs.columns(start, n_samples);
        black_box(plain_step(weights, biases, inputs, samples.targets.columns(start, n_samples)));
    }
}

fn recipe(update_rule: UpdateRule, learning_rate: f32) -> Recipe {
    Recipe { update_rule, learning_rate, mini_batch: MINI_BATCH, n_epochs: N_EPOCHS, ..Recipe::default() }
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
    }?;
    let n_samples = samples.images.len();
    ensure!(n_samples >= MINI_BATCH, "{n_samples} samples are too few for a mini-batch of {MINI_BATCH}");
    let millions_per_second = |seconds| n_samples as f64 / seconds / 1e6;
    let mut out = io::stdout().lock();
    writeln!(out, "forward        {:7.3} us per input", time_forward(&samples)?)?;
    for (name, is_shuffled, rule, learning_rate) in [
        ("train sgd", false, UpdateRule::SGD, LEARNING_RATE),
        ("  shuffled", true, UpdateRule::SGD, LEARNING_RATE),
        ("train momentum", false, UpdateRule::Sgd { momentum: 0.9 }, LEARNING_RATE),
        ("train adam", false, UpdateRule::ADAM, ADAM_LEARNING_RATE),
    ] {
        let images = Images { images: &samples.images, is_shuffled };
        let mut run = TrainingRun::new(network()?, images, recipe(rule, learning_rate))?;
        let figure = millions_per_second(fastest(|| train_epoch(&mut run))?);
        writeln!(out, "{name:14} {figure:7.3} M samples/s")?;
    }
    let (mut weights, mut biases) = plain_parameters(&network()?);
    let seconds = fastest(|| {
        train_epoch_plainly(&samples, &mut weights, &mut biases);
        Ok(())
    })?;
    writeln!(
        out,
        "plain sgd      {:7.3} M samples/s, as plain matrix products",
        millions_per_second(seconds)
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use learning::Learner;
    use nn::Loss;

    use super::*;

    #[test]
    fn synthetic_images_are_as_empty_as_mnists() {
        let samples = Samples::synthetic(200).unwrap();
        let n_inked = samples.inputs.iter().filter(|&&pixel| pixel > 0.0).count();
        let share = n_inked as f64 / samples.inputs.len() as f64;
        assert!((share - 0.19).abs() < 0.02, "{share}");
        assert!(samples.targets.column_iter().all(|target| target.sum() == 1.0));
    }

    #[test]
    fn both_ways_take_the_same_steps() {
        let samples = Samples::synthetic(3 * MINI_BATCH).unwrap();
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
