//! Back-propagation against finite differences, the first layer against the others, and shards against whole
//! mini-batches.

#![expect(clippy::unwrap_used, reason = "the lint's exemption for tests does not see their helper functions")]

use nn::{
    ActivationFn, DMatrix, DVector, ForwardPass, Gradients, Inputs, Layer, Loss, Network, Workspace,
    backpropagate,
};
use proptest::prelude::*;

const N_SAMPLES: usize = 5;

/// Inputs of which about two thirds are zero, as in an image.
fn inputs(n_inputs: usize, n_samples: usize, seed: usize) -> DMatrix<f32> {
    DMatrix::from_fn(n_inputs, n_samples, |i, sample| {
        let step = (i * 29 + sample * 53 + seed * 17) % 30;
        if step < 20 { 0.0 } else { (step - 19) as f32 / 11.0 }
    })
}

/// Soft targets, which are not one-hot and do not add up to 1.
fn targets(n_outputs: usize, n_samples: usize) -> DMatrix<f32> {
    DMatrix::from_fn(n_outputs, n_samples, |i, sample| ((i * 3 + sample * 5) % 7) as f32 / 6.0)
}

fn sum_of_losses(network: &Network, loss: Loss, inputs: &DMatrix<f32>, targets: &DMatrix<f32>) -> f64 {
    let mut pass = ForwardPass::for_network(network);
    let last = network.layers().len() - 1;
    let of_sample = |sample: usize| {
        network.forward(inputs.column(sample).as_slice(), &mut pass);
        let (z, y) = (pass.pre_activations(last), targets.column(sample));
        f64::from(loss.value(network.output_activation_fn(), z, pass.output(), y.as_slice()))
    };
    (0..inputs.ncols()).map(of_sample).sum()
}

fn gradients(
    network: &Network,
    loss: Loss,
    inputs: &DMatrix<f32>,
    targets: &DMatrix<f32>,
) -> (f32, Gradients) {
    let mut workspace = Workspace::for_network(network);
    let sum = backpropagate(
        network,
        Inputs::from_columns(inputs.as_view()).as_view(),
        targets.as_view(),
        loss,
        &mut workspace,
    );
    (sum, workspace.gradients().clone())
}

/// The smallest distance of any ReLU's pre-activation from the kink at 0.
fn distance_from_kink(network: &Network, inputs: &DMatrix<f32>) -> f32 {
    let mut pass = ForwardPass::for_network(network);
    let mut distance = f32::INFINITY;
    for sample in inputs.column_iter() {
        network.forward(sample.as_slice(), &mut pass);
        for (layer_idx, layer) in network.layers().iter().enumerate() {
            if layer.activation_fn() == ActivationFn::Relu {
                distance =
                    pass.pre_activations(layer_idx).iter().fold(distance, |least, z| least.min(z.abs()));
            }
        }
    }
    distance
}

/// `(C(p + h) - C(p - h)) / 2h`, where `change` adds to the parameter.
fn finite_difference(
    network: &Network,
    loss: Loss,
    inputs: &DMatrix<f32>,
    targets: &DMatrix<f32>,
    change: impl Fn(&mut Network, f32),
) -> f32 {
    const H: f32 = 4e-3;
    let at = |h| {
        let mut network = network.clone();
        change(&mut network, h);
        sum_of_losses(&network, loss, inputs, targets)
    };
    ((at(H) - at(-H)) / f64::from(2.0 * H)) as f32
}

#[test]
fn agree_with_finite_differences() {
    for hidden in [ActivationFn::Sigmoid, ActivationFn::Relu, ActivationFn::Tanh, ActivationFn::Identity] {
        for output in ActivationFn::ALL {
            for loss in Loss::ALL {
                check_finite_differences(hidden, output, loss);
            }
        }
    }
}

