//! The network's accuracy on a built-in set of digits, computed incrementally so that no frame is delayed.

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

/// The accuracy as far as it is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Accuracy {
    preprocessing: Option<Preprocessing>,
    digits: Vec<DigitImage>,
    pass: Option<ForwardPass>,
    trained: Tally,
    present: Tally,
}

/// One network's results on the set.
#[derive(Clone, Debug, Default, PartialEq)]
struct Tally {
    /// For each digit read, whether it was right.
    is_right: Vec<bool>,
    /// How many of these results are by the current network; the others predate its last change.
    n_present: usize,
    /// The next digit to read.
    next: usize,
}

/// The accuracy of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count {
    /// Digits read correctly.
    pub(super) n_right: usize,
    /// Digits read.
    pub(super) n_read: usize,
    /// Whether all results are by the current network.
    pub(super) is_complete: bool,
}

impl Tally {
    fn is_complete(&self) -> bool {
        self.n_present == N_DIGITS
    }

    /// Reads as many digits as fit in a frame.
    fn go_on(&mut self, network: &Network, digits: &[DigitImage], pass: &mut ForwardPass) {
        let n_in_a_frame = (N_PRODUCTS_IN_A_FRAME / network.n_parameters()).max(1);
        for _ in 0..n_in_a_frame.min(N_DIGITS - self.n_present) {
            let is_right = reads(network, &digits[self.next], self.next % 10, pass);
            match self.is_right.get_mut(self.next) {
                Some(place) => *place = is_right,
                None => self.is_right.push(is_right),
            }
            self.next = (self.next + 1) % N_DIGITS;
            self.n_present += 1;
        }
    }

    fn count(&self) -> Option<Count> {
        let n_right = self.is_right.iter().filter(|is_right| **is_right).count();
        let n_read = self.is_right.len();
        (n_read > 0).then(|| Count { n_right, n_read, is_complete: self.is_complete() })
    }
}

impl Accuracy {
    /// Discards outdated results. `is_trained`: whether the network equals the trained one.
    pub(super) fn sync(&mut self, preprocessing: &Preprocessing, changes: Changes, is_trained: bool) {
        if self.preprocessing.as_ref() != Some(preprocessing) {
            self.preprocessing = Some(preprocessing.clone());
            self.digits.clear();
        }
        if changes.model {
            (self.pass, self.trained, self.present) = (None, Tally::default(), Tally::default());
        }
        if changes.network {
            self.present.n_present = 0;
        }
        if is_trained && self.trained.is_complete() && !self.present.is_complete() {
            self.present = self.trained.clone();
        }
    }

    /// Whether there is more to compute.
    pub(super) fn is_unfinished(&self) -> bool {
        !self.present.is_complete()
    }

    /// Does one frame's work. `trained` is the network as loaded.
    pub(super) fn go_on(&mut self, network: &Network, trained: &Network) {
        if let Some(preprocessing) = self.preprocessing.as_ref().filter(|_| self.digits.len() < N_DIGITS) {
            let first = self.digits.len();
            let end = (first + N_DRAWN_IN_A_FRAME).min(N_DIGITS);
            self.digits.extend((first..end).map(|idx| digit(idx, preprocessing)));
            return;
        }
        let pass = self.pass.get_or_insert_with(|| ForwardPass::for_network(network));
        if !self.trained.is_complete() {
            self.trained.go_on(trained, &self.digits, pass);
        } else if !self.present.is_complete() {
            self.present.go_on(network, &self.digits, pass);
        }
    }

    /// The current network's accuracy and the trained one's; `None` until any digit has been read.
    pub(super) fn counts(&self) -> (Option<Count>, Option<Count>) {
        (self.present.count(), self.trained.count())
    }

    /// Progress towards the first accuracy, from 0 to 1.
    pub(super) fn progress(&self) -> f32 {
        (self.digits.len() + self.trained.is_right.len()) as f32 / (2 * N_DIGITS) as f32
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

    const NOTHING: Changes = Changes {
        ink: false,
        network: false,
        model: false,
        steps_off: false,
        edges: false,
        open: false,
        picked: false,
        inspected: false,
    };
    const TURNED: Changes = Changes { network: true, ..NOTHING };
    const OTHER_MODEL: Changes = Changes { network: true, model: true, ..NOTHING };

    fn count_directly(network: &Network, preprocessing: &Preprocessing) -> usize {
        let mut pass = ForwardPass::for_network(network);
        (0..N_DIGITS).filter(|idx| reads(network, &digit(*idx, preprocessing), idx % 10, &mut pass)).count()
    }

    /// Runs until complete, returning the number of frames.
    fn finish(accuracy: &mut Accuracy, network: &Network, trained: &Network) -> usize {
        let mut n_frames = 0;
        while accuracy.is_unfinished() {
            accuracy.go_on(network, trained);
            accuracy.sync(&Preprocessing::all(), NOTHING, network == trained);
            n_frames += 1;
            assert!(n_frames < 1000, "it ends");
        }
        n_frames
    }

    #[test]
    fn slices_come_to_the_same_as_all_at_once() {
        let trained = random_model(&[784, 256, 256, 10]).network;
        let mut network = trained.clone();
        network.biases_mut(2)[3] = 50.0;
        let mut accuracy = Accuracy::default();
        accuracy.sync(&Preprocessing::all(), OTHER_MODEL, false);
        finish(&mut accuracy, &network, &trained);
        let (present, of_trained) = accuracy.counts();
        let complete = |n_right| Some(Count { n_right, n_read: N_DIGITS, is_complete: true });
        assert_eq!(present, complete(count_directly(&network, &Preprocessing::all())));
        assert_eq!(of_trained, complete(count_directly(&trained, &Preprocessing::all())));
        assert_ne!(present, of_trained);

        // A change starts over, keeping old results until they are replaced.
        accuracy.sync(&Preprocessing::all(), TURNED, false);
        accuracy.go_on(&network, &trained);
        let count = accuracy.counts().0.expect("a figure");
        assert!(count.n_read == N_DIGITS && !count.is_complete);
        accuracy.sync(&Preprocessing::all(), TURNED, true);
        assert!(!accuracy.is_unfinished(), "back at the trained model, whose figure is known");
        assert_eq!(accuracy.counts(), (of_trained, of_trained));
    }

    #[test]
    fn the_shipped_model_reads_most_and_in_one_frame() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pretrained/vanilla.json");
        let json = std::fs::read(path).expect("its file");
        let model = models::Model::from_json(&json).expect("a model");
        let mut accuracy = Accuracy::default();
        accuracy.sync(&model.preprocessing, OTHER_MODEL, true);
        let n_frames = finish(&mut accuracy, &model.network, &model.network);
        assert_eq!(n_frames, N_DIGITS / N_DRAWN_IN_A_FRAME + 1);
        let count = accuracy.counts().0.expect("a figure");
        assert!(count.n_right > 360, "{count:?}");
    }
}
