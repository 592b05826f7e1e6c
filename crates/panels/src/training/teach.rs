//! Teaching the network in use your own handwriting: a run that starts with it as it is, on your own drawings mixed with
//! the built-in handwriting, so that it does not forget what it knows.

use app::state::Core;
use learning::{DataRecipe, Experiment, InitialNetwork, Mix, Recipe};
use nn::{Loss, UpdateRule};

use crate::training::field::rate_at;
use crate::training::msg::Effect;
use crate::training::state::Training;

/// Networks with more weights and biases than this are taught in fewer steps, so that it takes no longer.
const LARGE: usize = 50_000;

impl Training {
    /// Starts to teach the network in use.
    pub(super) fn teach(&mut self, core: &Core, out: &mut Vec<Effect>) {
        let Some(model) = core.model().filter(|_| self.own.n_missing() == 0) else { return };
        let Some(network) = InitialNetwork::of(&model.network) else {
            self.stop(out);
            self.fail("its hidden layers have different activation functions");
            return;
        };
        let is_large = model.network.n_parameters() > LARGE;
        let losses = [Loss::CrossEntropy, Loss::Quadratic];
        let loss = losses.into_iter().find(|loss| loss.check(&model.network).is_ok());
        let experiment = Experiment {
            network,
            data: DataRecipe {
                mix: Mix { weights: [1.0, 0.0, 1.0] },
                n_drawings: 3_000,
                preprocessing: model.preprocessing.clone(),
                ..DataRecipe::default()
            },
            training: Recipe {
                loss: loss.unwrap_or(Loss::Quadratic),
                update_rule: UpdateRule::ADAM,
                learning_rate: rate_at(if is_large { -3.3 } else { -2.7 }),
                mini_batch: 32,
                n_epochs: if is_large { 2 } else { 10 },
                ..Recipe::default()
            },
        };
        self.begin(experiment, out);
    }

    /// Runs another experiment. If it teaches a network, one can go back to the experiment before.
    pub(super) fn begin(&mut self, experiment: Experiment, out: &mut Vec<Effect>) {
        let before = std::mem::replace(&mut self.experiment, experiment);
        if self.experiment.network.parameters.is_some() {
            // Taught twice, it still is the experiment before the first time that one goes back to.
            self.from_scratch.get_or_insert(Box::new(before));
        }
        self.start(out);
    }

    /// Goes back to the experiment before the network was taught.
    pub(super) fn train_from_scratch(&mut self, out: &mut Vec<Effect>) {
        if let Some(experiment) = self.from_scratch.take() {
            self.experiment = *experiment;
            self.start(out);
        }
    }
}
