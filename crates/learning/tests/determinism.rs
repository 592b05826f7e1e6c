//! The same run gives the same network in a native program and in WebAssembly: bit for bit from the same images, and up to
//! rounding from drawings that are made on the way, because the platform's own sine, cosine and logarithm draw them. The few
//! steps here keep such differences below [`TOLERANCE`].
//!
//! `cargo xtask test wasm` builds this test as a program of the page is built, in release mode and for wasm32: with `opt-level`
//! 2 or 3 and fat link-time optimisation, a program that trains may panic in the allocator.

#![expect(clippy::unwrap_used, reason = "the lint's exemption for tests does not see their helper functions")]

use digits::augment::Augmentation;
use digits::{Pen, Preprocessing};
use learning::{
    ImageSet, Recipe, Sample, Schedule, Sequential, Source, Targets, TrainingData, TrainingRun, TrainingSet,
};
use nn::{ActivationFn, Loss, Network, UpdateRule};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// The largest difference that rounding may make.
const TOLERANCE: f32 = 1e-6;

/// 12 of each digit and 8 drawings that are not digits: four mini-batches in each epoch.
fn data() -> TrainingSet {
    let digit = |digit| Sample { source: Source::Synthetic(digit), label: Some(digit), weight: 12.0 };
    let non_digit = Sample { source: Source::NonDigit, label: None, weight: 8.0 };
    TrainingSet {
        samples: (0..10).map(digit).chain([non_digit]).collect(),
        preprocessing: Preprocessing::mnist(),
        image_augmentation: Augmentation::default(),
        ink_augmentation: Augmentation { rotation: 8.0, elastic: 1.5, ..Augmentation::default() },
        pen: Pen::STANDARD,
        targets: Targets { smoothing: 0.02, non_digit: 0.1, ..Targets::default() },
        seed: 3,
    }
}

/// 64 images of noise in the middle of the paper.
fn images() -> ImageSet {
    let mut state = 1_u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let mut set = ImageSet::new(1);
    for label in (0..10).cycle().take(64) {
        let is_middle = |pixel: usize| (4..24).contains(&(pixel / 28)) && (6..22).contains(&(pixel % 28));
        set.push(std::array::from_fn(|pixel| if is_middle(pixel) { random() } else { 0 }), label);
    }
    set
}

fn trained(
    data: impl TrainingData,
    hidden: ActivationFn,
    output: ActivationFn,
    update_rule: UpdateRule,
    learning_rate: f32,
) -> Network {
    let recipe = Recipe {
        loss: Loss::CrossEntropy,
        update_rule,
        learning_rate,
        schedule: Schedule::Cosine,
        mini_batch: 32,
        n_epochs: 3,
        weight_decay: 0.01,
        averaging: 0.9,
    };
    let network = Network::random(&[784, 16, 16, 10], hidden, output, 5).unwrap();
    let mut run = TrainingRun::new(network, data, recipe).unwrap();
    while !run.is_complete() {
        run.advance(3, &Sequential).unwrap();
    }
    run.network().clone()
}

fn parameters(network: &Network) -> Vec<f32> {
    let layers = network.layers().iter();
    layers.flat_map(|layer| layer.weights().iter().chain(layer.biases()).copied()).collect()
}

/// Checks the mean absolute value of the parameters and the biases of the outputs.
fn check(network: &Network, mean: f32, output_biases: [f32; 10]) {
    let parameters = parameters(network);
    let found_mean =
        parameters.iter().map(|parameter| parameter.abs()).sum::<f32>() / parameters.len() as f32;
    let found_biases = network.layers()[2].biases().as_slice();
    let found = format!("{found_mean:?}, {found_biases:?}");
    assert!((found_mean - mean).abs() < TOLERANCE, "{found}");
    for (bias, expected) in found_biases.iter().zip(output_biases) {
        assert!((bias - expected).abs() < TOLERANCE, "{found}");
    }
}

#[test]
fn sigmoid_with_adam() {
    let network = trained(data(), ActivationFn::Sigmoid, ActivationFn::Sigmoid, UpdateRule::ADAM, 0.01);
    check(
        &network,
        0.0555014,
        [
            -0.0581864, -0.0565721, -0.0584179, -0.0585075, -0.057133, -0.0567106, -0.0578358, -0.0583514,
            -0.0579325, -0.0591079,
        ],
    );
}

#[test]
fn relu_and_softmax_with_momentum() {
    let rule = UpdateRule::Sgd { momentum: 0.9 };
    let network = trained(data(), ActivationFn::Relu, ActivationFn::Softmax, rule, 0.05);
    check(
        &network,
        0.0505152,
        [
            -0.0032999, -0.0034986, -0.0119936, 0.0014612, 0.0052508, 0.0075058, -0.0004399, -0.0030594,
            0.0107298, -0.0026561,
        ],
    );
}

#[test]
fn tanh_with_plain_gradient_descent() {
    let network = trained(data(), ActivationFn::Tanh, ActivationFn::Sigmoid, UpdateRule::SGD, 0.1);
    check(
        &network,
        0.0490117,
        [
            -0.1316548, -0.1463695, -0.1409328, -0.1149251, -0.1867832, -0.1327235, -0.1508799, -0.1342493,
            -0.1492905, -0.1526667,
        ],
    );
}

#[test]
fn the_same_images_give_the_same_bits() {
    let check = |hidden, output, update_rule, expected: u64| {
        let network = trained(images(), hidden, output, update_rule, 0.05);
        // FNV-1a.
        let hash = parameters(&network).into_iter().flat_map(f32::to_le_bytes);
        let hash = hash.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        assert_eq!(hash, expected, "{hidden:?}, {output:?}, {update_rule:?}");
    };
    check(ActivationFn::Sigmoid, ActivationFn::Sigmoid, UpdateRule::SGD, 8171352937150226079);
    check(ActivationFn::Relu, ActivationFn::Softmax, UpdateRule::Sgd { momentum: 0.9 }, 4186977938709488752);
    check(ActivationFn::Tanh, ActivationFn::Softmax, UpdateRule::ADAM, 6185565146739369712);
}
