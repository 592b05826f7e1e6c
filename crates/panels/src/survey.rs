//! What the network does with 400 built-in digits: how many it reads correctly, and how strongly each neuron fires for
//! each digit. Computed in slices, so that no frame is delayed.

use app::panel::Panel;
use app::revision::Revision;
use app::state::Core;
use app::target::Target;
use digits::{DigitImage, Preprocessing, synthetic};
use models::strongest;
use nn::{ForwardPass, Network};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::changes::Changes;

/// Size of the set, with equally many of each digit.
pub const N_DIGITS: usize = 400;
/// Seed of the first digit.
const SEED: u64 = 0x1987;
/// Digits generated per frame.
const N_DRAWN_IN_A_FRAME: usize = 8;
/// Multiplications per frame: all digits for a 784-16-16-10 network, a few for a large one.
const N_PRODUCTS_IN_A_FRAME: usize = 6_000_000;

/// A neuron's average activation for each digit, 0 to 9.
pub type Firing = [f32; 10];

/// The survey as far as it has come.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Advances whenever a result may have changed.
    pub(crate) revision: Revision,
    /// The digits as the model's preprocessing makes them.
    intact: DigitSet,
    /// The digits as made without the steps that are switched off, if any are.
    reduced: Option<DigitSet>,
    pass: Option<ForwardPass>,
    trained: Tally,
    present: Tally,
}

/// The digits as images.
#[derive(Clone, Debug, Default)]
struct DigitSet {
    preprocessing: Preprocessing,
    images: Vec<DigitImage>,
}

/// One network's results on the set.
#[derive(Clone, Debug, Default)]
struct Tally {
    /// For each digit read, whether it was right.
    is_right: Vec<bool>,
    /// How many of these results are by the current network; the others predate its last change.
    n_present: usize,
    /// The next digit to read.
    next: usize,
    /// For each layer and neuron, the sum of its activations over the results by the current network.
    sums: Vec<Vec<Firing>>,
    /// The averages over the whole set, by the current network or by the one before its last change.
    firing: Vec<Vec<Firing>>,
}

/// The accuracy of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// Digits read correctly.
    pub(crate) n_right: usize,
    /// Digits read.
    pub(crate) n_read: usize,
    /// Whether all results are by the current network.
    pub(crate) is_complete: bool,
}

impl DigitSet {
    fn new(preprocessing: Preprocessing) -> DigitSet {
        DigitSet { preprocessing, images: Vec::new() }
    }

    fn is_complete(&self) -> bool {
        self.images.len() == N_DIGITS
    }

    /// Draws a frame's share of the digits.
    fn go_on(&mut self) {
        let first = self.images.len();
        let end = (first + N_DRAWN_IN_A_FRAME).min(N_DIGITS);
        self.images.extend((first..end).map(|idx| digit(idx, &self.preprocessing)));
    }
}

impl Tally {
    fn is_complete(&self) -> bool {
        self.n_present == N_DIGITS
    }

    /// Starts over, keeping the old results until they are replaced.
    fn restart(&mut self) {
        self.n_present = 0;
        self.sums.clear();
    }

    /// Reads as many digits as fit in a frame.
    fn go_on(&mut self, network: &Network, digits: &[DigitImage], pass: &mut ForwardPass) {
        if self.sums.is_empty() {
            let none = |layer: &nn::Layer| vec![Firing::default(); layer.n_outputs()];
            self.sums = network.layers().iter().map(none).collect();
        }
        let n_in_a_frame = (N_PRODUCTS_IN_A_FRAME / network.n_parameters()).max(1);
        for _ in 0..n_in_a_frame.min(N_DIGITS - self.n_present) {
            let label = self.next % 10;
            let is_right = reads(network, &digits[self.next], label, pass);
            match self.is_right.get_mut(self.next) {
                Some(place) => *place = is_right,
                None => self.is_right.push(is_right),
            }
            for (layer_idx, sums) in self.sums.iter_mut().enumerate() {
                for (sum, activation) in sums.iter_mut().zip(pass.activations(layer_idx)) {
                    sum[label] += activation;
                }
            }
            self.next = (self.next + 1) % N_DIGITS;
            self.n_present += 1;
        }
        if self.is_complete() {
            self.firing = std::mem::take(&mut self.sums);
            let n_of_each = (N_DIGITS / 10) as f32;
            self.firing.iter_mut().flatten().flatten().for_each(|sum| *sum /= n_of_each);
        }
    }

    fn count(&self) -> Option<Count> {
        let n_right = self.is_right.iter().filter(|is_right| **is_right).count();
        let n_read = self.is_right.len();
        (n_read > 0).then(|| Count { n_right, n_read, is_complete: self.is_complete() })
    }
}

