//! Networks that PyTorch and Nielsen's `network2.py` really saved give the outputs that those gave; and what is wrong
//! with such a file is named. `reference/make_foreign.py` made the files and says how.

#![expect(clippy::unwrap_used, reason = "the lint's exemption for tests does not see their helper functions")]

use std::fs;
use std::path::Path;

use digits::Preprocessing;
use models::{MAX_MODEL_BYTES, Model, ModelFormat, ReadModel, read_model};
use nn::{ActivationFn, ForwardPass, Network};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Cases {
    /// For each picture what is not zero: where, and how much.
    inputs: Vec<Vec<(usize, f32)>>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    file: String,
    /// For each picture.
    outputs: Vec<Vec<f32>>,
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign").join(name)).unwrap()
}

fn read(name: &str) -> ReadModel {
    read_model(&bytes(name), name).unwrap()
}

fn refusal(bytes: &[u8]) -> String {
    read_model(bytes, "x").unwrap_err().to_string()
}

#[track_caller]
fn check_outputs(name: &str, network: &Network) {
    let all: Cases = serde_json::from_slice(&bytes("cases.json")).unwrap();
    let case = all.cases.iter().find(|case| case.file == name).unwrap();
    assert_eq!(all.inputs.len(), case.outputs.len());
    let mut pass = ForwardPass::for_network(network);
    for (input, expected) in all.inputs.iter().zip(&case.outputs) {
        let mut pixels = [0.0; 784];
        input.iter().for_each(|&(at, value)| pixels[at] = value);
        network.forward(&pixels, &mut pass);
        for (found, expected) in pass.output().iter().zip(expected) {
            // Logits can be large; what matters is how many digits agree.
            let tolerance = 1e-5 * expected.abs().max(1.0);
            assert!((found - expected).abs() <= tolerance, "{name}: {found}, expected {expected}");
        }
    }
}

#[test]
fn what_network2_saved_gives_what_it_gave() {
    let ReadModel { model, format } = read("network2.json");
    assert_eq!(format, ModelFormat::Network2);
    assert_eq!((model.name.as_str(), model.title.as_str()), ("network2", "784-4-10, sigmoid"));
    assert_eq!(model.preprocessing, Preprocessing::mnist());
    check_outputs("network2.json", &model.network);
}

#[test]
fn what_pytorch_saved_gives_what_it_gave() {
    let ReadModel { model, format } = read("relu.safetensors");
    assert_eq!(format, ModelFormat::Safetensors);
    assert!(model.has_assumed_functions);
    assert_eq!((model.name.as_str(), model.title.as_str()), ("relu", "784-12-10, relu and softmax"));
    assert_eq!(model.preprocessing, Preprocessing::mnist());
    check_outputs("relu.safetensors", &model.network);
}

#[test]
fn a_stack_inside_a_module_with_its_functions_named_is_read() {
    let ReadModel { model, format } = read("tanh.safetensors");
    assert_eq!(format, ModelFormat::Safetensors);
    assert!(!model.has_assumed_functions);
    assert_eq!(model.title, "784-12-7-10, tanh and identity");
    assert_eq!(model.network.layers()[1].biases().amax(), 0.0, "`bias=False`");
    check_outputs("tanh.safetensors", &model.network);
}

#[test]
fn the_usual_normalisation_of_inputs_folds_into_the_first_layer() {
    let network = read("mean_std.safetensors").model.network;
    let folded = network
        .with_activation_fns(Some(ActivationFn::Sigmoid), None)
        .unwrap()
        .with_normalisation_folded_in(0.1307, 0.3081)
        .unwrap();
    check_outputs("mean_std.safetensors", &folded);
    assert!(network.with_activation_fns(Some(ActivationFn::Softmax), None).is_err());
}

