//! A plain feed-forward neural network: layers, the forward pass, backpropagation, optimisers and
//! attribution.
//!
//! The crate knows vectors and matrices; it knows nothing about ink, images, files or browsers. It builds natively and
//! for `wasm32-unknown-unknown`. It never reads a clock, and everything random takes a seed.
//!
//! ```
//! use nn::{
//!     ActivationFn, DMatrix, ForwardPass, Inputs, Loss, Network, Optimiser, UpdateRule, Workspace, backpropagate,
//! };
//!
//! // Two inputs, four hidden neurons and one output, to learn "exclusive or".
//! let mut network = Network::random(&[2, 4, 1], ActivationFn::Tanh, ActivationFn::Sigmoid, 1)?;
//! let mut optimiser = Optimiser::new(UpdateRule::ADAM);
//! let mut workspace = Workspace::for_network(&network);
//!
//! // A mini-batch of four samples, one per column.
//! let inputs = DMatrix::from_column_slice(2, 4, &[0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
//! let inputs = Inputs::from_columns(inputs.as_view());
//! let targets = DMatrix::from_column_slice(1, 4, &[0.0, 1.0, 1.0, 0.0]);
//! for _ in 0..500 {
//!     backpropagate(&network, inputs.as_view(), targets.as_view(), Loss::CrossEntropy, &mut workspace);
//!     optimiser.step(&mut network, workspace.gradients(), 4, 0.05);
//! }
//!
//! let mut pass = ForwardPass::for_network(&network);
//! network.forward(&[1.0, 0.0], &mut pass);
//! assert!(pass.output()[0] > 0.9);
//! network.forward(&[1.0, 1.0], &mut pass);
//! assert!(pass.output()[0] < 0.1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Conventions
//!
//! Weights are stored as `weights[(to, from)]`. `layer_idx` 0 is the first layer after the inputs, which are not a layer
//! themselves. `z = W a + b` is the *pre-activation*, `a = f(z)` the *activation*, and `delta = dC/dz`. In a mini-batch,
//! each column is a sample. All numbers are `f32`.
//!
//! The same network gives the same outputs on every platform, and the same training steps lead to the same network, bit for
//! bit: the crate has its own exponential and its own matrix products, and neither fuses nor reorders floating-point
//! operations. The value of a cross-entropy loss alone may differ in its last bit, because its logarithm is the platform's.
//!
//! # Sources
//!
//! - M. Nielsen, *Neural Networks and Deep Learning* (2015), chapters 1 to 3: the notation, backpropagation,
//!   cross-entropy.
//! - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning applied to document recognition* (1998):
//!   MNIST and its networks.
//! - X. Glorot, Y. Bengio, *Understanding the difficulty of training deep feedforward neural networks* (2010), and
//!   K. He et al., *Delving deep into rectifiers* (2015): the range of the initial weights.
//! - A. Shrikumar, P. Greenside, A. Kundaje, *Learning important features through propagating activation differences*
//!   (2017): how much each input contributed.
//! - D. Kingma, J. Ba, *Adam: a method for stochastic optimization* (2015); I. Loshchilov, F. Hutter, *Decoupled weight
//!   decay regularization* (2019).

mod activation;
mod aligned;
mod attribution;
mod backpropagation;
mod columns;
mod error;
mod exp;
mod forward;
mod gradients;
mod init;
mod inputs;
mod lanes;
mod layer;
mod loss;
mod network;
mod optimiser;
mod panel;
mod plain_loop;
mod products;

pub use activation::ActivationFn;
pub use backpropagation::{Workspace, activate, backpropagate};
pub use error::NetworkError;
pub use forward::ForwardPass;
pub use gradients::{Gradients, LayerGradients};
pub use inputs::{Inputs, InputsView, Sample};
pub use layer::Layer;
pub use loss::{Loss, UnsuitableLoss};
pub use nalgebra::{DMatrix, DMatrixView, DVector};
pub use network::Network;
pub use optimiser::{Optimiser, UpdateRule};
pub use plain_loop::PlainLoop;