impl Survey {
    /// Discards outdated results. `is_trained`: whether the network equals the trained one.
    pub(crate) fn sync(&mut self, core: &Core, is_trained: bool, changes: Changes) {
        let Some(model) = core.model() else { return };
        self.reconcile(&model.preprocessing, core.preprocessing(), changes, is_trained);
    }

    /// The same for a model's preprocessing, the preprocessing in force, and whether the network equals the trained one.
    fn reconcile(
        &mut self,
        intact: &Preprocessing,
        in_force: Preprocessing,
        changes: Changes,
        is_trained: bool,
    ) {
        if changes.network || changes.model || changes.steps_off {
            self.revision.advance();
        }
        if self.intact.preprocessing != *intact {
            self.intact = DigitSet::new(intact.clone());
        }
        if changes.model {
            (self.pass, self.trained, self.present) = (None, Tally::default(), Tally::default());
        }
        let reduced = (in_force != *intact).then_some(in_force);
        if self.reduced.as_ref().map(|set| &set.preprocessing) != reduced.as_ref() {
            self.reduced = reduced.map(DigitSet::new);
            self.present.restart();
        }
        if changes.network {
            self.present.restart();
        }
        let is_as_trained = is_trained && self.reduced.is_none();
        if is_as_trained && self.trained.is_complete() && !self.present.is_complete() {
            self.present = self.trained.clone();
        }
    }

    /// Whether the next animation frame is needed: something on screen depends on the survey, and it is unfinished.
    pub(crate) fn is_under_way(&self, core: &Core) -> bool {
        let is_on_screen = match core.open {
            Panel::Knobs => true,
            Panel::None => matches!(core.inspected(), Some(Target::Neuron { .. })),
            _ => false,
        };
        is_on_screen && core.network().is_some() && !self.present.is_complete()
    }

    /// Handles an animation frame. `trained` is the network as loaded; `None` while it is the current one.
    pub(crate) fn tick(&mut self, core: &Core, trained: Option<&Network>) {
        if let Some(network) = core.network().filter(|_| self.is_under_way(core)) {
            self.go_on(network, trained.unwrap_or(network));
        }
    }

    /// Does one frame's work. `trained` is the network as loaded.
    fn go_on(&mut self, network: &Network, trained: &Network) {
        self.revision.advance();
        let pass = self.pass.get_or_insert_with(|| ForwardPass::for_network(network));
        if !self.intact.is_complete() {
            self.intact.go_on();
        } else if !self.trained.is_complete() {
            self.trained.go_on(trained, &self.intact.images, pass);
        } else if let Some(set) = self.reduced.as_mut().filter(|set| !set.is_complete()) {
            set.go_on();
        } else if !self.present.is_complete() {
            let set = self.reduced.as_ref().unwrap_or(&self.intact);
            self.present.go_on(network, &set.images, pass);
        }
    }

    /// Whether steps of the preprocessing are switched off for the digits.
    pub(crate) fn is_reduced(&self) -> bool {
        self.reduced.is_some()
    }

    /// How many digits the current network reads correctly; `None` until it has read them all.
    pub(crate) fn n_right(&self) -> Option<usize> {
        self.present.count().filter(|count| count.is_complete).map(|count| count.n_right)
    }

    /// The current network's accuracy and the trained one's; `None` until any digit has been read.
    pub(crate) fn counts(&self) -> (Option<Count>, Option<Count>) {
        (self.present.count(), self.trained.count())
    }

    /// A neuron's average activation for each digit; `None` until the whole set has been read once.
    pub fn firing(&self, layer_idx: usize, neuron_idx: usize) -> Option<Firing> {
        self.present.firing.get(layer_idx)?.get(neuron_idx).copied()
    }

    /// Progress towards the first accuracy, from 0 to 1.
    pub(crate) fn progress(&self) -> f32 {
        (self.intact.images.len() + self.trained.is_right.len()) as f32 / (2 * N_DIGITS) as f32
    }
}

/// A digit of the set. Its label is the last digit of its index.
fn digit(idx: usize, preprocessing: &Preprocessing) -> DigitImage {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED + idx as u64);
    synthetic::digit((idx % 10) as u8, &mut rng).to_image(preprocessing)
}

