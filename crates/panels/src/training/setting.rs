//! The settings of an experiment, one by one, as they are changed on the page.

use app::named::Named;
use learning::{Experiment, ImageSource};
use nn::{ActivationFn, Loss, UpdateRule};

/// An optimiser, with the usual numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptimiserKind {
    /// Stochastic gradient descent.
    Sgd,
    /// The same with a momentum of 0.9.
    Momentum,
    /// Adam, with the decay rates of its authors.
    Adam,
}

impl Named for OptimiserKind {
    const NAMES: &'static [(&'static str, Self)] =
        &[("sgd", OptimiserKind::Sgd), ("momentum", OptimiserKind::Momentum), ("adam", OptimiserKind::Adam)];
}

impl OptimiserKind {
    /// Which one follows this rule.
    pub fn of(rule: UpdateRule) -> OptimiserKind {
        match rule {
            UpdateRule::Sgd { momentum: 0.0 } => OptimiserKind::Sgd,
            UpdateRule::Sgd { .. } => OptimiserKind::Momentum,
            UpdateRule::Adam { .. } => OptimiserKind::Adam,
        }
    }

    fn rule(self) -> UpdateRule {
        match self {
            OptimiserKind::Sgd => UpdateRule::SGD,
            OptimiserKind::Momentum => UpdateRule::Sgd { momentum: 0.9 },
            OptimiserKind::Adam => UpdateRule::ADAM,
        }
    }
}

/// A setting with its new value. The experiment's ranges are checked when a run starts.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// The learning rate.
    LearningRate(f32),
    /// The number of samples in a mini-batch.
    MiniBatch(usize),
    /// The number of epochs.
    Epochs(u32),
    /// The optimiser.
    Optimiser(OptimiserKind),
    /// The loss function.
    Loss(Loss),
    /// The spread of the initial weights, relative to the usual one.
    Spread(f32),
    /// The weight decay.
    WeightDecay(f32),
    /// The number of neurons in each hidden layer.
    Hidden(Vec<usize>),
    /// The hidden layers' activation function.
    HiddenFn(ActivationFn),
    /// The outputs' activation function.
    OutputFn(ActivationFn),
    /// The seed of the initial weights.
    Seed(u64),
    /// How much of a source there is in the data, compared with the others.
    Weight(ImageSource, f32),
    /// Whether the ways of writing a digit that have these bits occur in the data.
    Ways(u8, u16, bool),
    /// The number of drawings.
    Drawings(u32),
    /// The share of wrong labels.
    WrongLabels(f32),
    /// The share of noisy pixels.
    Noise(f32),
    /// The largest shift off centre, in pixels.
    OffCentre(f32),
}

impl Setting {
    /// Changes the experiment.
    pub(super) fn apply(self, experiment: &mut Experiment) {
        let Experiment { network, data, training } = experiment;
        let is_of_start = matches!(
            self,
            Setting::Spread(_)
                | Setting::Hidden(_)
                | Setting::HiddenFn(_)
                | Setting::OutputFn(_)
                | Setting::Seed(_)
        );
        if is_of_start {
            // Of a network as it is, none of these can be set.
            network.parameters = None;
        }
        match self {
            Setting::Weight(source, weight) => data.mix.weights[source as usize] = weight,
            Setting::LearningRate(rate) => training.learning_rate = rate,
            Setting::MiniBatch(size) => training.mini_batch = size,
            Setting::Epochs(n_epochs) => training.n_epochs = n_epochs,
            Setting::Optimiser(optimiser) => training.update_rule = optimiser.rule(),
            Setting::Loss(loss) => training.loss = loss,
            Setting::Spread(spread) => network.spread = spread,
            Setting::WeightDecay(decay) => training.weight_decay = decay,
            Setting::Hidden(hidden) => network.hidden = hidden,
            Setting::HiddenFn(function) => network.hidden_fn = function,
            Setting::OutputFn(function) => network.output_fn = function,
            Setting::Seed(seed) => network.seed = seed,
            Setting::Ways(digit, bits, occur) => data.ways = data.ways.with(digit, bits, occur),
            Setting::Drawings(n_drawings) => data.n_drawings = n_drawings,
            Setting::WrongLabels(share) => data.wrong_labels = share,
            Setting::Noise(share) => data.noise = share,
            Setting::OffCentre(pixels) => data.off_centre = pixels,
        }
    }
}
