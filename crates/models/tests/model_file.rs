//! Model files: what is written reads back the same, and everything that can be wrong is named.

#![expect(clippy::unwrap_used, reason = "the lint's exemption for tests does not see their helper functions")]

use digits::Preprocessing;
use models::{Evaluation, MAX_MODEL_BYTES, Model, TrainingRecord};
use nn::{ActivationFn, ForwardPass, Network};
use proptest::prelude::*;
use serde_json::{Value, json};

fn model(hidden: &[usize], output: ActivationFn, seed: u64) -> Model {
    let sizes: Vec<usize> = [784].into_iter().chain(hidden.iter().copied()).chain([10]).collect();
    let network = Network::random(&sizes, ActivationFn::Tanh, output, seed).unwrap();
    Model::new("test", "A \"test\" – 784-…-10", network, Preprocessing::mnist()).unwrap()
}

/// A small model file as JSON, to be spoilt: 784 inputs, 2 hidden neurons, 10 outputs.
fn valid() -> Value {
    serde_json::from_str(&model(&[2], ActivationFn::Softmax, 1).to_json()).unwrap()
}

#[test]
fn layout_is_one_row_a_line() {
    let mut model = model(&[2], ActivationFn::Sigmoid, 1);
    for layer_idx in 0..2 {
        model.network.weights_mut(layer_idx).fill(0.5);
    }
    model.network.weights_mut(1)[(9, 1)] = -1.25e-7;
    model.rejection_threshold = Some(0.625);
    model.training = TrainingRecord { seed: Some(7), epochs: Some(3), ..Default::default() };
    model.evaluation = Evaluation { parameters: Some(1600), ..Default::default() };
    let first_row = format!("[{}]", ["0.5"; 784].join(","));
    let middle = "[0.5,0.5],\n".repeat(9);
    let expected = format!(
        r#"{{
"format":"inkling-model",
"version":1,
"name":"test",
"title":"A \"test\" – 784-…-10",
"input":{{"width":28,"height":28,"preprocessing":["fit-20","centre-of-mass"]}},
"layers":[
{{"activation":"tanh","biases":[0.0,0.0],"weights":[
{first_row},
{first_row}]}},
{{"activation":"sigmoid","biases":[0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0],"weights":[
{middle}[0.5,-1.25e-7]]}}],
"rejection_threshold":0.625,
"training":{{"seed":7,"epochs":3}},
"evaluation":{{"parameters":1600}}
}}
"#
    );
    assert_eq!(model.to_json(), expected);
    assert_eq!(Model::from_json(expected.as_bytes()).unwrap(), model);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_is_written_reads_back_the_same(
        hidden in prop::collection::vec(1_usize..9, 1..=6), softmax: bool, seed: u64,
        epochs: Option<u32>, rejection_threshold in prop::option::of(0.0_f32..=1.0), n_right in prop::option::of(0_u32..=10_000), data: Option<String>,
    ) {
        let output = if softmax { ActivationFn::Softmax } else { ActivationFn::Sigmoid };
        let mut written = model(&hidden, output, seed);
        written.training = TrainingRecord { data, seed: Some(seed), epochs, command: None };
        written.rejection_threshold = rejection_threshold;
        if let Some(n_right) = n_right {
            written.evaluation = Evaluation {
                mnist_test_accuracy: Some(f64::from(n_right) / 10_000.0),
                non_digits_refused: Some(0.875),
                parameters: Some(written.network.n_parameters()),
                ..Default::default()
            };
        }
        let read = Model::from_json(written.to_json().as_bytes()).unwrap();
        // Not `prop_assert_eq`, which would print all weights.
        prop_assert!(read == written);
        prop_assert!(read.to_json() == written.to_json());
    }

    #[test]
    fn nothing_makes_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), at: prop::sample::Index) {
        let _ = Model::from_json(&bytes);
        let mut cut = model(&[1], ActivationFn::Sigmoid, 0).to_json().into_bytes();
        cut.truncate(at.index(cut.len()));
        prop_assert!(Model::from_json(&cut).is_err());
    }
}

