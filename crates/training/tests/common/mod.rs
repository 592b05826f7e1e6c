//! An experiment for the tests of several files.

use digits::Preprocessing;
use digits::synthetic::Ways;
use learning::{DataRecipe, Experiment, InitialNetwork, Recipe, Schedule};
use nn::{ActivationFn, Loss, UpdateRule};

/// A small network and few drawings.
pub(crate) fn experiment() -> Experiment {
    Experiment {
        network: InitialNetwork {
            hidden: vec![8],
            hidden_fn: ActivationFn::Sigmoid,
            output_fn: ActivationFn::Softmax,
            spread: 1.0,
            seed: 1,
        },
        data: DataRecipe {
            ways: Ways::all(),
            n_drawings: 100,
            wrong_labels: 0.0,
            noise: 0.0,
            off_centre: 0.0,
            preprocessing: Preprocessing::mnist(),
            seed: 1,
        },
        training: Recipe {
            loss: Loss::CrossEntropy,
            update_rule: UpdateRule::ADAM,
            learning_rate: 0.01,
            schedule: Schedule::Constant,
            mini_batch: 20,
            n_epochs: 2,
            weight_decay: 0.0,
            averaging: 0.0,
        },
    }
}