#[test]
fn own_model_files_are_read_as_ever() {
    let own = read("relu.safetensors").model;
    let again = read_model(own.to_json().as_bytes(), "any name").unwrap();
    assert_eq!(again.format, ModelFormat::Inkling);
    assert!(again.model == Model { has_assumed_functions: false, ..own.clone() }, "written and read again");
    let packed = read_model(&own.to_packed(), "any name").unwrap();
    assert_eq!(packed.format, ModelFormat::Packed);
    assert!(packed.model == again.model, "packed and unpacked");
    assert_eq!(
        refusal(b"{\"format\":\"other\",\"version\":1}"),
        "`format` is \"other\", expected \"inkling-model\""
    );
    assert!(refusal(b"<!doctype html>").starts_with("not a model file: "));
    assert!(refusal(&vec![0; MAX_MODEL_BYTES + 1]).starts_with("the file has 67108865 bytes"));
}

#[test]
fn everything_wrong_with_a_network2_file_is_named() {
    let check = |expected: &str, spoil: &dyn Fn(&mut Value)| {
        let row = vec![0.5; 784];
        let mut file = json!({
            "sizes": [784, 2, 10], "cost": "QuadraticCost",
            "weights": [[row, row], vec![[0.25, 1.0]; 10]], "biases": [[[0.5], [1]], vec![[0.0]; 10]],
        });
        assert!(read_model(file.to_string().as_bytes(), "x").is_ok());
        spoil(&mut file);
        assert_eq!(refusal(file.to_string().as_bytes()), expected);
    };
    check("`sizes[0]`: 100 inputs, expected 784", &|file| file["sizes"][0] = json!(100));
    check("`sizes[1]`: 0 neurons, expected 1 to 1024", &|file| file["sizes"][1] = json!(0));
    check("`sizes[2]`: 9 outputs, expected 10", &|file| file["sizes"][2] = json!(9));
    check("0 hidden layers, expected 1 to 6", &|file| file["sizes"] = json!([784, 10]));
    check("0 hidden layers, expected 1 to 6", &|file| file["sizes"] = json!([]));
    check("7 hidden layers, expected 1 to 6", &|file| file["sizes"] = json!([784, 1, 1, 1, 1, 1, 1, 1, 10]));
    check("4114110 weights and biases; the limit is 4000000", &|file| {
        file["sizes"] = json!([784, 1024, 1024, 1024, 1024, 156, 10]);
    });
    check("`weights`: 1 layers, expected 2", &|file| file["weights"] = json!([[[1]]]));
    check("`biases`: 3 layers, expected 2", &|file| file["biases"] = json!([[], [], []]));
    check("`weights[0]`: 3 rows, expected 2", &|file| file["weights"][0] = json!([[], [], []]));
    check("`weights[1][9]`: 3 numbers, expected 2", &|file| file["weights"][1][9] = json!([1, 2, 3]));
    check("`biases[0]`: 1 rows, expected 2", &|file| file["biases"][0] = json!([[1]]));
    check("`biases[0][1]`: 2 numbers, expected 1", &|file| file["biases"][0][1] = json!([1, 2]));
    check("`weights[0][1]`: number 7 is not finite", &|file| file["weights"][0][1][7] = json!(1e39));
    check("`biases[1][4]`: number 0 is not finite", &|file| file["biases"][1][4][0] = json!(-1e39));
    let malformed = |part: &str, json: &str| {
        let said = refusal(json.as_bytes());
        assert!(said.starts_with("not a network2.py file: ") && said.contains(part), "{said}");
    };
    malformed("missing field `biases`", "{\"sizes\": [784, 2, 10], \"weights\": []}");
    malformed("invalid type: string \"784\"", "{\"sizes\": [\"784\"]}");
    malformed("invalid value: integer `-784`", "{\"sizes\": [-784]}");
}

/// A safetensors file of these tensors, whose numbers are all of one value, and this metadata.
fn safetensors(tensors: &[(&str, &str, &[usize])], number: &[u8], metadata: Option<Value>) -> Vec<u8> {
    let mut header = serde_json::Map::new();
    header.extend(metadata.map(|metadata| ("__metadata__".to_owned(), metadata)));
    let mut data = Vec::new();
    for (name, dtype, shape) in tensors {
        let start = data.len();
        data.extend(number.repeat(shape.iter().product()));
        let tensor = json!({"dtype": dtype, "shape": shape, "data_offsets": [start, data.len()]});
        header.insert((*name).to_owned(), tensor);
    }
    let header = Value::Object(header).to_string();
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &data].concat()
}

const HALF: [u8; 4] = 0.5_f32.to_le_bytes();

