//! From data to a model to answers, with the real program.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use crate::bench::{Bench, drawing, text};
use digits::{Drawing, drawing_to_json, synthetic};
use models::Model;
use nn::{ActivationFn, Network};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

const TRAIN: &str = "train --output model.json --hidden 12 --epochs 12 --mini-batch 16 --learning-rate 0.02 \
                     --mnist-validation 50 --measure-on 50 --validation-writers 5,6 --average 0.9";

fn model(bench: &Bench) -> Model {
    Model::from_json(&fs::read(bench.path("model.json")).expect("a model file")).expect("a sound model file")
}

#[test]
fn train_then_eval_then_predict() {
    let bench = Bench::with_data();
    let said = text(&bench.run(TRAIN).stderr);
    let last = said.lines().last().unwrap_or_default();
    assert!(last.starts_with("model.json: written; MNIST test "), "{said}");

    let model = model(&bench);
    assert_eq!(model.name, "model");
    assert_eq!(model.title, "784-12-10, sigmoid");
    assert_eq!(model.preprocessing.names(), ["fit-20", "straighten", "centre-of-mass"]);
    assert_eq!(model.network.sizes(), [784, 12, 10]);
    let weights = model.network.layers()[0].weights();
    assert!(weights.column(0).iter().all(|&weight| weight == 0.0), "no ink was ever seen in the corner");
    let training = model.training;
    assert_eq!(training.command.as_deref(), Some(format!("inkling {}", words(TRAIN)).as_str()));
    assert_eq!((training.seed, training.epochs), (Some(1), Some(12)));
    let data = training.data.expect("what it was trained on");
    assert_eq!(data, "MNIST training images (350); pen drawings (160, each 3 times); held out: writers 5, 6");
    let evaluation = model.evaluation;
    assert!(model.rejection_threshold.is_some_and(|threshold| threshold > 0.0 && threshold < 1.0));
    assert_eq!(evaluation.parameters, Some(784 * 12 + 12 + 12 * 10 + 10));

    let report: Value = serde_json::from_str(
        &bench.succeed("eval model.json --json --mnist data/mnist --strokes data/strokes/pendigits-train.jsonl.gz --writers 5,6"),
    )
    .expect("JSON");
    assert_eq!(report["sizes"], serde_json::json!([784, 12, 10]));
    for (idx, (total, stated)) in
        [(100, evaluation.mnist_test_accuracy), (80, evaluation.pen_validation_accuracy)]
            .into_iter()
            .enumerate()
    {
        let set = &report["sets"][idx];
        assert_eq!(set["total"], total);
        let accuracy = set["accuracy"].as_f64().expect("a number");
        assert!(accuracy > 0.9, "{set}");
        assert!((accuracy - stated.expect("stated in the file")).abs() < 1e-3);
        assert_eq!(set["confusion"].as_array().map(Vec::len), Some(10));
    }
    let set = &report["sets"][0];
    for (stated, measured) in [
        (evaluation.mnist_calibration_error, &set["calibration_error"]),
        (evaluation.pen_calibration_error, &report["sets"][1]["calibration_error"]),
    ] {
        assert!((stated.expect("stated in the file") - measured.as_f64().expect("a number")).abs() < 1e-4);
    }
    let n_read: u64 =
        set["reliability"].as_array().expect("rows").iter().filter_map(|row| row["count"].as_u64()).sum();
    assert_eq!(n_read, 100);
    assert_eq!(set["drawn_otherwise"], serde_json::json!([]), "images cannot be drawn again");
    assert_eq!(report["sets"][1]["drawn_otherwise"].as_array().map(Vec::len), Some(5));

    let page = bench.succeed("eval model.json --synthetic 30 --non-digits 10");
    for part in [
        "784-12-10, 9,550 parameters",
        "MNIST test",
        "(writers 3, 8, ",
        "synthetic digits",
        "rotated left",
        "(10 scribbles",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }

    let report: Value = serde_json::from_str(&bench.succeed(
        "eval model.json --json --synthetic 50 --non-digits 25 --mistakes mistakes.html --mistakes-per-set 3",
    ))
    .expect("JSON");
    let names: Vec<&str> =
        report["sets"].as_array().expect("sets").iter().filter_map(|set| set["name"].as_str()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    let refused = report["rejection"]["at_rejection_threshold"]["non_digits_refused"].as_f64();
    assert_eq!(refused, evaluation.non_digits_refused);
    assert_eq!(report["sets"][2]["accuracy"].as_f64(), evaluation.synthetic_accuracy);
    let sheet = fs::read_to_string(bench.path("mistakes.html")).expect("the sheet");
    let n_wrong =
        |set: &Value| set["total"].as_u64().expect("a count") - set["right"].as_u64().expect("a count");
    let n_shown: u64 =
        report["sets"].as_array().expect("sets").iter().map(|set| n_wrong(set).min(3)).sum::<u64>() + 3;
    assert_eq!(sheet.matches("<figure>").count() as u64, n_shown);
    assert_eq!(sheet.matches("<li").count() as u64, 10 * n_shown);
    assert!(!sheet.contains("http"), "the sheet is complete in itself");

    let drawings: Vec<Drawing> = (1000..1010).map(|n| drawing(n, 9)).collect();
    let lines: String = drawings.iter().map(|drawing| drawing_to_json(drawing) + "\n").collect();
    let answers = predict(&bench, &format!("{lines}\n{{\"strokes\":[]}}\n"));
    assert_eq!(answers.0, Some(0));
    let answers: Vec<Value> =
        answers.1.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), 11);
    let n_right = answers.iter().zip(0..10).filter(|(answer, digit)| answer["digit"] == *digit).count();
    assert!(n_right >= 9, "{answers:?}");
    for answer in &answers[..10] {
        let outputs = answer["outputs"].as_array().expect("a list");
        let digit = answer["digit"].as_u64().expect("a digit");
        assert_eq!(outputs.len(), 10);
        assert_eq!(outputs[digit as usize], answer["confidence"]);
    }
    assert_eq!((&answers[10]["digit"], &answers[10]["confidence"]), (&Value::Null, &serde_json::json!(0.0)));
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Exit code and both outputs of `inkling predict` for this input.
fn predict(bench: &Bench, input: &str) -> (Option<i32>, String, String) {
    let mut child = bench
        .inkling("predict model.json")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("its standard input");
    stdin.write_all(input.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_same_seed_gives_the_same_file_on_any_number_of_threads() {
    let arguments =
        "train --output model.json --hidden 6,5 --epochs 3 --mnist-validation 0 --measure-on 20 --seed";
    let trained = |seed: u32, n_threads: &str| {
        let bench = Bench::with_data();
        let output = bench
            .inkling(&format!("{arguments} {seed}"))
            .env("RAYON_NUM_THREADS", n_threads)
            .output()
            .expect("the program runs");
        assert!(output.status.success(), "{}", text(&output.stderr));
        fs::read(bench.path("model.json")).expect("a model file")
    };
    let first = trained(4, "1");
    assert!(first == trained(4, "1"), "twice the same");
    assert!(first == trained(4, "2"), "with two threads");
    assert!(first != trained(5, "2"), "with another seed");
}

#[test]
fn every_way_of_learning_learns() {
    let bench = Bench::with_data();
    for way in [
        "--activation relu --output-activation softmax --learning-rate 0.01",
        "--activation tanh --loss quadratic --learning-rate 0.02",
        "--optimiser sgd --momentum 0.9 --schedule constant --learning-rate 0.5 --average 0",
        "--strokes-weight 0 --preprocessing fit-20,centre-of-mass --weight-decay 0.01 --learning-rate 0.02",
        "--label-smoothing 0.1 --mini-batch 100 --epochs 40 --learning-rate 0.02",
        "--mnist-weight 0 --strokes data/strokes/pendigits-train.jsonl.gz --augmentation none --learning-rate 0.02 --epochs 20",
    ] {
        let epochs = if way.contains("--epochs") { "" } else { "--epochs 12" };
        let mini_batch = if way.contains("--mini-batch") { "" } else { "--mini-batch 16" };
        bench.succeed(&format!(
            "train -o model.json --hidden 12 --mnist-validation 0 --measure-on 20 {mini_batch} {epochs} {way}"
        ));
        let report: Value =
            serde_json::from_str(&bench.succeed("eval model.json --mnist data/mnist --json")).expect("JSON");
        let accuracy = report["sets"][0]["accuracy"].as_f64().expect("a number");
        assert!(accuracy > 0.8, "{way}: {accuracy}");
    }
}

#[test]
fn made_up_digits_teach_to_read_drawn_ones_and_to_doubt_what_is_none() {
    let bench = Bench::new();
    bench.succeed(
        "train -o model.json --mnist-weight 0 --strokes-weight 0 --synthetic 3000 --non-digits 600 --hidden 24 --epochs 4 \
         --learning-rate 0.02 --calibrate --measure-on 20",
    );
    let training = model(&bench).training;
    let data = training.data.expect("what it was trained on");
    assert_eq!(data, "synthetic digits (3000 an epoch); drawings that are no digits (600 an epoch)");
    let lines = |drawings: Vec<Drawing>| -> String {
        drawings.iter().map(|drawing| drawing_to_json(drawing) + "\n").collect()
    };
    let confidences = |input: String| -> Vec<f64> {
        let answers = predict(&bench, &input).1;
        let confidence = |line| serde_json::from_str::<Value>(line).expect("JSON")["confidence"].as_f64();
        answers.lines().map(|line| confidence(line).expect("a number")).collect()
    };
    let mean = |numbers: Vec<f64>| numbers.iter().sum::<f64>() / numbers.len() as f64;
    let digits = (0..100).map(|n| drawing(n, 9)).collect();
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    let others =
        (0..100).map(|_| Drawing { ink: synthetic::non_digit(&mut rng), ..Drawing::default() }).collect();
    let (of_digits, of_others) = (mean(confidences(lines(digits))), mean(confidences(lines(others))));
    assert!(of_digits > of_others + 0.3, "{of_digits} and {of_others}");
}

#[test]
fn a_teacher_passes_on_what_it_knows_even_without_labels() {
    let bench = Bench::with_data();
    bench.succeed(
        "train -o teacher.json --hidden 12 --epochs 12 --mini-batch 16 --mnist-validation 0 --measure-on 20",
    );
    bench.succeed(
        "train -o model.json --hidden 12 --epochs 12 --mini-batch 16 --mnist-validation 0 --measure-on 20 --learning-rate 0.02 \
         --teacher teacher.json --teacher-share 1",
    );
    let report: Value =
        serde_json::from_str(&bench.succeed("eval model.json --mnist data/mnist --json")).expect("JSON");
    assert!(report["sets"][0]["accuracy"].as_f64() > Some(0.8), "{report}");
    let error = bench.fail(1, "train -o other.json --teacher teacher.json --preprocessing fit-20");
    assert!(error.contains("teacher.json: the teacher's preprocessing differs"), "{error}");
}

#[test]
fn no_epoch_leaves_the_weights_as_the_seed_made_them() {
    let bench = Bench::with_data();
    bench.succeed("train -o model.json --epochs 0 --measure-on 20 --significant-digits 9 --seed 3");
    let model = model(&bench);
    let expected = Network::random(&[784, 16, 16, 10], ActivationFn::Sigmoid, ActivationFn::Sigmoid, 3);
    assert_eq!(model.network, expected.expect("a network"));
    assert_eq!(model.training.data.as_deref(), Some("none"));
}

#[test]
fn a_bad_line_is_named_after_the_answers_before_it() {
    let bench = Bench::with_data();
    bench.succeed("train -o model.json --hidden 4 --epochs 1 --mnist-validation 0 --measure-on 20");
    let good = drawing_to_json(&drawing(3, 1));
    let (code, answers, error) =
        predict(&bench, &format!("{good}\n{good}\n{{\"strokes\":[[[0.1]]]}}\n{good}\n"));
    assert_eq!(code, Some(1));
    assert_eq!(answers.lines().count(), 2);
    assert!(error.contains("standard input: line 3: strokes[0][0]: must be"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_training_and_saves_the_network_so_far() {
    use std::io::{BufRead as _, BufReader};
    use std::process::Command;

    for (signal, exit_code) in [("-INT", 130), ("-TERM", 143)] {
        let bench = Bench::with_data();
        let mut child = bench
            .inkling("train -o model.json --hidden 4 --epochs 100000 --mnist-validation 0 --measure-on 20")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the program runs");
        let mut lines =
            BufReader::new(child.stderr.take().expect("its standard error")).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.starts_with("epoch 1/100000: loss ")), "it is learning");
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
        assert!(lines.any(|line| line.contains("stopped after") && line.contains("saving")));
        assert!(lines.any(|line| line.starts_with("model.json: written")));
        assert_eq!(child.wait().expect("it ends").code(), Some(exit_code));
        let epochs = model(&bench).training.epochs;
        assert!(epochs.is_some_and(|epochs| (1..100_000).contains(&epochs)), "{epochs:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_any_other_command_at_once() {
    use std::io::Read as _;
    use std::process::Command;

    let bench = Bench::new();
    let vanilla = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pretrained/vanilla.json");
    let mut child = bench
        .inkling(&format!("predict {vanilla}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("its standard input");
    stdin.write_all(b"{\"strokes\":[]}\n").expect("it reads");
    let mut first_byte = [0];
    child.stdout.take().expect("its standard output").read_exact(&mut first_byte).expect("it answers");
    let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(143));
}
