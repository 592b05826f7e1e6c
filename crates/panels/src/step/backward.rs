//! A drawing's forward and backward pass, and the network after the step. All numbers are those of `nn`.

use nn::{ActivationFn, DMatrix, ForwardPass, Gradients, Inputs, Loss, Network, Workspace, backpropagate};

/// What backpropagation says about one drawing.
#[derive(Clone, Debug)]
pub(crate) struct Backward {
    /// The digit that it should be read as.
    pub(crate) digit: usize,
    /// The loss function.
    pub(crate) loss_fn: Loss,
    /// The forward pass.
    pub(crate) pass: ForwardPass,
    /// The loss.
    pub(crate) loss: f32,
    gradients: Gradients,
}

/// The network after the step, and what it makes of the same drawing.
#[derive(Clone, Debug)]
pub(crate) struct After {
    /// The network.
    pub(crate) network: Network,
    /// Its outputs.
    pub(crate) outputs: Vec<f32>,
    /// Its loss.
    pub(crate) loss: f32,
}

/// The loss function that suits the outputs: cross-entropy if they can be read as probabilities.
pub(super) fn loss_fn(network: &Network) -> Loss {
    match Loss::CrossEntropy.check(network) {
        Ok(()) => Loss::CrossEntropy,
        Err(_) => Loss::Quadratic,
    }
}

/// 1 for the digit, 0 for the others.
fn target(network: &Network, digit: usize) -> DMatrix<f32> {
    DMatrix::from_fn(network.n_outputs(), 1, |output, _| f32::from(u8::from(output == digit)))
}

/// The loss of a drawing that should be read as `digit`; `pass` is overwritten.
pub(super) fn loss(network: &Network, pixels: &[f32], digit: usize, pass: &mut ForwardPass) -> f32 {
    network.forward(pixels, pass);
    let z = pass.pre_activations(network.layers().len() - 1);
    loss_fn(network).value(
        network.output_activation_fn(),
        z,
        pass.output(),
        target(network, digit).as_slice(),
    )
}

impl Backward {
    /// Sends a drawing forward and its error back.
    pub(super) fn new(network: &Network, pixels: &[f32], digit: usize) -> Backward {
        let mut pass = ForwardPass::for_network(network);
        let loss = loss(network, pixels, digit, &mut pass);
        let (loss_fn, target) = (loss_fn(network), target(network, digit));
        let mut workspace = Workspace::for_network(network);
        let mut inputs = Inputs::new(pixels.len());
        inputs.push(pixels);
        backpropagate(network, inputs.as_view(), target.as_view(), loss_fn, &mut workspace);
        Backward { digit, loss_fn, pass, loss, gradients: workspace.gradients().clone() }
    }

    /// The number of layers.
    pub(crate) fn n_layers(&self) -> usize {
        self.gradients.layers().len()
    }

    /// The errors of a layer. With a single drawing they are the gradients of its biases (BP3).
    pub(crate) fn deltas(&self, layer_idx: usize) -> &[f32] {
        self.gradients.layers()[layer_idx].biases().as_slice()
    }

    /// The gradients of a layer's weights, `(to, from)`.
    pub(crate) fn gradients(&self, layer_idx: usize) -> &DMatrix<f32> {
        self.gradients.layers()[layer_idx].weights()
    }

    /// What an output should be.
    pub(crate) fn target(&self, output: usize) -> f32 {
        f32::from(u8::from(output == self.digit))
    }

    /// The network after a step of gradient descent.
    pub(super) fn descend(&self, network: &Network, learning_rate: f32) -> Network {
        let mut after = network.clone();
        for (layer_idx, gradients) in self.gradients.layers().iter().enumerate() {
            let numbers = after.layer_numbers_mut(layer_idx).into_iter().flatten();
            for (number, gradient) in numbers.zip(gradients.weights().iter().chain(gradients.biases())) {
                *number -= learning_rate * gradient;
            }
        }
        after
    }

    /// What a network makes of the same drawing.
    pub(super) fn with(&self, network: Network) -> After {
        let mut pass = ForwardPass::for_network(&network);
        let loss = loss(&network, self.pass.input(), self.digit, &mut pass);
        After { outputs: pass.output().to_vec(), loss, network }
    }
}

/// The slope of the activation function at a neuron's activation: `f'(z)`. Softmax has none of its own.
pub(super) fn slope(function: ActivationFn, a: f32) -> f32 {
    match function {
        ActivationFn::Sigmoid => a * (1.0 - a),
        ActivationFn::Tanh => 1.0 - a * a,
        ActivationFn::Relu => f32::from(u8::from(a > 0.0)),
        ActivationFn::Identity | ActivationFn::Softmax => 1.0,
    }
}
