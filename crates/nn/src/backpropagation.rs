//! Back-propagation: the gradient of the loss over a mini-batch.
//!
//! The equations are Nielsen's BP1 to BP4 (*Neural Networks and Deep Learning*, chapter 2), with one column per sample.
//! The matrix products are those of `products`: they skip the zeros of an image, and have the same bits everywhere.

use fearless_simd::{Level, Simd, dispatch};
use nalgebra::{DMatrix, DMatrixView, DVector};

use crate::products::Products;
use crate::{ActivationFn, Gradients, InputsView, Layer, Loss, Network};

/// The buffers of [`backpropagate`], reused from one mini-batch to the next.
#[derive(Debug, Clone)]
pub struct Workspace {
    n_samples: usize,
    layers: Vec<LayerWorkspace>,
    gradients: Gradients,
}

/// The buffers of one layer.
///
/// # Shapes
///
/// `(n_outputs, n_samples)` unless noted otherwise: each column is a sample.
#[derive(Debug, Clone)]
struct LayerWorkspace {
    pre_activations: DMatrix<f32>,
    activations: DMatrix<f32>,
    /// `dC/dz`.
    deltas: DMatrix<f32>,
    /// `(n_inputs, n_outputs)`; empty for the first layer, which passes nothing back.
    weights_transposed: DMatrix<f32>,
    /// `n_inputs` zeros; none for the first layer.
    zeros: Vec<f32>,
    /// The products with the weights and the inputs.
    forward: Products,
    /// The product with the transposed weights and the deltas.
    backward: Products,
}

impl Workspace {
    /// Creates buffers for the network; those that depend on the mini-batch are allocated by the first one.
    pub fn for_network(network: &Network) -> Self {
        Self::new(network, 0)
    }

    /// The gradients that [`backpropagate`] computed, summed over the samples.
    pub fn gradients(&self) -> &Gradients {
        &self.gradients
    }

    /// Like [`gradients`](Self::gradients), but mutable, so that you can add to them.
    pub fn gradients_mut(&mut self) -> &mut Gradients {
        &mut self.gradients
    }

    /// The pre-activations of a layer for the last mini-batch, `(n_outputs, n_samples)`; 0 is the first one after the input.
    ///
    /// # Panics
    ///
    /// If there is no such layer.
    pub fn pre_activations(&self, layer_idx: usize) -> &DMatrix<f32> {
        &self.layers[layer_idx].pre_activations
    }

    /// The activations of a layer for the last mini-batch, `(n_outputs, n_samples)`; 0 is the first one after the input.
    ///
    /// # Panics
    ///
    /// If there is no such layer.
    pub fn activations(&self, layer_idx: usize) -> &DMatrix<f32> {
        &self.layers[layer_idx].activations
    }

    /// The outputs for the last mini-batch, `(n_outputs, n_samples)`.
    pub fn outputs(&self) -> &DMatrix<f32> {
        self.activations(self.layers.len() - 1)
    }

    fn new(network: &Network, n_samples: usize) -> Self {
        let layers = network.layers().iter().enumerate().map(|(layer_idx, layer)| {
            let n_passed_back = if layer_idx == 0 { 0 } else { layer.n_inputs() };
            let of_samples = DMatrix::zeros(layer.n_outputs(), n_samples);
            LayerWorkspace {
                pre_activations: of_samples.clone(),
                activations: of_samples.clone(),
                deltas: of_samples,
                weights_transposed: DMatrix::zeros(n_passed_back, layer.n_outputs()),
                zeros: vec![0.0; n_passed_back],
                forward: Products::default(),
                backward: Products::default(),
            }
        });
        Workspace { n_samples, layers: layers.collect(), gradients: Gradients::zeros(network) }
    }
}

/// Computes the gradient of the loss over a mini-batch, stores it in the workspace, and returns the loss.
///
/// Both are sums over the samples. Once the workspace has seen a mini-batch of this size, nothing is allocated.
///
/// # Shapes
///
/// `inputs` have `n_inputs` numbers a sample, `targets` is `(n_outputs, n_samples)`: each column is a sample.
///
/// # Panics
///
/// If the inputs or targets have the wrong shape, or if the loss does not [suit](Loss::check) the network's outputs.
pub fn backpropagate(
    network: &Network,
    inputs: InputsView<'_>,
    targets: DMatrixView<'_, f32>,
    loss: Loss,
    workspace: &mut Workspace,
) -> f32 {
    // Not `assert_eq!`, which would bring the code to print the numbers into the program.
    assert!(
        targets.shape() == (network.n_outputs(), inputs.n_samples()),
        "the targets must have the shape of the outputs"
    );
    assert!(loss.check(network).is_ok(), "the loss must suit the network's outputs");
    activate(network, inputs, workspace);
    dispatch!(Level::new(), simd => workspace.backpropagate(simd, network, inputs, targets, loss))
}

/// Computes each layer's activations for a mini-batch and leaves them in the workspace, like [`backpropagate`], but no gradient.
///
/// # Panics
///
/// If the inputs have the wrong shape.
#[inline(never)]
pub fn activate(network: &Network, inputs: InputsView<'_>, workspace: &mut Workspace) {
    workspace.fit(network, inputs);
    dispatch!(Level::new(), simd => workspace.activate(simd, network, inputs));
}

impl Workspace {
    /// Sees to it that the buffers have the right shapes.
    fn fit(&mut self, network: &Network, inputs: InputsView<'_>) {
        assert!(
            inputs.n_inputs() == network.n_inputs(),
            "there must be a number for each of the network's inputs"
        );
        if self.n_samples != inputs.n_samples() || !self.gradients.fits(network) {
            *self = Workspace::new(network, inputs.n_samples());
        }
    }

