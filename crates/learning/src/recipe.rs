//! The recipe: all settings of a training run apart from the network and the data.

use nn::{Loss, UpdateRule};

use crate::Schedule;

/// How to train a network.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// The loss function.
    pub loss: Loss,
    /// The optimiser's update rule.
    pub update_rule: UpdateRule,
    /// The peak learning rate.
    pub learning_rate: f32,
    /// How the learning rate changes over the run.
    pub schedule: Schedule,
    /// The number of samples in a mini-batch, at least 1.
    pub mini_batch: usize,
    /// The number of epochs.
    pub n_epochs: u32,
    /// The weight decay of the first layer, relative to the learning rate. See [`Learner::new`](crate::Learner::new).
    pub weight_decay: f32,
    /// The decay rate of the weights' moving average. See [`Averaging::new`](crate::Averaging::new).
    pub averaging: f32,
}

impl Default for Recipe {
    fn default() -> Self {
        Recipe {
            loss: Loss::CrossEntropy,
            update_rule: UpdateRule::SGD,
            learning_rate: 1.0,
            schedule: Schedule::Constant,
            mini_batch: 10,
            n_epochs: 10,
            weight_decay: 0.0,
            averaging: 0.0,
        }
    }
}
