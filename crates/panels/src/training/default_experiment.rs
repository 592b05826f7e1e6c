//! The experiment that the panel begins with: the network of the story on the built-in handwriting, with settings that
//! learn it in a moment.

use digits::Preprocessing;
use digits::synthetic::Ways;
use learning::{DataRecipe, Experiment, InitialNetwork, Recipe, Schedule};
use nn::{ActivationFn, Loss, UpdateRule};

/// The experiment that the panel begins with.
pub(super) fn default_experiment() -> Experiment {
    Experiment {
        network: InitialNetwork {
            hidden: vec![16, 16],
            hidden_fn: ActivationFn::Sigmoid,
            output_fn: ActivationFn::Sigmoid,
            spread: 1.0,
            seed: 1,
        },
        data: DataRecipe {
            ways: Ways::all(),
            n_drawings: 6_000,
            wrong_labels: 0.0,
            noise: 0.0,
            off_centre: 0.0,
            preprocessing: Preprocessing::all(),
            seed: 1,
        },
        training: Recipe {
            loss: Loss::CrossEntropy,
            update_rule: UpdateRule::Sgd { momentum: 0.0 },
            learning_rate: 1.0,
            schedule: Schedule::Constant,
            mini_batch: 10,
            n_epochs: 10,
            weight_decay: 0.0,
            averaging: 0.0,
        },
    }
}
