//! The forward pass against nalgebra's products, and the allocations of the forward pass and of training steps.

#![expect(clippy::unwrap_used, reason = "the lint's exemption for tests does not see their helper functions")]

use allocation_counter::{AllocationInfo, measure};
use nn::{
    ActivationFn, DMatrix, DVector, ForwardPass, Inputs, Loss, Network, Optimiser, PlainLoop, UpdateRule,
    Workspace, backpropagate,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// A small network of any shape, and one input that is mostly zero.
fn network_and_input() -> impl Strategy<Value = (Network, Vec<f32>)> {
    (vec(1_usize..40, 2..5), 0..4_usize, any::<u64>()).prop_flat_map(|(sizes, hidden, seed)| {
        let network =
            Network::random(&sizes, ActivationFn::ALL[hidden], ActivationFn::Softmax, seed).unwrap();
        let input = vec(prop_oneof![4 => Just(0.0), 1 => -1.0_f32..1.0], sizes[0]);
        (Just(network), input)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn each_layer_is_a_product_of_nalgebra((network, input) in network_and_input()) {
        let mut pass = ForwardPass::for_network(&network);
        network.forward(&input, &mut pass);
        prop_assert_eq!(pass.input(), &input);
        let mut activations = DVector::from_vec(input);
        for (layer_idx, layer) in network.layers().iter().enumerate() {
            prop_assert_eq!(pass.inputs_of(layer_idx), activations.as_slice());
            let z = layer.weights() * &activations + layer.biases();
            let found = DVector::from_column_slice(pass.pre_activations(layer_idx));
            prop_assert!((found - z).amax() < 1e-4);
            activations = DVector::from_column_slice(pass.activations(layer_idx));
        }
        prop_assert_eq!(pass.output(), activations.as_slice());
    }

    #[test]
    fn a_plain_loop_over_every_weight_gives_the_same((network, input) in network_and_input()) {
        let mut pass = ForwardPass::for_network(&network);
        network.forward(&input, &mut pass);
        let outputs = DVector::from_column_slice(PlainLoop::of(&network).forward(&input));
        prop_assert!((outputs - DVector::from_column_slice(pass.output())).amax() < 1e-4);
    }

    #[test]
    fn mini_batches_give_the_same_outputs((network, input) in network_and_input()) {
        let mut pass = ForwardPass::for_network(&network);
        network.forward(&input, &mut pass);
        let mut workspace = Workspace::for_network(&network);
        let mut inputs = Inputs::new(network.n_inputs());
        inputs.push(&input);
        let targets = DVector::zeros(network.n_outputs());
        backpropagate(&network, inputs.as_view(), targets.as_view(), Loss::CrossEntropy, &mut workspace);
        prop_assert!((workspace.outputs() - DMatrix::from_column_slice(network.n_outputs(), 1, pass.output())).amax() < 1e-5);
    }
}

#[test]
fn forward_allocates_nothing() {
    for hidden in [ActivationFn::Sigmoid, ActivationFn::Relu, ActivationFn::Tanh, ActivationFn::Identity] {
        let network = Network::random(&[784, 30, 16, 10], hidden, ActivationFn::Softmax, 1).unwrap();
        let mut pass = ForwardPass::for_network(&network);
        let images = [[0.0; 784], [0.25; 784], std::array::from_fn(|i| (i % 5) as f32 / 4.0)];
        let used = measure(|| {
            for image in &images {
                network.forward(image, &mut pass);
            }
        });
        assert_eq!(used, AllocationInfo::default(), "{hidden:?}");
    }
}

#[test]
fn a_pass_that_does_not_fit_is_replaced() {
    let network =
        |sizes: &[usize]| Network::random(sizes, ActivationFn::Relu, ActivationFn::Sigmoid, 1).unwrap();
    let mut pass = ForwardPass::for_network(&network(&[3, 2, 2]));
    let other = network(&[4, 5, 1]);
    assert!(!pass.fits(&other));
    other.forward(&[1.0; 4], &mut pass);
    assert!(pass.fits(&other));
    assert_eq!((pass.input().len(), pass.activations(0).len(), pass.output().len()), (4, 5, 1));
}

#[test]
fn training_steps_allocate_nothing() {
    let rules = [UpdateRule::SGD, UpdateRule::Sgd { momentum: 0.9 }, UpdateRule::ADAM];
    for rule in rules {
        let mut network =
            Network::random(&[784, 16, 16, 10], ActivationFn::Sigmoid, ActivationFn::Sigmoid, 1).unwrap();
        let mut workspace = Workspace::for_network(&network);
        let mut optimiser = Optimiser::new(rule);
        let inputs = DMatrix::from_fn(784, 32, |i, sample| ((i + 7 * sample) % 3) as f32 / 2.0);
        let inputs = Inputs::from_columns(inputs.as_view());
        let targets = DMatrix::from_fn(10, 32, |i, sample| f32::from(u8::from(i == sample % 10)));
        let mut step = || {
            let (inputs, targets) = (inputs.as_view(), targets.as_view());
            backpropagate(&network, inputs, targets, Loss::CrossEntropy, &mut workspace);
            optimiser.step(&mut network, workspace.gradients(), 32, 0.1);
        };
        step();
        let used = measure(&mut step);
        assert_eq!(used, AllocationInfo::default(), "{rule:?}");
        // Matrix products pack their operands, one at a time, into a buffer of a few kilobytes.
        assert!(used.count_max <= 1 && used.bytes_max <= 16 * 1024, "{rule:?}: {used:?}");
    }
}