#[test]
fn unknown_fields_are_passed_over_and_optional_ones_may_be_missing() {
    let mut file = valid();
    file["comment"] = json!({"anything": [1, 2, 3]});
    file["training"] = json!({"optimiser": "adam", "epochs": 2});
    file["evaluation"] = json!({"calibration_error": 0.01, "mnist_test_accuracy": 0.96});
    let read = Model::from_json(file.to_string().as_bytes()).unwrap();
    assert_eq!(read.training, TrainingRecord { epochs: Some(2), ..Default::default() });
    assert_eq!(read.evaluation.mnist_test_accuracy, Some(0.96));
}

#[test]
fn everything_wrong_is_named() {
    let check = |expected: &str, spoil: &dyn Fn(&mut Value)| {
        let mut file = valid();
        spoil(&mut file);
        let error = Model::from_json(file.to_string().as_bytes()).unwrap_err().to_string();
        assert!(error.contains(expected), "\"{error}\" does not say \"{expected}\"");
    };
    let remove = |file: &mut Value, field: &str| drop(file.as_object_mut().unwrap().remove(field));
    let row = |n: usize| json!(vec![0.5; n]);
    let layer = |n_in: usize, n_out: usize| json!({"activation": "relu", "biases": vec![0; n_out], "weights": vec![vec![0; n_in]; n_out]});

    check("`format` is \"other\", expected \"inkling-model\"", &|file| file["format"] = json!("other"));
    check("unsupported format version 2 (supported: 1)", &|file| {
        *file = json!({"format": "inkling-model", "version": 2, "layers": "anything"});
    });
    for field in ["format", "version", "name", "title", "input", "layers"] {
        check(&format!("missing field `{field}`"), &|file| remove(file, field));
    }
    check("missing field `preprocessing`", &|file| remove(&mut file["input"], "preprocessing"));
    check("missing field `biases`", &|file| remove(&mut file["layers"][0], "biases"));
    check("missing field `weights`", &|file| remove(&mut file["layers"][1], "weights"));
    check("invalid type: string \"16\"", &|file| file["layers"][0]["biases"][0] = json!("16"));
    check("invalid type: null", &|file| file["layers"][0]["weights"][0][5] = Value::Null);
    check("`name` must have 1 to 200 characters", &|file| file["name"] = json!(""));
    check("`title` must have 1 to 200 characters", &|file| file["title"] = json!("x".repeat(201)));
    check("no control characters", &|file| file["title"] = json!("two\nlines"));
    check("the input is 28x14, expected 28x28", &|file| file["input"]["height"] = json!(14));
    check("preprocessing step \"fit-20\" is listed twice", &|file| {
        file["input"]["preprocessing"] = json!(vec!["fit-20"; 17]);
    });
    check("unknown preprocessing step \"\"", &|file| file["input"]["preprocessing"] = json!([""]));

    check("0 hidden layers, expected 1 to 6", &|file| file["layers"] = json!([]));
    check("0 hidden layers, expected 1 to 6", &|file| file["layers"] = json!([layer(784, 10)]));
    check("7 hidden layers, expected 1 to 6", &|file| {
        let mut layers = vec![layer(784, 2)];
        layers.resize(8, layer(2, 2));
        file["layers"] = json!(layers);
    });
    check("layer 0 has 1025 neurons, expected 1 to 1024", &|file| file["layers"][0] = layer(1, 1025));
    check("4079955 weights and biases; the limit is 4000000", &|file| {
        let mut layers = vec![layer(784, 1024), layer(1024, 1024), layer(1024, 1024), layer(1024, 1024)];
        layers.extend([layer(1024, 123), layer(123, 10)]);
        file["layers"] = json!(layers);
    });
    check("9 outputs, expected 10", &|file| file["layers"][1] = layer(2, 9));
    check("layer 0 has 0 neurons, expected 1 to 1024", &|file| file["layers"][0] = layer(784, 0));

    check("layer 1 has no activation function", &|file| remove(&mut file["layers"][1], "activation"));
    check("layer 0 has the unknown activation function \"gelu\"", &|file| {
        file["layers"][0]["activation"] = json!("gelu");
    });
    check("layer 0 uses softmax, which is only allowed in the last layer", &|file| {
        file["layers"][0]["activation"] = json!("softmax");
    });
    check("layer 0, row 1: 783 weights, expected 784", &|file| file["layers"][0]["weights"][1] = row(783));
    check("layer 1, row 9: 3 weights, expected 2", &|file| file["layers"][1]["weights"][9] = row(3));
    check("layer 0 has 2 rows of weights but 3 biases", &|file| file["layers"][0]["biases"] = row(3));
    check("layer 0, row 1: weight 7 is not a finite number", &|file| {
        file["layers"][0]["weights"][1][7] = json!(1e39);
    });
    check("layer 1: bias 4 is not a finite number", &|file| file["layers"][1]["biases"][4] = json!(-1e39));

    check("`evaluation.mnist_test_accuracy` must be between 0 and 1", &|file| {
        file["evaluation"] = json!({"mnist_test_accuracy": 96.0});
    });
    check("`evaluation.pen_validation_accuracy` must be between 0 and 1", &|file| {
        file["evaluation"] = json!({"pen_validation_accuracy": -0.1});
    });
    check("`rejection_threshold` must be between 0 and 1", &|file| {
        file["rejection_threshold"] = json!(1.5);
    });
    check("`evaluation.parameters` is 5, but there are 1600 weights and biases", &|file| {
        file["evaluation"] = json!({"parameters": 5});
    });
    check("invalid value: integer `-3`, expected u64", &|file| file["training"] = json!({"epochs": -3}));
}

