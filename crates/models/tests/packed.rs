//! Packed model files: the same model in fewer bytes, and nothing that is wrong makes the reader panic.

#![expect(clippy::unwrap_used, reason = "the lint's exemption for tests does not see their helper functions")]

use digits::Preprocessing;
use models::{Evaluation, Model, PackedError, TrainingRecord};
use nn::{ActivationFn, Network};
use proptest::prelude::*;

/// Weights of four digits, or all that `f32` has.
fn model(hidden: &[usize], output: ActivationFn, seed: u64, is_rounded: bool) -> Model {
    let sizes: Vec<usize> = [784].into_iter().chain(hidden.iter().copied()).chain([10]).collect();
    let network = Network::random(&sizes, ActivationFn::Relu, output, seed).unwrap();
    let network = if is_rounded { network.rounded(4) } else { network };
    Model::new("test", "A \"test\" – 784-…-10", network, Preprocessing::mnist()).unwrap()
}

#[test]
fn four_digits_take_half_the_bytes_of_a_float() {
    let n_parameters = 784 * 16 + 16 + 16 * 10 + 10;
    let n_bytes = |is_rounded| model(&[16], ActivationFn::Sigmoid, 1, is_rounded).to_packed().len();
    assert!(n_bytes(true) < 3 * n_parameters + 150, "{}", n_bytes(true));
    assert!((4 * n_parameters..4 * n_parameters + 150).contains(&n_bytes(false)));
}

#[test]
fn everything_wrong_is_named() {
    let sound = model(&[2], ActivationFn::Softmax, 1, true).to_packed();
    let check = |bytes: &[u8], expected| assert_eq!(Model::from_packed(bytes).unwrap_err(), expected);
    check(b"", PackedError::NotPacked);
    check(b"{\"format\":\"inkling-model\"}", PackedError::NotPacked);
    check(&sound[..sound.len() - 1], PackedError::CutOff);
    check(&[&sound[..], &[0]].concat(), PackedError::TooLong { found: 1 });
    let with = |at: usize, byte: u8| {
        let mut bytes = sound.clone();
        bytes[at] = byte;
        bytes
    };
    check(&with(8, 2), PackedError::UnsupportedVersion { found: 2 });
    // The name "test" begins at 13, its length at 9.
    check(&with(13, 0xff), PackedError::Damaged { what: "a text that is not UTF-8" });
    check(&with(12, 0xff), PackedError::CutOff);
    let named = Model { name: "a\nb".to_owned(), ..model(&[2], ActivationFn::Softmax, 1, true) };
    let said = Model::from_packed(&named.to_packed()).unwrap_err().to_string();
    assert_eq!(said, "`name` must have 1 to 200 characters and no control characters");
    let sure = Model { rejection_threshold: Some(1.5), ..model(&[2], ActivationFn::Softmax, 1, true) };
    check(&sure.to_packed(), PackedError::Damaged { what: "a share that is not between 0 and 1" });
    let mut broken = model(&[2], ActivationFn::Softmax, 1, true);
    broken.network.weights_mut(0)[(1, 7)] = f32::NAN;
    check(&broken.to_packed(), PackedError::Damaged { what: "a weight or bias that is not finite" });
    let mut hidden = model(&[2], ActivationFn::Softmax, 1, true).to_packed();
    let at = hidden.windows(6).position(|window| window == [1, 2, 0, 4, 10, 0]).unwrap();
    hidden[at] = 4;
    let said = Model::from_packed(&hidden).unwrap_err().to_string();
    assert_eq!(said, "layer 0 uses softmax, which is only allowed in the last layer");
    hidden[at] = 5;
    check(&hidden, PackedError::Damaged { what: "an unknown activation function" });
    hidden[at + 2] = 200;
    hidden[at] = 1;
    let said = Model::from_packed(&hidden).unwrap_err().to_string();
    assert_eq!(said, "layer 0 has 51202 neurons, expected 1 to 1024");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_packed_unpacks_the_same(
        hidden in prop::collection::vec(1_usize..9, 1..=6), softmax: bool, is_rounded: bool, seed: u64,
        epochs: Option<u32>, rejection_threshold in prop::option::of(0.0_f32..=1.0), share in prop::option::of(0.0..=1.0),
        data: Option<String>, command: Option<String>,
    ) {
        let output = if softmax { ActivationFn::Softmax } else { ActivationFn::Tanh };
        let mut packed = model(&hidden, output, seed, is_rounded);
        packed.rejection_threshold = rejection_threshold;
        packed.training = TrainingRecord { data, seed: epochs.map(u64::from), epochs, command };
        packed.evaluation = Evaluation {
            mnist_test_accuracy: share,
            non_digits_refused: share.map(|share| 1.0 - share),
            parameters: share.map(|_| packed.network.n_parameters()),
            ..Default::default()
        };
        let unpacked = Model::from_packed(&packed.to_packed()).unwrap();
        // Not `prop_assert_eq`, which would print all weights.
        let is_same = unpacked == packed;
        prop_assert!(is_same);
    }

    /// Whatever bytes are changed or missing, the answer is a sound model or a reason.
    #[test]
    fn mangled_files_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        in_header: bool, is_rounded: bool, cut in prop::option::of(any::<prop::sample::Index>()),
        random in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut file = model(&[3, 2], ActivationFn::Sigmoid, 1, is_rounded).to_packed();
        for (at, byte) in changes {
            let end = if in_header { 70 } else { file.len() };
            file[at.index(end)] = byte;
        }
        file.truncate(cut.map_or(file.len(), |cut| cut.index(file.len())));
        if let Ok(read) = Model::from_packed(&file) {
            prop_assert!(read.network.is_finite());
            let again = Model::from_packed(&read.to_packed()).unwrap();
            let is_same = again == read;
            prop_assert!(is_same);
        }
        let _ = Model::from_packed(&[b"inkmodel\x01", &random[..]].concat());
    }
}