#[test]
fn everything_wrong_with_a_safetensors_file_is_named() {
    let check = |expected: &str, tensors: &[(&str, &[usize])]| {
        let tensors: Vec<_> = tensors.iter().map(|&(name, shape)| (name, "F32", shape)).collect();
        assert_eq!(refusal(&safetensors(&tensors, &HALF, None)), expected);
    };
    let hidden: [(&str, &[usize]); 2] = [("0.weight", &[16, 784]), ("0.bias", &[16])];
    check("`0.weight`: 100 inputs, expected 784", &[("0.weight", &[16, 100]), ("2.weight", &[10, 16])]);
    check(
        "`2.weight`: 32 inputs, but the previous layer has 16 outputs",
        &[hidden[0], hidden[1], ("2.weight", &[10, 32])],
    );
    check("`2.weight`: 9 outputs, expected 10", &[hidden[0], ("2.weight", &[9, 16])]);
    check(
        "`10.weight`: 9 outputs, expected 10",
        &[hidden[0], ("2.weight", &[10, 16]), ("10.weight", &[9, 10])],
    );
    check("`0.weight`: 0 neurons, expected 1 to 1024", &[("0.weight", &[0, 784]), ("2.weight", &[10, 0])]);
    check(
        "`0.weight`: 1025 neurons, expected 1 to 1024",
        &[("0.weight", &[1025, 784]), ("2.weight", &[10, 1025])],
    );
    check("`0.bias`: 15 biases, expected 16", &[hidden[0], ("0.bias", &[15]), ("2.weight", &[10, 16])]);
    check("`0.bias`: 2 dimensions, expected 1", &[hidden[0], ("0.bias", &[16, 1]), ("2.weight", &[10, 16])]);
    check("`0.weight`: 4 dimensions, expected 2", &[("0.weight", &[8, 1, 3, 3])]);
    check(
        "`2.bias`: biases without weights: `2.weight` is missing",
        &[hidden[0], hidden[1], ("2.bias", &[10])],
    );
    check("0 hidden layers, expected 1 to 6", &[("0.weight", &[10, 784])]);
    check("0 hidden layers, expected 1 to 6", &[]);
    let unknown = "only linear layers are supported, with tensors named like `0.weight` and `0.bias`";
    for name in ["fc1.weight", "weight", "1.running_mean", "01.weight", "-1.weight", ".weight", "", "é.bias"]
    {
        check(&format!("`{name}`: {unknown}"), &[hidden[0], (name, &[16])]);
    }
    check(
        "`b.0.weight`: more than one stack of layers: another one has `a.0.weight`",
        &[("a.0.weight", &[16, 784]), ("b.0.weight", &[10, 16])],
    );

    let stack: [(&str, &str, &[usize]); 2] =
        [("0.weight", "F32", &[16, 784]), ("2.weight", "F32", &[10, 16])];
    let half = stack.map(|(name, _, shape)| (name, "F16", shape));
    assert_eq!(
        refusal(&safetensors(&half, &[0; 2], None)),
        "`0.weight`: unsupported number type F16 (supported: F32 and F64)"
    );
    let infinite = f32::INFINITY.to_le_bytes();
    assert_eq!(refusal(&safetensors(&stack, &infinite, None)), "`0.weight`: number 0 is not finite");
    let double = stack.map(|(name, _, shape)| (name, "F64", shape));
    let too_large = 1e39_f64.to_le_bytes();
    assert_eq!(refusal(&safetensors(&double, &too_large, None)), "`0.weight`: number 0 is not finite");
    let read = read_model(&safetensors(&double, &0.25_f64.to_le_bytes(), None), "x").unwrap();
    assert!(read.model.network.layers()[1].weights().iter().all(|&weight| weight == 0.25));

    for (metadata, expected) in [
        (
            json!({"activation": "gelu"}),
            "`__metadata__.activation`: \"gelu\" is not an activation function that is allowed here",
        ),
        (
            json!({"activation": "softmax"}),
            "`__metadata__.activation`: \"softmax\" is not an activation function that is allowed here",
        ),
        (
            json!({"output": ""}),
            "`__metadata__.output`: \"\" is not an activation function that is allowed here",
        ),
    ] {
        assert_eq!(refusal(&safetensors(&stack, &HALF, Some(metadata))), expected);
    }
    let file = safetensors(&stack, &HALF, Some(json!({"output": "sigmoid", "format": "pt"})));
    let half_said = read_model(&file, "x").unwrap();
    assert!(half_said.model.has_assumed_functions);
    assert_eq!(half_said.model.title, "784-16-10, relu and sigmoid");

    let sound = bytes("relu.safetensors");
    let longer = [sound.as_slice(), &[0]].concat();
    assert_eq!(refusal(&longer), "not a safetensors file: incomplete metadata, file not fully covered");
    assert!(refusal(&sound[..100]).starts_with("not a safetensors file: "));
    assert!(refusal(&[0; 8]).starts_with("not a safetensors file: "));
}

