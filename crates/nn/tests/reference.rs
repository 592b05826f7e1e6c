//! The forward pass and three training steps against values that NumPy computed in double precision.
//!
//! `reference/reference.py` writes `reference.json`. Both sides build the same networks and samples from the same formula.

#![expect(clippy::unwrap_used, reason = "the lint's exemption for tests does not see their helper functions")]

use nn::{
    ActivationFn, DMatrix, DVector, ForwardPass, Inputs, Layer, Loss, Network, Optimiser, UpdateRule,
    Workspace, backpropagate,
};
use serde::Deserialize;

const SIZES: [usize; 4] = [9, 5, 4, 3];
const N_SAMPLES: usize = 4;
const LEARNING_RATE: f32 = 0.1;

/// One training run and all its results. Matrices are stored row by row.
#[derive(Deserialize)]
struct Case {
    hidden: String,
    output: String,
    loss: String,
    optimiser: String,
    /// For the first sample, before training, per layer.
    pre_activations: Vec<Vec<f32>>,
    activations: Vec<Vec<f32>>,
    /// Before each step.
    losses: Vec<f32>,
    /// After the last step, per layer.
    weights: Vec<Vec<f32>>,
    biases: Vec<Vec<f32>>,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("reference.json")).unwrap()
}

/// `n` numbers from `low` to `high` in no obvious order, as in the script.
fn pattern(n: usize, stride: usize, modulus: usize, low: f64, high: f64) -> Vec<f32> {
    let number = |i| low + (high - low) * ((i * stride + 3) % modulus) as f64 / (modulus - 1) as f64;
    (0..n).map(|i| number(i) as f32).collect()
}

impl Case {
    fn network(&self) -> Network {
        let layers = SIZES.windows(2).enumerate().map(|(layer_idx, sizes)| {
            let (n_inputs, n_outputs) = (sizes[0], sizes[1]);
            let weights = pattern(n_outputs * n_inputs, 7 + 2 * layer_idx, 31, -1.0, 1.2);
            let last = layer_idx + 2 == SIZES.len();
            Layer::new(
                DMatrix::from_row_slice(n_outputs, n_inputs, &weights),
                DVector::from_vec(pattern(n_outputs, 5, 11, -0.3, 0.4)),
                ActivationFn::from_name(if last { &self.output } else { &self.hidden }).unwrap(),
            )
        });
        Network::new(layers.collect::<Result<_, _>>().unwrap()).unwrap()
    }

    fn update_rule(&self) -> UpdateRule {
        match self.optimiser.as_str() {
            "sgd" => UpdateRule::SGD,
            "momentum" => UpdateRule::Sgd { momentum: 0.9 },
            "adam" => UpdateRule::ADAM,
            other => panic!("no optimiser {other}"),
        }
    }

    #[track_caller]
    fn check(&self, what: &str, found: &[f32], expected: &[f32], tolerance: f32) {
        assert_eq!(found.len(), expected.len(), "{what}");
        for (found, expected) in found.iter().zip(expected) {
            let Case { hidden, output, loss, optimiser, .. } = self;
            assert!(
                (found - expected).abs() <= tolerance,
                "{what} of {hidden}, {output}, {loss}, {optimiser}: {found}, expected {expected}"
            );
        }
    }
}

/// Inputs and targets, one column per sample.
fn samples() -> (DMatrix<f32>, DMatrix<f32>) {
    let inputs = pattern(N_SAMPLES * SIZES[0], 11, 37, -1.0, 1.0).iter().map(|x| x.max(0.0)).collect();
    let inputs = DMatrix::from_vec(SIZES[0], N_SAMPLES, inputs);
    let n_outputs = SIZES[SIZES.len() - 1];
    let target = |digit, sample| if digit == sample % n_outputs { 0.875 } else { 0.0625 };
    (inputs, DMatrix::from_fn(n_outputs, N_SAMPLES, target))
}

#[test]
fn forward_passes_agree() {
    for case in cases() {
        let network = case.network();
        let mut pass = ForwardPass::for_network(&network);
        network.forward(samples().0.column(0).as_slice(), &mut pass);
        for layer_idx in 0..SIZES.len() - 1 {
            case.check("z", pass.pre_activations(layer_idx), &case.pre_activations[layer_idx], 1e-6);
            case.check("a", pass.activations(layer_idx), &case.activations[layer_idx], 1e-6);
        }
    }
}

#[test]
fn training_steps_agree() {
    for case in cases() {
        let loss = Loss::from_name(&case.loss).unwrap();
        let (inputs, targets) = samples();
        let mut network = case.network();
        let mut workspace = Workspace::for_network(&network);
        let mut optimiser = Optimiser::new(case.update_rule());
        let step = |_: &f32| {
            let sum = backpropagate(
                &network,
                Inputs::from_columns(inputs.as_view()).as_view(),
                targets.as_view(),
                loss,
                &mut workspace,
            );
            optimiser.step(&mut network, workspace.gradients(), N_SAMPLES, LEARNING_RATE);
            sum / N_SAMPLES as f32
        };
        let losses: Vec<f32> = case.losses.iter().map(step).collect();
        case.check("loss", &losses, &case.losses, 2e-6);
        for (layer_idx, layer) in network.layers().iter().enumerate() {
            let rows = layer.weights().transpose();
            case.check("weight", rows.as_slice(), &case.weights[layer_idx], 2e-6);
            case.check("bias", layer.biases().as_slice(), &case.biases[layer_idx], 2e-6);
        }
    }
}
