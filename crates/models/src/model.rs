//! A network that reads digits, with the steps from ink to image that it was trained with and what is known of it.

use digits::Preprocessing;
use nn::{ActivationFn, Network};

use crate::ModelError;
use crate::limits::{check_sizes, check_text};

/// A model that reads digits: 784 inputs, 10 outputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// A short name, as in a URL: `vanilla`.
    pub name: String,
    /// A name for people: `784-16-16-10, sigmoid`.
    pub title: String,
    /// The network.
    pub network: Network,
    /// The steps from ink to the network's inputs.
    pub preprocessing: Preprocessing,
    /// Where the strongest output is below this, from 0 to 1, the answer is "not sure"; without it there is always an
    /// answer (C. K. Chow, On optimum recognition error and reject tradeoff, 1970).
    pub rejection_threshold: Option<f32>,
    /// How it was trained, as far as its file says.
    pub training: TrainingRecord,
    /// How well it does, as far as its file says.
    pub evaluation: Evaluation,
    /// Whether its file does not name its activation functions, so that ReLU and, for the outputs, softmax were taken.
    pub has_assumed_functions: bool,
}

/// How a network was trained. Every field may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrainingRecord {
    /// The data, in words.
    pub data: Option<String>,
    /// The seed of everything random.
    pub seed: Option<u64>,
    /// Passes over the data.
    pub epochs: Option<u32>,
    /// The command that made the file.
    pub command: Option<String>,
}

/// How well a network does. Every field may be missing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evaluation {
    /// The share of MNIST's 10,000 test images read right, 0 to 1.
    pub mnist_test_accuracy: Option<f64>,
    /// The share of the held-out writers' pen digits read right, 0 to 1.
    pub pen_validation_accuracy: Option<f64>,
    /// The share of synthetic digits read right, 0 to 1.
    pub synthetic_accuracy: Option<f64>,
    /// How far confidence is from the share read right, on MNIST's test images: the expected calibration error, 0 to 1.
    pub mnist_calibration_error: Option<f64>,
    /// The same on the held-out writers' pen digits.
    pub pen_calibration_error: Option<f64>,
    /// The share of drawings that are no digits to which the answer is "not sure", 0 to 1.
    pub non_digits_refused: Option<f64>,
    /// The number of weights and biases.
    pub parameters: Option<usize>,
}

impl Model {
    /// Whether the outputs can be read as probabilities: they add up to 1, and how far they are from the share read right
    /// was measured. Independent outputs, such as sigmoids, are no shares of a whole.
    pub fn has_probabilities(&self) -> bool {
        let Evaluation { mnist_calibration_error, pen_calibration_error, .. } = self.evaluation;
        self.network.output_activation_fn() == ActivationFn::Softmax
            && mnist_calibration_error.or(pen_calibration_error).is_some()
    }

    /// A model of which nothing is known but its network and how it sees ink.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if the network does not read digits or is too large, or a name cannot be one.
    pub fn new(
        name: impl Into<String>,
        title: impl Into<String>,
        network: Network,
        preprocessing: Preprocessing,
    ) -> Result<Model, ModelError> {
        let (name, title) = (name.into(), title.into());
        check_text("name", &name)?;
        check_text("title", &title)?;
        check_sizes(&network.sizes())?;
        Ok(Model {
            name,
            title,
            network,
            preprocessing,
            rejection_threshold: None,
            training: TrainingRecord::default(),
            evaluation: Evaluation::default(),
            has_assumed_functions: false,
        })
    }

    /// Its layers as people write them: `784-16-16-10`.
    pub fn shape(&self) -> String {
        let sizes: Vec<String> = self.network.sizes().iter().map(usize::to_string).collect();
        sizes.join("-")
    }
}

#[cfg(test)]
mod tests {
    use nn::ActivationFn::Sigmoid;

    use super::*;

    #[test]
    fn only_a_network_that_reads_digits_is_a_model() {
        let check = |sizes: &[usize], expected| {
            let network = Network::random(sizes, Sigmoid, Sigmoid, 1).expect("a network");
            let model = Model::new("name", "title", network, Preprocessing::none());
            assert_eq!(model.map(|model| model.shape()), expected, "{sizes:?}");
        };
        check(&[784, 4, 10], Ok("784-4-10".to_owned()));
        check(&[783, 4, 10], Err(ModelError::InputCount { found: 783 }));
        check(&[784, 4, 11], Err(ModelError::OutputCount { found: 11 }));
        check(&[784, 10], Err(ModelError::HiddenLayers { found: 0 }));
        check(&[784, 1025, 10], Err(ModelError::NeuronCount { layer_idx: 0, found: 1025 }));
    }
}