fn check_finite_differences(hidden: ActivationFn, output: ActivationFn, loss: Loss) {
    let inputs = inputs(6, N_SAMPLES, 1);
    let targets = targets(3, N_SAMPLES);
    let away_from_kinks = (0..1000).find_map(|seed| {
        let mut network = Network::random(&[6, 5, 4, 3], hidden, output, seed).unwrap();
        for layer_idx in 0..3 {
            network.biases_mut(layer_idx).fill(0.25);
        }
        (distance_from_kink(&network, &inputs) > 0.02).then_some(network)
    });
    let network = away_from_kinks.unwrap();
    if loss.check(&network).is_err() {
        return;
    }
    let (sum, gradients) = gradients(&network, loss, &inputs, &targets);
    let expected = sum_of_losses(&network, loss, &inputs, &targets);
    assert!((f64::from(sum) - expected).abs() < 1e-5 * (1.0 + expected), "{hidden:?} {output:?} {loss}");

    let check = |what: &str, found: f32, expected: f32| {
        assert!(
            (found - expected).abs() < 2e-3 * (1.0 + expected.abs()),
            "{what} of {hidden:?}, {output:?}, {loss}: {found}, finite difference {expected}"
        );
    };
    for (layer_idx, layer) in network.layers().iter().enumerate() {
        for to in 0..layer.n_outputs() {
            let bias = finite_difference(&network, loss, &inputs, &targets, |network, h| {
                network.biases_mut(layer_idx)[to] += h;
            });
            check("bias", gradients.layers()[layer_idx].biases()[to], bias);
            for from in 0..layer.n_inputs() {
                let weight = finite_difference(&network, loss, &inputs, &targets, |network, h| {
                    network.weights_mut(layer_idx)[(to, from)] += h;
                });
                check("weight", gradients.layers()[layer_idx].weights()[(to, from)], weight);
            }
        }
    }
}

/// The network behind an identity layer. What was its first layer is now the second, which skips no zeros.
fn behind_identity(network: &Network) -> Network {
    let n_inputs = network.n_inputs();
    let (weights, biases) = (DMatrix::identity(n_inputs, n_inputs), DVector::zeros(n_inputs));
    let mut layers = vec![Layer::new(weights, biases, ActivationFn::Identity).unwrap()];
    layers.extend_from_slice(network.layers());
    Network::new(layers).unwrap()
}

fn assert_close(found: &Gradients, expected: &Gradients, skipped_layers: usize) {
    for (found, expected) in found.layers().iter().zip(&expected.layers()[skipped_layers..]) {
        assert!((found.weights() - expected.weights()).amax() < 1e-4);
        assert!((found.biases() - expected.biases()).amax() < 1e-4);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn sparse_first_layer_agrees_with_matrix_products(
        n_inputs in 1_usize..60, n_hidden in 1_usize..40, n_samples in 1_usize..20, seed in 0_usize..1000,
    ) {
        let sizes = [n_inputs, n_hidden, 3];
        let network = Network::random(&sizes, ActivationFn::Tanh, ActivationFn::Softmax, seed as u64).unwrap();
        let (inputs, targets) = (inputs(n_inputs, n_samples, seed), targets(3, n_samples));
        let (sparse_loss, sparse) = gradients(&network, Loss::CrossEntropy, &inputs, &targets);
        let (loss, by_matrices) = gradients(&behind_identity(&network), Loss::CrossEntropy, &inputs, &targets);
        prop_assert!((sparse_loss - loss).abs() < 1e-4 * (1.0 + loss));
        assert_close(&sparse, &by_matrices, 1);
    }

    #[test]
    fn shards_add_up(split in 0_usize..=N_SAMPLES, seed in 0_u64..1000) {
        let network = Network::random(&[20, 6, 3], ActivationFn::Relu, ActivationFn::Sigmoid, seed).unwrap();
        let (inputs, targets) = (inputs(20, N_SAMPLES, 2), targets(3, N_SAMPLES));
        let (whole_loss, whole) = gradients(&network, Loss::CrossEntropy, &inputs, &targets);

        let all_inputs = Inputs::from_columns(inputs.as_view());
        let mut workspace = Workspace::for_network(&network);
        let mut sum = Gradients::zeros(&network);
        let mut loss = 0.0;
        for (start, n_samples) in [(0, split), (split, N_SAMPLES - split)] {
            let inputs = all_inputs.as_view().samples(start..start + n_samples);
            let targets = targets.columns(start, n_samples);
            loss += backpropagate(&network, inputs, targets, Loss::CrossEntropy, &mut workspace);
            sum.add(workspace.gradients());
        }
        prop_assert!((loss - whole_loss).abs() < 1e-4);
        assert_close(&sum, &whole, 0);
    }
}
