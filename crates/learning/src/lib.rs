//! Training a network that reads digits: a run is a value that whoever holds it advances in slices.
//!
//! `inkling train` and the page run this one loop. It has no thread, clock, file or browser of its own: the caller decides how
//! many steps to take at a time, [supplies threads](Parallel) if it has any, and looks at the run between two slices.
//!
//! ```
//! use digits::augment::Augmentation;
//! use digits::{Pen, Preprocessing};
//! use learning::{Recipe, Sample, Schedule, Sequential, Source, Targets, TrainingRun, TrainingSet};
//! use nn::{ActivationFn, Loss, Network, UpdateRule};
//!
//! // Synthetic digits, 20 of each in an epoch.
//! let sample = |digit| Sample { source: Source::Synthetic(digit), label: Some(digit), weight: 20.0 };
//! let data = TrainingSet {
//!     samples: (0..10).map(sample).collect(),
//!     preprocessing: Preprocessing::mnist(),
//!     image_augmentation: Augmentation::default(),
//!     ink_augmentation: Augmentation::default(),
//!     pen: Pen::STANDARD,
//!     targets: Targets::default(),
//!     seed: 1,
//! };
//! let recipe = Recipe {
//!     loss: Loss::CrossEntropy,
//!     update_rule: UpdateRule::ADAM,
//!     learning_rate: 0.02,
//!     schedule: Schedule::Cosine,
//!     mini_batch: 20,
//!     n_epochs: 3,
//!     weight_decay: 0.0,
//!     averaging: 0.0,
//! };
//! let network = Network::random(&[784, 16, 10], ActivationFn::Sigmoid, ActivationFn::Softmax, 1)?;
//!
//! let mut run = TrainingRun::new(network, data, recipe)?;
//! let mut losses = Vec::new();
//! while !run.is_complete() {
//!     if let Some(epoch_end) = run.advance(4, &Sequential)? {
//!         losses.push(epoch_end.loss);
//!     }
//! }
//! assert_eq!(losses.len(), 3);
//! assert!(losses[2] < losses[0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An [`Experiment`] describes a whole run of the built-in handwriting as plain data, and a [`Recording`] hands out the frames of
//! its [`Film`].
//!
//! What follows a run is here as well: [`calibrate()`] and [`zero_input_weights`].
//!
//! The same network, data and recipe give the same trained network, bit for bit, in a native program and in WebAssembly. Data
//! that are made on the way, synthetic or augmented drawings, may differ in a last bit between platforms, whose own sines and
//! logarithms draw them; `tests/determinism.rs` checks both.

mod averaging;
mod calibrate;
mod data;
mod diagnosis;
mod drawings;
mod experiment;
mod film;
mod image_set;
mod initial_network;
mod input_usage;
mod learner;
mod measures;
mod mini_batch;
mod mix;
mod nearest;
mod parallel;
mod parameters;
mod recipe;
mod recording;
mod run;
mod schedule;
mod targets;
#[cfg(test)]
mod test_support;
mod training_set;

pub use averaging::Averaging;
pub use calibrate::calibrate;
pub use data::TrainingData;
pub use diagnosis::{Diagnosis, StuckNeurons};
pub use drawings::{DataRecipe, DrawingMaker, MAX_DRAWINGS, N_HELD_OUT, SplitData};
pub use experiment::{Experiment, ExperimentError};
pub use film::{Film, Frame, WrongShape};
pub use image_set::ImageSet;
pub use initial_network::{InitialNetwork, InitialNetworkError};
pub use input_usage::{InputUsage, zero_input_weights};
pub use learner::Learner;
pub use measures::{LayerMeasures, Measures, N_ACTIVATION_BINS, N_GRADIENT_BINS, Score};
pub use mini_batch::MiniBatch;
pub use mix::{Collections, ImageSource, Mix, N_SOURCES};
pub use nearest::NearestImages;
pub use parallel::{Parallel, Sequential};
pub use parameters::parameters;
pub use recipe::Recipe;
pub use recording::{End, Recording};
pub use run::{Diverged, EpochEnd, TrainingRun};
pub use schedule::Schedule;
pub use targets::Targets;
pub use training_set::{Sample, Source, TrainingSet};