#[test]
fn of_many_tensors_none_is_looked_into() {
    let names: Vec<String> = (0..80_000).map(|place| format!("{place}.weight")).collect();
    let tensors: Vec<(&str, &str, &[usize])> =
        names.iter().map(|name| (name.as_str(), "F32", &[0, 784][..])).collect();
    let file = safetensors(&tensors, &HALF, None);
    assert_eq!(refusal(&file), "79999 hidden layers, expected 1 to 6");
}

#[test]
fn messages_quote_but_a_short_piece_of_the_file() {
    let long = "x".repeat(1_000_000);
    for file in [
        json!({"format": long, "version": 1}).to_string(),
        json!({"format": 1, "version": long}).to_string(),
        json!({"sizes": long}).to_string(),
        json!({"sizes": [long]}).to_string(),
    ] {
        let said = refusal(file.as_bytes());
        assert!(said.len() < 300, "{} bytes: {}", said.len(), &said[..300]);
    }
    for (name, metadata) in [(long.as_str(), None), ("0.weight", Some(json!({"activation": long})))] {
        let tensors: [(&str, &str, &[usize]); 2] =
            [(name, "F32", &[16, 784]), ("2.weight", "F32", &[10, 16])];
        let said = refusal(&safetensors(&tensors, &HALF, metadata));
        assert!(said.len() < 300, "{} bytes: {}", said.len(), &said[..300]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever bytes are changed or missing, the answer is a sound model or a reason.
    #[test]
    fn mangled_files_never_panic(
        which in 0_usize..3, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        in_header: bool, cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut file = bytes(["relu.safetensors", "tanh.safetensors", "network2.json"][which]);
        for (at, byte) in changes {
            let end = if in_header { 400 } else { file.len() };
            file[at.index(end)] = byte;
        }
        file.truncate(cut.map_or(file.len(), |cut| cut.index(file.len())));
        if let Ok(read) = read_model(&file, "mangled") {
            prop_assert!(read.model.network.is_finite());
            let again = Model::from_json(read.model.to_json().as_bytes()).unwrap();
            let is_same = again == Model { has_assumed_functions: false, ..read.model };
            prop_assert!(is_same);
        }
    }

    /// Any stack that is within the limits comes back number for number.
    #[test]
    fn a_safetensors_stack_comes_back_number_for_number(hidden in prop::collection::vec(1_usize..7, 1..=6), seed: u64) {
        let sizes: Vec<usize> = [784].into_iter().chain(hidden).chain([10]).collect();
        let network = Network::random(&sizes, ActivationFn::Relu, ActivationFn::Softmax, seed).unwrap();
        let mut header = serde_json::Map::new();
        let mut data: Vec<u8> = Vec::new();
        // Last layer first: the order in the file means nothing.
        for (layer_idx, layer) in network.layers().iter().enumerate().rev() {
            let start = data.len();
            for row in layer.weights().row_iter() {
                data.extend(row.iter().flat_map(|weight| weight.to_le_bytes()));
            }
            header.insert(format!("net.{}.weight", 3 * layer_idx), json!({
                "dtype": "F32", "shape": [layer.n_outputs(), layer.n_inputs()], "data_offsets": [start, data.len()],
            }));
        }
        let header = Value::Object(header).to_string();
        let file = [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &data].concat();
        prop_assert!(read_model(&file, "x").unwrap().model.network == network);
    }
}
