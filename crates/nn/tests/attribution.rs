//! Attribution adds up, and the input's gradient is the function's own.

use nn::{ActivationFn, ForwardPass, Network};
use proptest::prelude::*;

fn pass(network: &Network, input: &[f32]) -> ForwardPass {
    let mut pass = ForwardPass::for_network(network);
    network.forward(input, &mut pass);
    pass
}

fn explained(pass: &ForwardPass, layer_idx: usize, coefficients: &[f32]) -> f32 {
    pass.pre_activations(layer_idx).iter().zip(coefficients).map(|(z, coefficient)| z * coefficient).sum()
}

#[test]
fn the_first_layer_is_weight_times_input() {
    let network = Network::random(&[4, 2, 3], ActivationFn::Sigmoid, ActivationFn::Softmax, 5).unwrap();
    let input = [0.5, 0.0, 1.0, 0.25];
    let found = network.attribute(&pass(&network, &input), &pass(&network, &[0.0; 4]), 0, &[0.0, 1.0]);
    let weights = network.layers()[0].weights();
    let expected: Vec<f32> = (0..4).map(|from| weights[(1, from)] * input[from]).collect();
    assert_eq!(found, expected);
}

#[test]
fn an_input_like_the_reference_explains_nothing() {
    let network = Network::random(&[3, 4, 2], ActivationFn::Tanh, ActivationFn::Sigmoid, 5).unwrap();
    let (input, reference) = (pass(&network, &[0.5, 0.7, 0.1]), pass(&network, &[0.5, 0.0, 0.1]));
    let found = network.attribute(&input, &reference, 1, &[1.0, -1.0]);
    assert_eq!((found[0], found[2]), (0.0, 0.0));
    assert_eq!(network.attribute(&input, &input, 1, &[1.0, -1.0]), [0.0; 3]);
}

fn hidden_fn() -> impl Strategy<Value = ActivationFn> {
    prop::sample::select(vec![
        ActivationFn::Sigmoid,
        ActivationFn::Relu,
        ActivationFn::Tanh,
        ActivationFn::Identity,
    ])
}

proptest! {
    #[test]
    fn contributions_add_up_to_the_difference(
        hidden in hidden_fn(), seed: u64, layer_idx in 0_usize..3,
        input in prop::collection::vec(0.0_f32..1.0, 12), reference in prop::collection::vec(0.0_f32..1.0, 12),
        first in 0_usize..4, second in 0_usize..4,
    ) {
        let network = Network::random(&[12, 6, 5, 4], hidden, ActivationFn::Sigmoid, seed).unwrap();
        let mut coefficients = vec![0.0; network.layers()[layer_idx].n_outputs()];
        coefficients[first] += 1.0;
        coefficients[second] -= 0.5;
        let (input, reference) = (pass(&network, &input), pass(&network, &reference));
        let sum: f32 = network.attribute(&input, &reference, layer_idx, &coefficients).iter().sum();
        let difference =
            explained(&input, layer_idx, &coefficients) - explained(&reference, layer_idx, &coefficients);
        prop_assert!((sum - difference).abs() < 1e-3, "{} for {}", sum, difference);
    }

    #[test]
    fn the_gradient_is_that_of_finite_differences(
        seed: u64, smooth in prop::sample::select(vec![ActivationFn::Sigmoid, ActivationFn::Tanh]),
        mut input in prop::collection::vec(0.0_f32..1.0, 5), at in 0_usize..5,
    ) {
        let network = Network::random(&[5, 4, 3], smooth, ActivationFn::Sigmoid, seed).unwrap();
        let coefficients = [1.0, -1.0, 0.5];
        let gradient = network.input_gradient(&pass(&network, &input), 1, &coefficients);
        let step = 0.01;
        input[at] += step;
        let above = explained(&pass(&network, &input), 1, &coefficients);
        input[at] -= 2.0 * step;
        let below = explained(&pass(&network, &input), 1, &coefficients);
        let expected = (above - below) / (2.0 * step);
        prop_assert!((gradient[at] - expected).abs() < 2e-3, "{} for {}", gradient[at], expected);
    }
}
