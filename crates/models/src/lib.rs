//! Networks that read digits: the model, its files, the foreign formats, the shipped models, and the one rule that
//! turns ten outputs into an answer.
//!
//! The crate builds natively and for `wasm32-unknown-unknown`. It works on bytes and opens no file.
//!
//! ```
//! use digits::Preprocessing;
//! use models::{Answer, Model};
//! use nn::{ActivationFn, ForwardPass, Network};
//!
//! let network = Network::random(&[784, 16, 10], ActivationFn::Sigmoid, ActivationFn::Sigmoid, 1)?;
//! let model = Model::new("small", "An untrained network", network, Preprocessing::mnist())?;
//! let read = models::read_model(model.to_json().as_bytes(), "small.json")?;
//! assert_eq!(read.model, model);
//!
//! let mut pass = ForwardPass::for_network(&model.network);
//! model.network.forward(&[0.5; 784], &mut pass);
//! assert!(Answer::from_outputs(pass.output(), model.rejection_threshold).is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod error;
mod foreign;
mod limits;
mod model;
mod model_file;
mod packed;
mod parser_message;
mod shipped;
mod source;
mod thousands;

pub use answer::{Answer, NoUsableNumbers, strongest};
pub use error::ModelError;
pub use foreign::{FieldProblem, ModelFormat, ReadModel, ReadModelError, read_model};
pub use limits::{MAX_HIDDEN_LAYERS, MAX_MODEL_BYTES, MAX_NEURONS, MAX_PARAMETERS, N_DIGITS};
pub use model::{Evaluation, Model, TrainingRecord};
pub use model_file::ModelFileError;
pub use packed::PackedError;
pub use shipped::{SHIPPED, Shipped};
pub use source::{ModelSource, OWN};
pub use thousands::thousands;
