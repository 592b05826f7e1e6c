//! Networks of other formats are converted to model files, and can be used as they are.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use crate::bench::{Bench, text};
use models::{Evaluation, Model};
use nn::ActivationFn;

/// The files that PyTorch and `network2.py` saved, which `nn`'s tests compare number by number.
const FOREIGN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/tests/foreign");

fn model(bench: &Bench) -> Model {
    Model::from_json(&fs::read(bench.path("model.json")).expect("a model file")).expect("a sound one")
}

#[test]
fn a_network_of_nielsens_becomes_a_model_file() {
    let bench = Bench::new();
    let said = text(&bench.run(&format!("convert {FOREIGN}/network2.json model.json --title Mine")).stderr);
    assert_eq!(said, "model.json: written, from a network saved by network2.py: 784-4-10, sigmoid\n");
    let model = model(&bench);
    assert_eq!((model.name.as_str(), model.title.as_str()), ("network2", "Mine"));
    let command = model.training.command.expect("the command");
    assert!(command.starts_with("inkling convert ") && command.ends_with("--title Mine"), "{command}");
}

#[test]
fn what_pytorch_does_not_say_is_assumed_aloud_or_given() {
    let bench = Bench::new();
    let file = format!("{FOREIGN}/mean_std.safetensors");
    let output = bench.run(&format!("convert {file} model.json"));
    assert!(output.status.success());
    assert!(
        text(&output.stderr)
            .contains("assumed the activation functions relu and, for the output layer, softmax"),
        "{output:?}"
    );
    assert_eq!(model(&bench).title, "784-8-10, relu and softmax");

    let given = "--activation sigmoid --output softmax --mean 0.1307 --std 0.3081 --name folded";
    let output = bench.run(&format!("convert {file} model.json {given}"));
    assert!(!text(&output.stderr).contains("assumed"), "{output:?}");
    let folded = model(&bench);
    assert_eq!((folded.name.as_str(), folded.title.as_str()), ("folded", "784-8-10, sigmoid and softmax"));
    let raw = models::read_model(&fs::read(&file).expect("the file"), "raw").expect("a network").model;
    let weight = |model: &Model| f64::from(model.network.layers()[0].weights()[(3, 300)]);
    assert!((weight(&folded) - weight(&raw) / 0.3081).abs() < 1e-6);
    assert_eq!(folded.network.layers()[0].activation_fn(), ActivationFn::Sigmoid);
}

#[test]
fn eval_and_predict_take_them_as_they_are() {
    let bench = Bench::new();
    for name in ["network2.json", "relu.safetensors"] {
        let report = bench.succeed(&format!("eval {FOREIGN}/{name} --synthetic 20 --non-digits 5"));
        assert!(report.contains("synthetic digits"), "{report}");
        let mut child = bench
            .inkling(&format!("predict {FOREIGN}/{name}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut stdin = child.stdin.take().expect("its input");
        stdin.write_all(b"{\"strokes\":[[[0.5,0.2],[0.5,0.8]]]}\n").expect("written");
        drop(stdin);
        let answer = text(&child.wait_with_output().expect("it ends").stdout);
        assert!(answer.starts_with("{\"digit\":"), "{answer}");
    }
}

#[test]
fn a_changed_model_does_not_keep_figures_of_the_unchanged_one() {
    let bench = Bench::new();
    let vanilla = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pretrained/vanilla.json");
    bench.succeed(&format!("convert {vanilla} model.json --name same"));
    let same = model(&bench);
    assert!(same.evaluation != Evaluation::default() && same.rejection_threshold.is_some());
    bench.succeed(&format!("convert {vanilla} model.json --activation tanh"));
    let changed = model(&bench);
    assert_eq!((changed.evaluation, changed.rejection_threshold), (Evaluation::default(), None));
    assert_eq!(changed.title, "784-16-16-10, tanh and sigmoid");
}

#[test]
fn what_is_refused_is_named_and_nothing_is_written() {
    let bench = Bench::new();
    fs::write(bench.path("wrong.json"), "{\"sizes\":[784,30,9],\"weights\":[],\"biases\":[]}")
        .expect("written");
    for (code, arguments, expected) in [
        (1, "wrong.json model.json", "wrong.json: `sizes[2]`: 9 outputs, expected 10"),
        (1, "nowhere.safetensors model.json", "nowhere.safetensors"),
        (2, "wrong.json model.json --std 0", "must be greater than 0"),
        (2, "wrong.json model.json --mean x", "must be a number"),
        (2, "wrong.json model.json --activation gelu", "possible values: sigmoid, relu, tanh"),
        (2, "wrong.json model.json --activation softmax", "[possible values: sigmoid, relu, tanh, identity]"),
        (2, "wrong.json", "<MODEL>"),
    ] {
        let said = bench.fail(code, &format!("convert {arguments}"));
        assert!(said.contains(expected), "\"{expected}\" is not in: {said}");
    }
    let network2 = format!("{FOREIGN}/network2.json");
    for (arguments, expected) in [
        ("--std 1e-300", "--mean, --std: the weights become too large"),
        ("--name=", "`name` must have 1 to 200 characters"),
    ] {
        let said = bench.fail(1, &format!("convert {network2} model.json {arguments}"));
        assert!(said.contains(expected), "\"{expected}\" is not in: {said}");
    }
    assert!(!bench.path("model.json").exists());
}

#[test]
fn a_packed_model_reads_as_the_model_it_was_packed_from() {
    let bench = Bench::new();
    let vanilla = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pretrained/vanilla.json");
    fs::copy(vanilla, bench.path("model.json")).expect("copied");
    assert!(bench.succeed("pack .").starts_with("./model.bin: written, "));
    let bytes = fs::read(bench.path("model.bin")).expect("the packed file");
    assert_eq!(Model::from_packed(&bytes).expect("a model"), model(&bench));
}

#[test]
fn a_model_without_usable_numbers_is_no_success() {
    let bench = Bench::new();
    let vanilla = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pretrained/vanilla.json");
    let mut huge = Model::from_json(&fs::read(vanilla).expect("its file")).expect("a model");
    huge.network = huge.network.with_activation_fns(None, Some(ActivationFn::Identity)).expect("a network");
    huge.network.weights_mut(2).fill(f32::MAX);
    fs::write(bench.path("huge.json"), huge.to_json()).expect("written");
    fs::write(bench.path("three.jsonl"), "{\"label\":3,\"strokes\":[[[0.5,0.2],[0.5,0.8]]]}\n")
        .expect("written");
    let drawn = fs::File::open(bench.path("three.jsonl")).expect("the drawing");
    let output = bench.inkling("predict huge.json").stdin(drawn).output().expect("the program runs");
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(1), ""));
    let said = text(&output.stderr);
    assert!(said.contains("this model’s outputs are not usable numbers"), "{said}");
    let said = bench.fail(1, "eval huge.json --strokes three.jsonl");
    assert!(said.contains("this model’s outputs are not usable numbers"), "{said}");
}

#[test]
fn a_file_too_large_is_refused_by_its_size() {
    let bench = Bench::new();
    let file = fs::File::create(bench.path("large.json")).expect("a file");
    // Nothing is in it, and on most file systems it takes no room.
    file.set_len(1 << 40).expect("its size");
    let said = bench.fail(1, "predict large.json");
    assert!(said.contains("large.json: the file has 1099511627776 bytes; the limit is 67108864"), "{said}");
}