#[test]
fn what_is_counted_must_be_countable() {
    let mut file = valid();
    file["training"] = json!({"epochs": 1_u64 << 32});
    let error = Model::from_json(file.to_string().as_bytes()).unwrap_err().to_string();
    assert_eq!(error, "`training.epochs` is 4294967296, which is too large");
}

#[test]
fn a_number_beyond_double_precision_is_refused_with_its_place() {
    let json = valid().to_string().replacen("\"biases\":[0.0,", "\"biases\":[1e999,", 1);
    let error = Model::from_json(json.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("number out of range at line 1"), "{error}");
}

#[test]
fn what_is_no_json_is_refused() {
    for bytes in [b"".as_slice(), b"{", b"[]", b"null", b"\xff\xfe", b"<!doctype html>", b"{} {}"] {
        let error = Model::from_json(bytes).unwrap_err().to_string();
        assert!(error.starts_with("not a model file: "), "{error}");
    }
}

#[test]
fn a_file_too_big_is_refused_unread() {
    let error = Model::from_json(&vec![b' '; MAX_MODEL_BYTES + 1]).unwrap_err().to_string();
    assert_eq!(error, "the file has 67108865 bytes; the limit is 67108864");
}

#[test]
fn rounded_networks_answer_nearly_the_same_in_fewer_bytes() {
    let full = model(&[16, 16], ActivationFn::Sigmoid, 4);
    let rounded = Model { network: full.network.rounded(4), ..full.clone() };
    assert!(rounded.to_json().len() < full.to_json().len() * 3 / 4);
    let mut passes = [&full, &rounded].map(|model| ForwardPass::for_network(&model.network));
    full.network.forward(&[0.5; 784], &mut passes[0]);
    rounded.network.forward(&[0.5; 784], &mut passes[1]);
    for (full, rounded) in passes[0].output().iter().zip(passes[1].output()) {
        assert!((full - rounded).abs() < 5e-3);
    }
}