/// Whether the network reads the digit as its label.
fn reads(network: &Network, digit: &DigitImage, label: usize, pass: &mut ForwardPass) -> bool {
    network.forward(digit.pixels(), pass);
    strongest(pass.output()) == Some(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::random_model;
    use digits::PreprocessingStep;
    use proptest::prelude::*;

    const TURNED: Changes = Changes { network: true, ..Changes::NONE };
    const OTHER_MODEL: Changes = Changes { network: true, model: true, ..Changes::NONE };

    fn count_directly(network: &Network, preprocessing: &Preprocessing) -> usize {
        let mut pass = ForwardPass::for_network(network);
        (0..N_DIGITS).filter(|idx| reads(network, &digit(*idx, preprocessing), idx % 10, &mut pass)).count()
    }

    fn sync(survey: &mut Survey, in_force: &Preprocessing, changes: Changes, is_trained: bool) {
        survey.reconcile(&Preprocessing::all(), in_force.clone(), changes, is_trained);
    }

    /// Runs until complete, returning the number of frames.
    fn finish(survey: &mut Survey, in_force: &Preprocessing, network: &Network, trained: &Network) -> usize {
        let mut n_frames = 0;
        while !survey.present.is_complete() {
            survey.go_on(network, trained);
            sync(survey, in_force, Changes::NONE, network == trained);
            n_frames += 1;
            assert!(n_frames < 1000, "it ends");
        }
        n_frames
    }

    fn vanilla() -> models::Model {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pretrained/vanilla.json");
        let json = std::fs::read(path).expect("its file");
        models::Model::from_json(&json).expect("a model")
    }

    const fn complete(n_right: usize) -> Option<Count> {
        Some(Count { n_right, n_read: N_DIGITS, is_complete: true })
    }

    #[test]
    fn slices_come_to_the_same_as_all_at_once() {
        let trained = random_model(&[784, 256, 256, 10]).network;
        let mut network = trained.clone();
        network.biases_mut(2)[3] = 50.0;
        let all = Preprocessing::all();
        let mut survey = Survey::default();
        sync(&mut survey, &all, OTHER_MODEL, false);
        finish(&mut survey, &all, &network, &trained);
        let (present, of_trained) = survey.counts();
        assert_eq!(present, complete(count_directly(&network, &all)));
        assert_eq!(of_trained, complete(count_directly(&trained, &all)));
        assert_ne!(present, of_trained);

        // A change starts over, keeping old results until they are replaced.
        sync(&mut survey, &all, TURNED, false);
        survey.go_on(&network, &trained);
        let count = survey.counts().0.expect("a figure");
        assert!(count.n_read == N_DIGITS && !count.is_complete);
        sync(&mut survey, &all, TURNED, true);
        assert!(survey.present.is_complete(), "back at the trained model, whose figure is known");
        assert_eq!(survey.counts(), (of_trained, of_trained));
    }

    #[test]
    fn steps_that_are_off_are_off_for_the_digits_and_the_trained_figure_keeps_them() {
        let network = vanilla().network;
        let (all, fewer) = (Preprocessing::all(), Preprocessing::all().without(PreprocessingStep::Fit20));
        let mut survey = Survey::default();
        sync(&mut survey, &fewer, OTHER_MODEL, true);
        finish(&mut survey, &fewer, &network, &network);
        let (present, of_trained) = survey.counts();
        assert_eq!(present, complete(count_directly(&network, &fewer)));
        assert_eq!(of_trained, complete(count_directly(&network, &all)));
        sync(&mut survey, &all, Changes::NONE, true);
        assert_eq!(survey.counts(), (of_trained, of_trained));
    }

    #[test]
    fn the_shipped_model_reads_most_and_in_one_frame() {
        let model = vanilla();
        let mut survey = Survey::default();
        sync(&mut survey, &model.preprocessing, OTHER_MODEL, true);
        let n_frames = finish(&mut survey, &model.preprocessing, &model.network, &model.network);
        assert_eq!(n_frames, N_DIGITS / N_DRAWN_IN_A_FRAME + 1);
        let count = survey.counts().0.expect("a figure");
        assert!(count.n_right > 360, "{count:?}");
        let output = |label: usize| survey.firing(2, label).expect("the set has been read");
        for label in 0..10 {
            assert!(output(label)[label] > 0.8, "output {label} fires for its digit: {:?}", output(label));
        }
        assert_eq!((survey.firing(2, 10), survey.firing(3, 0)), (None, None));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        /// However often the network changes on the way, the averages are those of its last state.
        #[test]
        fn the_averages_are_the_present_networks(turns in proptest::collection::vec(0_usize..5, 0..6)) {
            let trained = random_model(&[784, 64, 10]).network;
            let mut network = trained.clone();
            let all = Preprocessing::all();
            let mut survey = Survey::default();
            sync(&mut survey, &all, OTHER_MODEL, true);
            for (idx, n_frames) in turns.into_iter().enumerate() {
                network.biases_mut(0)[idx] += 1.0;
                sync(&mut survey, &all, TURNED, false);
                (0..n_frames).for_each(|_| survey.go_on(&network, &trained));
            }
            finish(&mut survey, &all, &network, &trained);
            let mut pass = ForwardPass::for_network(&network);
            let mut sum = Firing::default();
            for idx in 0..N_DIGITS {
                network.forward(digit(idx, &all).pixels(), &mut pass);
                sum[idx % 10] += pass.activations(0)[2];
            }
            let firing = survey.firing(0, 2).expect("the set has been read");
            for (average, sum) in firing.iter().zip(sum) {
                prop_assert!((average - sum / 40.0).abs() < 1e-4);
            }
        }
    }
}
