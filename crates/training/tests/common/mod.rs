//! An experiment for the tests of several files.

use digits::Preprocessing;
use learning::{DataRecipe, Experiment, InitialNetwork, Recipe};
use nn::{ActivationFn, UpdateRule};

/// A small network and few drawings.
pub(crate) fn experiment() -> Experiment {
    Experiment {
        network: InitialNetwork {
            hidden: vec![8],
            output_fn: ActivationFn::Softmax,
            ..InitialNetwork::default()
        },
        data: DataRecipe { n_drawings: 100, preprocessing: Preprocessing::mnist(), ..DataRecipe::default() },
        training: Recipe {
            update_rule: UpdateRule::ADAM,
            learning_rate: 0.01,
            mini_batch: 20,
            n_epochs: 2,
            ..Recipe::default()
        },
    }
}
