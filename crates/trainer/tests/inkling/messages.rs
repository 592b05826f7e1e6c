//! Messages and exit codes when something is missing, damaged or invalid.

use std::fs::{self, File};
use std::process::Command;

use crate::bench::{Bench, drawing, text};
use digits::{Preprocessing, drawing_to_json};
use models::Model;
use nn::{ActivationFn, Network};

#[track_caller]
fn check(said: &str, expected: &[&str]) {
    for part in expected {
        assert!(said.contains(part), "\"{part}\" is not in: {said}");
    }
}

#[test]
fn a_command_line_that_makes_no_sense_is_exit_code_2() {
    let bench = Bench::new();
    for (arguments, expected) in [
        ("", "Usage: inkling"),
        ("draw", "unrecognized subcommand"),
        ("train", "--output"),
        ("train -o m.json --epochs many", "invalid value 'many'"),
        ("train -o m.json --hidden 16,0", "each layer must have 1 to 1024 neurons"),
        ("train -o m.json --hidden 1,1,1,1,1,1,1", "at most 6 hidden layers"),
        ("train -o m.json --activation swish", "possible values: sigmoid, relu, tanh"),
        ("train -o m.json --activation softmax", "softmax"),
        ("train -o m.json --output-activation relu", "cross-entropy"),
        ("train -o m.json --preprocessing fit-20,blur", "unknown preprocessing step \"blur\""),
        ("train -o m.json --augmentation twist=2", "unknown augmentation \"twist\""),
        ("train -o m.json --mnist-weight 0 --strokes-weight 0", "there is no data to train on"),
        ("train -o m.json --mini-batch 0", "--mini-batch"),
        ("train -o m.json --learning-rate=-1", "--learning-rate"),
        ("train -o m.json --average 1", "--average"),
        ("train -o m.json --name=", "`name` must have 1 to 200 characters"),
        ("eval", "<MODEL>"),
        ("eval m.json --writers 3", "--strokes"),
    ] {
        check(&bench.fail(2, arguments), &[expected]);
    }
}

#[test]
fn help_and_version_are_no_failure() {
    let bench = Bench::new();
    check(&bench.succeed("--help"), &["train", "eval", "predict", "data"]);
    check(&bench.succeed("--version"), &["inkling"]);
    check(
        &bench.succeed("train --help"),
        &["Loss function", "Peak learning rate", "[default: 64]", "[env: INKLING_DATA]", "[default: data]"],
    );
}

#[test]
fn a_missing_file_is_named() {
    let bench = Bench::new();
    check(&bench.fail(1, "eval nowhere.json"), &["nowhere.json", "No such file"]);
    let vanilla = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pretrained/vanilla.json");
    check(
        &bench.fail(1, &format!("eval {vanilla} --synthetic 0 --non-digits 0")),
        &[
            "there is no data to evaluate on",
            "MNIST test: not in data/mnist",
            "held-out pens",
            "inkling data fetch",
        ],
    );
    check(&bench.fail(1, &format!("eval {vanilla} --mnist there")), &["there/t10k-images-idx3-ubyte.gz"]);
    check(&bench.fail(1, "cards nowhere"), &["nowhere", "No such file"]);
    check(&bench.fail(1, "cards ."), &["no model file"]);
    check(&bench.fail(1, "predict nowhere.json"), &["nowhere.json", "No such file"]);
    check(
        &bench.fail(1, "train -o model.json"),
        &["data/mnist/train-images-idx3-ubyte.gz", "inkling data fetch", "INKLING_DATA"],
    );
    check(&bench.fail(1, "train -o model.json --data elsewhere"), &["elsewhere/mnist/train-images"]);
    check(&bench.fail(1, "train -o deep/model.json"), &["deep", "no such directory"]);
    check(
        &bench.fail(1, "train -o model.json --mnist-weight 0 --strokes drawn.jsonl"),
        &["drawn.jsonl", "No such file"],
    );

    let with_data = Bench::with_data();
    let output = with_data
        .inkling("train -o model.json")
        .env("INKLING_DATA", "elsewhere")
        .output()
        .expect("the program runs");
    check(&text(&output.stderr), &["elsewhere/mnist/train-images-idx3-ubyte.gz"]);
}

#[test]
fn a_damaged_file_is_named() {
    let bench = Bench::with_data();
    fs::write(bench.path("model.json"), "{\"format\":\"inkling-model\",").expect("written");
    check(
        &bench.fail(1, "eval model.json --synthetic 0 --non-digits 0"),
        &["model.json", "not a model file"],
    );
    fs::write(bench.path("model.json"), "{\"format\":\"inkling-model\",\"version\":2}").expect("written");
    check(&bench.fail(1, "predict model.json"), &["model.json", "version 2"]);

    bench.succeed("train -o sound.json --hidden 4 --epochs 1 --mnist-validation 0 --measure-on 20");
    let sound = fs::read_to_string(bench.path("sound.json")).expect("a model file");
    fs::write(bench.path("model.json"), sound.replace("\"straighten\"", "\"sharpen\"")).expect("written");
    check(
        &bench.fail(1, "eval model.json --synthetic 0 --non-digits 0"),
        &["model.json", "unknown preprocessing step \"sharpen\""],
    );

    fs::write(bench.path("drawn.jsonl"), "{\"strokes\":[],\"label\":3}\n{\"strokes\":7}\n").expect("written");
    check(
        &bench.fail(1, "eval sound.json --strokes drawn.jsonl"),
        &["drawn.jsonl: line 2: strokes: must be a list of strokes\n"],
    );
    fs::write(bench.path("drawn.jsonl"), "{\"strokes\":[]}\n").expect("written");
    check(
        &bench.fail(1, "eval sound.json --strokes drawn.jsonl"),
        &["drawn.jsonl", "none of the drawings has a label"],
    );

    let images = bench.path("data/mnist/t10k-images-idx3-ubyte");
    let bytes = fs::read(&images).expect("the images");
    fs::write(&images, &bytes[..5000]).expect("written");
    check(
        &bench.fail(1, "eval sound.json --synthetic 0"),
        &["t10k-images-idx3-ubyte", "5000 bytes, but the header says 78416"],
    );
}

