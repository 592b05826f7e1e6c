//! An experiment: everything that determines a training run, as plain data.

use models::thousands;
use nn::{Network, UnsuitableLoss, UpdateRule};
use thiserror::Error;

use crate::drawings::MAX_DRAWINGS;
use crate::{DataRecipe, InitialNetwork, InitialNetworkError, Recipe};

/// The most weights and biases a network in an experiment may have: the films of larger ones would have too few frames.
const MAX_PARAMETERS: usize = 300_000;
/// The most samples in a mini-batch.
const MAX_MINI_BATCH: usize = 1_000;
/// The most epochs.
const MAX_EPOCHS: u32 = 1_000;

/// What to start from, what to train on, and how. The same experiment gives the same run. By default it is the network of
/// two hidden layers of 16 on the built-in handwriting, with settings that it learns to read by in a moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Experiment {
    /// The network before its first step.
    pub network: InitialNetwork,
    /// The data.
    pub data: DataRecipe,
    /// The training.
    pub training: Recipe,
}

/// Why an experiment cannot be run.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ExperimentError {
    /// There is no such network.
    #[error(transparent)]
    Network(#[from] InitialNetworkError),
    /// The network is too large.
    #[error("the network has {} weights and biases; the limit is {}", thousands(*.found), thousands(MAX_PARAMETERS))]
    TooManyParameters {
        /// How many it has.
        found: usize,
    },
    /// The loss function does not suit the network's outputs.
    #[error(transparent)]
    Loss(#[from] UnsuitableLoss),
    /// A setting is out of range.
    #[error("{name} must be {range}")]
    OutOfRange {
        /// The setting.
        name: &'static str,
        /// What it must be.
        range: &'static str,
    },
}

impl Experiment {
    /// Checks every setting, and draws the network to start with.
    ///
    /// # Errors
    ///
    /// [`ExperimentError`] says which setting is wrong.
    pub fn start(&self) -> Result<Network, ExperimentError> {
        check_training(&self.training)?;
        self.data.check()?;
        let network = self.network.network()?;
        if network.n_parameters() > MAX_PARAMETERS {
            return Err(ExperimentError::TooManyParameters { found: network.n_parameters() });
        }
        self.training.loss.check(&network)?;
        Ok(network)
    }
}

fn check(is_in_range: bool, name: &'static str, range: &'static str) -> Result<(), ExperimentError> {
    if is_in_range { Ok(()) } else { Err(ExperimentError::OutOfRange { name, range }) }
}

fn check_training(recipe: &Recipe) -> Result<(), ExperimentError> {
    let is_fraction = |number| (0.0..1.0).contains(&number);
    const FRACTION: &str = "at least 0 and less than 1";
    check(recipe.learning_rate.is_finite() && recipe.learning_rate > 0.0, "the learning rate", "above 0")?;
    check((1..=MAX_MINI_BATCH).contains(&recipe.mini_batch), "the mini-batch size", "1 to 1,000")?;
    check((1..=MAX_EPOCHS).contains(&recipe.n_epochs), "the number of epochs", "1 to 1,000")?;
    check(is_fraction(recipe.weight_decay), "the weight decay", FRACTION)?;
    check(is_fraction(recipe.averaging), "the averaging", FRACTION)?;
    match recipe.update_rule {
        UpdateRule::Sgd { momentum } => check(is_fraction(momentum), "the momentum", FRACTION),
        UpdateRule::Adam { beta_1, beta_2, epsilon } => {
            check(is_fraction(beta_1) && is_fraction(beta_2), "each decay rate of Adam", FRACTION)?;
            check(is_fraction(epsilon), "Adam's epsilon", FRACTION)
        }
    }
}

impl DataRecipe {
    /// Checks every setting.
    ///
    /// # Errors
    ///
    /// [`ExperimentError`] says which setting is wrong.
    pub fn check(&self) -> Result<(), ExperimentError> {
        let is_share = |number| (0.0..=1.0).contains(&number);
        let is_weight = |weight: &f32| (0.0..=1e6).contains(weight);
        check(self.mix.weights.iter().all(is_weight), "each source's weight", "0 to 1,000,000")?;
        check(self.ways.digits().next().is_some(), "the number of digits to learn", "at least 1")?;
        check((1..=MAX_DRAWINGS).contains(&self.n_drawings), "the number of drawings", "1 to 60,000")?;
        check(is_share(self.wrong_labels), "the share of wrong labels", "0 to 1")?;
        check(is_share(self.noise), "the share of noise", "0 to 1")?;
        check((0.0..=14.0).contains(&self.off_centre), "the shift off centre", "0 to 14 pixels")
    }
}

#[cfg(test)]
mod tests {
    use digits::synthetic::Ways;
    use nn::ActivationFn;

    use super::Experiment;
    use crate::test_support::experiment;

    fn check(change: impl Fn(&mut Experiment), expected: &str) {
        let mut changed = experiment();
        change(&mut changed);
        assert_eq!(changed.start().unwrap_err().to_string(), expected);
    }

    #[test]
    fn an_experiment_starts_with_its_network() {
        let experiment = experiment();
        assert_eq!(experiment.start(), Ok(experiment.network.network().unwrap()));
    }

    #[test]
    fn each_setting_out_of_range_is_named() {
        check(|e| e.training.learning_rate = 0.0, "the learning rate must be above 0");
        check(|e| e.training.learning_rate = f32::NAN, "the learning rate must be above 0");
        check(|e| e.training.mini_batch = 0, "the mini-batch size must be 1 to 1,000");
        check(|e| e.training.n_epochs = 0, "the number of epochs must be 1 to 1,000");
        check(|e| e.training.weight_decay = 1.0, "the weight decay must be at least 0 and less than 1");
        check(|e| e.data.n_drawings = 0, "the number of drawings must be 1 to 60,000");
        check(|e| e.data.ways = Ways::from_bits([0; 10]), "the number of digits to learn must be at least 1");
        check(|e| e.data.noise = -0.1, "the share of noise must be 0 to 1");
        check(|e| e.data.off_centre = f32::INFINITY, "the shift off centre must be 0 to 14 pixels");
        check(
            |e| e.network.hidden = vec![1000],
            "the network has 795,010 weights and biases; the limit is 300,000",
        );
        check(
            |e| e.network.output_fn = ActivationFn::Relu,
            "cross-entropy loss needs outputs that are probabilities (sigmoid or softmax), not relu",
        );
    }
}
