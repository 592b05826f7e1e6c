//! What the tests of several files share: a way to run in parallel, and a small training set.

use digits::Preprocessing;
use nn::{ActivationFn, Inputs, Network, UpdateRule};

use crate::mini_batch::Feed;
use crate::{
    DataRecipe, DrawingMaker, Experiment, InitialNetwork, MiniBatch, Parallel, Recipe, SplitData,
    TrainingData,
};

/// Handles items in reverse order and always works ahead, to find out whether a result depends on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Backwards;

impl Parallel for Backwards {
    fn for_each<T: Send>(&self, items: &mut [T], work: impl Fn(usize, &mut T) + Send + Sync) {
        for (item_idx, item) in items.iter_mut().enumerate().rev() {
            work(item_idx, item);
        }
    }

    fn overlap(&self, now: impl FnOnce() + Send, ahead: impl FnOnce() + Send) -> bool {
        ahead();
        now();
        true
    }
}

/// Samples with a single nonzero input each, in an order that differs from epoch to epoch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bars {
    n_samples: u32,
}

impl Bars {
    pub(crate) const N_INPUTS: usize = 12;
    pub(crate) const N_OUTPUTS: usize = 3;

    /// Sample `i` has the input and the target output `i`, modulo how many there are.
    pub(crate) const fn new(n_samples: u32) -> Self {
        Bars { n_samples }
    }

    pub(crate) fn network() -> Network {
        let sizes = [Self::N_INPUTS, 5, Self::N_OUTPUTS];
        Network::random(&sizes, ActivationFn::Sigmoid, ActivationFn::Softmax, 1).unwrap()
    }
}

impl TrainingData for Bars {
    fn n_samples_per_epoch(&self) -> f64 {
        self.n_samples.into()
    }

    fn epoch_order(&self, epoch: u32) -> Vec<u32> {
        (0..self.n_samples).map(|sample_idx| (sample_idx + epoch) % self.n_samples).collect()
    }

    fn add_samples(
        &self,
        _epoch: u32,
        _start: usize,
        sample_indices: &[u32],
        inputs: &mut Inputs,
        targets: &mut [f32],
    ) {
        let targets = targets.chunks_exact_mut(Self::N_OUTPUTS);
        for (target, &sample_idx) in targets.zip(sample_indices) {
            let mut input = [0.0; Self::N_INPUTS];
            input[sample_idx as usize % Self::N_INPUTS] = 1.0;
            inputs.push(&input);
            target.fill(0.0);
            target[sample_idx as usize % Self::N_OUTPUTS] = 1.0;
        }
    }
}

/// All mini-batches of the first epoch.
pub(crate) fn mini_batches(data: &Bars, mini_batch: usize) -> Vec<MiniBatch> {
    let order = data.epoch_order(0);
    let mut slice = Vec::new();
    let feed = Feed::new(data, 0, &order, mini_batch, &Bars::network());
    feed.prepare(&mut slice, 0, usize::MAX, &crate::Sequential);
    slice
}

/// An experiment in which a small network learns something.
pub(crate) fn experiment() -> Experiment {
    Experiment {
        network: InitialNetwork {
            hidden: vec![8],
            hidden_fn: ActivationFn::Relu,
            output_fn: ActivationFn::Softmax,
            ..InitialNetwork::default()
        },
        data: DataRecipe { n_drawings: 200, preprocessing: Preprocessing::mnist(), ..DataRecipe::default() },
        training: Recipe {
            update_rule: UpdateRule::ADAM,
            learning_rate: 0.01,
            mini_batch: 32,
            n_epochs: 6,
            ..Recipe::default()
        },
    }
}

/// The data of that experiment.
pub(crate) fn small_data() -> SplitData {
    static DATA: std::sync::OnceLock<SplitData> = std::sync::OnceLock::new();
    let make = || {
        let mut maker = DrawingMaker::new(experiment().data);
        maker.make(usize::from(u16::MAX));
        maker.into_data()
    };
    DATA.get_or_init(make).clone()
}