#[test]
fn a_cause_is_said_once() {
    let bench = Bench::new();
    for file in ["damaged.json", "damaged.jsonl"] {
        fs::write(bench.path(file), "{\"strokes\":[[1,").expect("written");
    }
    fs::write(bench.path("damaged.jsonl.gz"), [0x1f, 0x8b, 8, 0, 0, 0]).expect("written");
    let vanilla = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pretrained/vanilla.json");
    for (arguments, cause) in [
        ("eval damaged.json".to_owned(), "EOF"),
        (format!("eval {vanilla} --strokes damaged.jsonl"), "EOF"),
        (format!("eval {vanilla} --strokes damaged.jsonl.gz"), "unexpected end"),
        (format!("eval {vanilla} --strokes nowhere.jsonl"), "No such file"),
        (format!("convert {vanilla} nowhere/model.json"), "No such file"),
    ] {
        let said = bench.fail(1, &arguments);
        assert_eq!(said.matches(cause).count(), 1, "{said}");
    }
}

#[test]
fn outputs_that_are_not_finite_are_an_error() {
    let bench = Bench::new();
    let mut network =
        Network::random(&[784, 4, 10], ActivationFn::Identity, ActivationFn::Identity, 1).expect("a network");
    for layer_idx in 0..2 {
        network.weights_mut(layer_idx).fill(1e30);
    }
    let model = Model::new("large", "Large", network, Preprocessing::mnist()).expect("a model");
    fs::write(bench.path("large.json"), model.to_json()).expect("written");
    fs::write(bench.path("drawn.jsonl"), drawing_to_json(&drawing(3, 1))).expect("written");
    let predict = bench
        .inkling("predict large.json")
        .stdin(File::open(bench.path("drawn.jsonl")).expect("the drawing"))
        .output()
        .expect("the program runs");
    let eval = bench.run("eval large.json --synthetic 10");
    for output in [predict, eval] {
        assert_eq!(output.status.code(), Some(1));
        check(&text(&output.stderr), &["large.json: this model’s outputs are not usable numbers"]);
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn a_bench_names_its_figures() {
    let bench = Bench::new();
    // 128 samples, the least there must be.
    fs::write(bench.path("samples"), vec![1; 128 * 785]).expect("written");
    let said = bench.succeed("bench samples");
    for name in ["forward", "train sgd", "train momentum", "train adam", "plain sgd"] {
        let line = said.lines().find(|line| line.starts_with(name)).expect("a line for each figure");
        let figure =
            line[name.len()..].split_whitespace().next().and_then(|figure| figure.parse::<f64>().ok());
        assert!(figure.is_some_and(|figure| figure > 0.0), "{line}");
    }
    fs::write(bench.path("samples"), vec![1; 127 * 785]).expect("written");
    check(&bench.fail(1, "bench samples"), &["127 samples are too few for a mini-batch of 128"]);
}

#[test]
fn an_existing_file_is_replaced_as_a_whole() {
    let bench = Bench::with_data();
    fs::write(bench.path("model.json"), "something else").expect("written");
    bench.succeed("train -o model.json --hidden 4 --epochs 1 --mnist-validation 0 --measure-on 20");
    bench.succeed("eval model.json --synthetic 0 --non-digits 0");
    let names = fs::read_dir(bench.path("")).expect("the directory");
    let left_over =
        names.filter_map(Result::ok).any(|entry| entry.path().extension().is_some_and(|e| e == "part"));
    assert!(!left_over);
}

/// A limit on the size of files stands in for a full disk: the system refuses to write more than a few kilobytes.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_file_and_no_half_written_one() {
    let bench = Bench::new();
    fs::write(bench.path("drawn.jsonl"), "the old content").expect("written");
    let command = "trap '' XFSZ; ulimit -f 8; exec \"$0\" data synthetic -o drawn.jsonl --count 1000";
    let mut shell = Command::new("sh");
    shell.current_dir(bench.path("")).args(["-c", command, env!("CARGO_BIN_EXE_inkling")]);
    let output = shell.output().expect("a shell");
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.starts_with("inkling: cannot write drawn.jsonl: File too large (os error "), "{said}");
    assert_eq!(fs::read_to_string(bench.path("drawn.jsonl")).expect("the file"), "the old content");
    assert_eq!(fs::read_dir(bench.path("")).expect("the directory").count(), 1);
}

#[cfg(unix)]
#[test]
fn a_model_can_go_into_a_pipe() {
    let bench = Bench::new();
    let vanilla = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pretrained/vanilla.json");
    let piped = bench.succeed(&format!("convert {vanilla} /dev/stdout"));
    fs::write(bench.path("piped.json"), piped).expect("written");
    bench.succeed("eval piped.json --synthetic 20");
}

#[test]
fn a_fetch_without_network_says_what_to_put_where() {
    let bench = Bench::new();
    // Nothing listens on port 9 of this machine.
    let said = bench.fail(1, "data fetch --data there --mirror http://127.0.0.1:9/mnist");
    check(
        &said,
        &[
            "http://127.0.0.1:9/mnist/train-images-idx3-ubyte.gz",
            "-> there/mnist/t10k-labels-idx1-ubyte.gz",
            "http://127.0.0.1:9/mnist/pendigits-orig.tra.Z",
            "-> there/strokes/pendigits-orig.tes.Z",
            "Run the command again",
        ],
    );
}
