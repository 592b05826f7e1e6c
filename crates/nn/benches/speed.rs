//! Times the forward pass and training of 784-16-16-10 on one thread.
//!
//! ```text
//! cargo bench -p nn --profile native --bench speed [-- SAMPLES]
//! ```
//!
//! `SAMPLES` is a file of 785 bytes a sample: the digit, then 784 pixels. Without it, images are made up that have as
//! many zero pixels as MNIST's. `reference/bench_numpy.py` runs this beside the same training in NumPy.

#![expect(clippy::print_stdout, reason = "the figures are what the program is for")]

use std::hint::black_box;
use std::time::Instant;

use nn::{ActivationFn, DMatrix, ForwardPass, Loss, Network, Optimiser, Trainer, UpdateRule};

const SIZES: [usize; 4] = [784, 16, 16, 10];
const N_PIXELS: usize = SIZES[0];
const N_DIGITS: usize = SIZES[3];
const MINI_BATCH: usize = 128;
const LEARNING_RATE: f32 = 0.5;
/// Each figure is the best of so many epochs: what disturbs a measurement makes it slower, never faster.
const N_EPOCHS: usize = 5;

/// One column for each sample.
struct Samples {
    inputs: DMatrix<f32>,
    targets: DMatrix<f32>,
}

impl Samples {
    /// From a label and 784 pixels for each sample.
    fn from_bytes(bytes: &[u8]) -> Samples {
        let (samples, _) = bytes.as_chunks::<{ 1 + N_PIXELS }>();
        let pixels =
            samples.iter().flat_map(|sample| sample[1..].iter().map(|&pixel| f32::from(pixel) / 255.0));
        let target = |digit, sample: usize| f32::from(u8::from(digit == usize::from(samples[sample][0])));
        Samples {
            inputs: DMatrix::from_iterator(N_PIXELS, samples.len(), pixels),
            targets: DMatrix::from_fn(N_DIGITS, samples.len(), target),
        }
    }

    /// Runs of ink at varying places in the middle 20 rows: about 19 % of the pixels, as in MNIST.
    fn made_up(n_samples: usize) -> Samples {
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
        Samples::from_bytes(&bytes)
    }
}

fn network() -> Network {
    Network::random(&SIZES, ActivationFn::Sigmoid, ActivationFn::Sigmoid, 1)
        .expect("the sizes make a network")
}

/// Seconds of the fastest of some runs.
fn fastest(mut run: impl FnMut()) -> f64 {
    let time = |_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    };
    (0..N_EPOCHS).map(time).fold(f64::INFINITY, f64::min)
}

/// Microseconds for one input, of some few that stay in the processor's cache, as what is drawn on the page does.
fn time_forward(samples: &Samples) -> f64 {
    let network = network();
    let mut pass = ForwardPass::for_network(&network);
    let n_inputs = samples.inputs.ncols();
    let seconds = fastest(|| {
        for sample in 0..n_inputs {
            let input = samples.inputs.column(sample % 64);
            network.forward(black_box(input.as_slice()), &mut pass);
            black_box(pass.output());
        }
    });
    seconds * 1e6 / n_inputs as f64
}

/// Millions of samples in a second.
fn time_training(samples: &Samples, rule: UpdateRule) -> f64 {
    let mut trainer = Trainer::new(network(), Loss::CrossEntropy, Optimiser::new(rule, 0.0))
        .expect("sigmoid outputs have a cross-entropy");
    let n_batches = samples.inputs.ncols() / MINI_BATCH;
    let seconds = fastest(|| {
        for batch in 0..n_batches {
            let inputs = samples.inputs.columns(batch * MINI_BATCH, MINI_BATCH);
            let targets = samples.targets.columns(batch * MINI_BATCH, MINI_BATCH);
            black_box(trainer.step(inputs, targets, LEARNING_RATE));
        }
    });
    (n_batches * MINI_BATCH) as f64 / seconds / 1e6
}

fn main() {
    // `cargo bench` adds `--bench`.
    let path = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let samples = match path {
        Some(path) => Samples::from_bytes(&std::fs::read(path).expect("the file of samples can be read")),
        None => Samples::made_up(20_000),
    };
    println!("forward        {:7.3} us an input", time_forward(&samples));
    for (name, rule) in [
        ("sgd", UpdateRule::SGD),
        ("momentum", UpdateRule::Sgd { momentum: 0.9 }),
        ("adam", UpdateRule::ADAM),
    ] {
        println!("train {name:8} {:7.3} M samples/s", time_training(&samples, rule));
    }
}