    /// The body of [`activate`], which is compiled once for each SIMD level.
    #[inline(always)]
    fn activate(&mut self, simd: impl Simd, network: &Network, inputs: InputsView<'_>) {
        for (layer_idx, layer) in network.layers().iter().enumerate() {
            let (before, here) = self.layers.split_at_mut(layer_idx);
            let inputs = before.last().map_or(inputs, LayerWorkspace::as_inputs);
            here[0].pre_activate(simd, layer, inputs);
            here[0].activate(simd, layer.activation_fn());
        }
    }

    /// The backward pass of [`backpropagate`], which is compiled once for each SIMD level.
    #[inline(always)]
    fn backpropagate(
        &mut self,
        simd: impl Simd,
        network: &Network,
        inputs: InputsView<'_>,
        targets: DMatrixView<'_, f32>,
        loss: Loss,
    ) -> f32 {
        let Workspace { layers: work, gradients, .. } = self;
        let layers = network.layers();
        let output_fn = network.output_activation_fn();
        let sum_of_losses = work[layers.len() - 1].start_backward(simd, loss, output_fn, targets);

        for (layer_idx, layer) in layers.iter().enumerate().rev() {
            let (before, here) = work.split_at_mut(layer_idx);
            let (here, gradients) = (&mut here[0], &mut gradients.layers_mut()[layer_idx]);
            sum_columns(&here.deltas, &mut gradients.biases);
            let inputs = before.last().map_or(inputs, LayerWorkspace::as_inputs);
            here.forward.outer_product(simd, &here.deltas, inputs, gradients);
            if let Some(before) = before.last_mut() {
                here.pass_back(simd, layer, layers[layer_idx - 1].activation_fn(), before);
            }
        }
        sum_of_losses
    }
}

/// `dC/db`, the sum of the samples' deltas (BP3).
#[inline(always)]
fn sum_columns(deltas: &DMatrix<f32>, gradient: &mut DVector<f32>) {
    let sums = gradient.as_mut_slice();
    sums.fill(0.0);
    for delta in deltas.as_slice().chunks_exact(sums.len()) {
        for (sum, delta) in sums.iter_mut().zip(delta) {
            *sum += delta;
        }
    }
}

impl LayerWorkspace {
    /// The activations as the inputs of the next layer.
    fn as_inputs(&self) -> InputsView<'_> {
        InputsView::dense(self.activations.nrows(), self.activations.as_slice())
    }

    /// `Z = W X + b`.
    #[inline(always)]
    fn pre_activate<S: Simd>(&mut self, simd: S, layer: &Layer, inputs: InputsView<'_>) {
        let biases = layer.biases().as_slice();
        self.forward.multiply(simd, layer.weights(), biases, inputs, &mut self.pre_activations);
    }

    /// `A = f(Z)`.
    #[inline(always)]
    fn activate<S: Simd>(&mut self, simd: S, activation_fn: ActivationFn) {
        let n_together = self.n_together(activation_fn);
        let columns = self.pre_activations.as_slice().chunks_exact(n_together);
        for (z, a) in columns.zip(self.activations.as_mut_slice().chunks_exact_mut(n_together)) {
            activation_fn.apply_to_layer(simd, z, a);
        }
    }

    /// Computes the last layer's deltas (BP1) and returns the sum of the samples' losses.
    #[inline(always)]
    fn start_backward<S: Simd>(
        &mut self,
        simd: S,
        loss: Loss,
        activation_fn: ActivationFn,
        targets: DMatrixView<'_, f32>,
    ) -> f32 {
        let n_together = self.n_together(activation_fn);
        let deltas = self.deltas.as_mut_slice();
        for (delta, y) in deltas.chunks_exact_mut(targets.nrows()).zip(targets.column_iter()) {
            delta.copy_from_slice(y.as_slice());
        }
        let z = self.pre_activations.as_slice().chunks_exact(n_together);
        let a = self.activations.as_slice().chunks_exact(n_together);
        let mut sum_of_losses = 0.0;
        for ((z, a), y) in z.zip(a).zip(deltas.chunks_exact_mut(n_together)) {
            sum_of_losses += loss.value(activation_fn, z, a, y);
            loss.delta(simd, activation_fn, a, y);
        }
        sum_of_losses
    }

    /// `delta_before = (W^T delta) * f'(z_before)` (BP2), where `W` holds the weights of this layer.
    #[inline(always)]
    fn pass_back<S: Simd>(
        &mut self,
        simd: S,
        layer: &Layer,
        activation_fn_before: ActivationFn,
        before: &mut LayerWorkspace,
    ) {
        layer.weights().transpose_to(&mut self.weights_transposed);
        let weights = &self.weights_transposed;
        let deltas = InputsView::dense(self.deltas.nrows(), self.deltas.as_slice());
        self.backward.multiply(simd, weights, &self.zeros, deltas, &mut before.deltas);
        activation_fn_before.backward(simd, before.activations.as_slice(), before.deltas.as_mut_slice());
    }

    /// How many numbers the activation function must process together: softmax one sample's, the others any number.
    #[inline(always)]
    fn n_together(&self, activation_fn: ActivationFn) -> usize {
        match activation_fn {
            ActivationFn::Softmax => self.activations.nrows(),
            _ => self.activations.len().max(1),
        }
    }
}
