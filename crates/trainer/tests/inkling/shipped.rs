//! The models in `pretrained/` are sound, and read as they did when they were shipped.

use std::fs;
use std::path::PathBuf;

use digits::{Ink, Point, Stroke};
use models::Model;
use nn::ForwardPass;

use crate::bench::Bench;

/// Upright digits of few strokes: the points of each stroke, in hundredths of the pad.
const DIGITS: [&[&[(i16, i16)]]; 10] = [
    &[&[
        (50, 15),
        (38, 20),
        (31, 35),
        (30, 55),
        (34, 72),
        (45, 83),
        (56, 82),
        (66, 71),
        (70, 52),
        (68, 33),
        (60, 19),
        (50, 15),
    ]],
    &[&[(52, 14), (51, 40), (50, 62), (49, 86)]],
    &[&[(32, 30), (38, 18), (52, 14), (64, 21), (66, 35), (58, 50), (44, 67), (31, 84), (48, 82), (70, 84)]],
    &[&[
        (33, 20),
        (48, 13),
        (63, 20),
        (64, 34),
        (52, 46),
        (44, 48),
        (58, 52),
        (68, 64),
        (64, 79),
        (48, 87),
        (32, 80),
    ]],
    &[&[(42, 14), (36, 34), (30, 54), (50, 54), (72, 53)], &[(60, 32), (59, 58), (58, 87)]],
    &[
        &[(38, 16), (36, 32), (34, 46), (48, 42), (62, 48), (68, 62), (62, 78), (48, 86), (33, 80)],
        &[(38, 16), (52, 15), (67, 14)],
    ],
    &[&[
        (60, 13),
        (46, 26),
        (36, 46),
        (32, 66),
        (38, 82),
        (52, 87),
        (65, 78),
        (65, 62),
        (53, 54),
        (40, 60),
        (34, 70),
    ]],
    &[&[(30, 17), (48, 17), (70, 16), (60, 38), (52, 60), (46, 86)]],
    &[&[
        (62, 22),
        (50, 14),
        (38, 20),
        (38, 34),
        (50, 46),
        (64, 60),
        (66, 76),
        (52, 87),
        (37, 79),
        (38, 62),
        (52, 46),
        (64, 34),
        (62, 22),
    ]],
    &[&[
        (66, 32),
        (58, 17),
        (44, 16),
        (35, 29),
        (38, 43),
        (52, 47),
        (64, 38),
        (66, 26),
        (65, 48),
        (62, 68),
        (58, 87),
    ]],
];

fn ink(digit: usize) -> Ink {
    let point = |&(x, y): &(i16, i16)| Point::new(f32::from(x) / 100.0, f32::from(y) / 100.0);
    Ink {
        strokes: DIGITS[digit]
            .iter()
            .map(|stroke| Stroke { points: stroke.iter().map(point).collect() })
            .collect(),
    }
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../pretrained").join(name)
}

fn outputs(model: &Model, ink: &Ink) -> Vec<f32> {
    let mut pass = ForwardPass::for_network(&model.network);
    model.network.forward(ink.to_image(&model.preprocessing).pixels(), &mut pass);
    pass.output().to_vec()
}

fn model_paths() -> Vec<PathBuf> {
    let entries = fs::read_dir(path("")).expect("the directory of models");
    let paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    assert!(!paths.is_empty());
    paths
}

#[test]
fn every_model_is_whole() {
    for path in model_paths() {
        let bytes = fs::read(&path).expect("a file");
        let model = Model::from_json(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(Some(model.name.as_str()), path.file_stem().and_then(|stem| stem.to_str()));
        assert!(model.to_json().as_bytes() == bytes, "{}: not as the program writes it", path.display());
        let training = model.training;
        let command = training.command.expect("the command that made it");
        assert!(
            command.starts_with("inkling train ")
                && command.contains(&format!("pretrained/{}.json", model.name))
        );
        let evaluation = model.evaluation;
        assert_eq!(evaluation.parameters, Some(model.network.n_parameters()));
        assert!(evaluation.mnist_test_accuracy.is_some() && evaluation.pen_validation_accuracy.is_some());
    }
}

#[test]
fn the_page_about_the_models_is_what_the_command_writes() {
    let bench = Bench::new();
    fs::create_dir(bench.path("pretrained")).expect("a directory");
    for path in model_paths() {
        let name = path.file_name().expect("a file's name");
        fs::copy(&path, bench.path("pretrained").join(name)).expect("copied");
    }
    bench.succeed("cards pretrained");
    let written = fs::read_to_string(bench.path("pretrained/README.md")).expect("the page");
    let committed = fs::read_to_string(path("README.md")).expect("the committed page");
    assert!(written == committed, "pretrained/README.md is out of date: run `inkling cards pretrained`");
}

#[test]
fn vanilla_is_the_plain_network() {
    let model = Model::from_json(&fs::read(path("vanilla.json")).expect("a file")).expect("a model");
    assert_eq!(model.network.sizes(), [784, 16, 16, 10]);
    assert_eq!(model.network.n_parameters(), 13_002);
    assert!(model.network.layers().iter().all(|layer| layer.activation_fn() == nn::ActivationFn::Sigmoid));
    let evaluation = model.evaluation;
    assert!(evaluation.mnist_test_accuracy >= Some(0.96) && evaluation.pen_validation_accuracy >= Some(0.96));
    // There is never any ink in the corners, so their weights are zero.
    let weights = model.network.layers()[0].weights();
    for corner in [0, 27, 27 * 28, 28 * 28 - 1] {
        assert!(weights.column(corner).iter().all(|&weight| weight == 0.0));
    }
}

/// The correct output and the strongest of the others, for each of [`DIGITS`].
type Golden = [(f32, f32); 10];

/// One entry for each model.
const GOLDEN: [(&str, Golden); 6] = [
    (
        "textbook",
        [
            (0.9978, 0.0157),
            (0.9949, 0.0028),
            (0.8973, 0.0400),
            (0.9929, 0.0147),
            (0.9973, 0.0054),
            (0.9974, 0.0230),
            (0.9971, 0.0068),
            (0.9986, 0.0041),
            (0.9983, 0.0071),
            (0.9971, 0.0136),
        ],
    ),
    (
        "wide",
        [
            (0.9983, 0.0020),
            (0.9987, 0.0008),
            (0.9987, 0.0007),
            (0.9998, 0.0015),
            (0.9985, 0.0001),
            (0.9997, 0.0005),
            (0.9999, 0.0009),
            (0.9995, 0.0003),
            (0.9995, 0.0009),
            (0.9992, 0.0009),
        ],
    ),
    (
        "vanilla-relu",
        [
            (0.9993, 0.0003),
            (0.9985, 0.0003),
            (1.0000, 0.0000),
            (1.0000, 0.0000),
            (0.9991, 0.0008),
            (0.9999, 0.0001),
            (0.9999, 0.0000),
            (0.9995, 0.0002),
            (0.9997, 0.0002),
            (0.9998, 0.0001),
        ],
    ),
    (
        "sharp",
        [
            (0.9994, 0.0001),
            (0.9996, 0.0001),
            (0.9991, 0.0002),
            (0.9993, 0.0001),
            (0.9993, 0.0001),
            (0.9992, 0.0001),
            (0.9994, 0.0001),
            (0.9993, 0.0002),
            (0.9993, 0.0001),
            (0.9992, 0.0001),
        ],
    ),
    (
        "untrained",
        [
            (0.4625, 0.6892),
            (0.5420, 0.6826),
            (0.6901, 0.6697),
            (0.6657, 0.6830),
            (0.1944, 0.6858),
            (0.5360, 0.6795),
            (0.2794, 0.6831),
            (0.4748, 0.6860),
            (0.5270, 0.6820),
            (0.2225, 0.6863),
        ],
    ),
    (
        "vanilla",
        [
            (0.9966, 0.0002),
            (0.9994, 0.0001),
            (0.9987, 0.0012),
            (0.9999, 0.0001),
            (0.9998, 0.0007),
            (0.9998, 0.0006),
            (1.0000, 0.0005),
            (0.9976, 0.0002),
            (0.9992, 0.0006),
            (0.9999, 0.0002),
        ],
    ),
];

#[test]
fn every_model_reads_as_it_did() {
    for path in model_paths() {
        let model = Model::from_json(&fs::read(&path).expect("a file")).expect("a model");
        let found: Golden = std::array::from_fn(|digit| {
            let outputs = outputs(&model, &ink(digit));
            let others = outputs.iter().enumerate().filter(|&(other, _)| other != digit);
            (outputs[digit], others.map(|(_, &output)| output).fold(0.0, f32::max))
        });
        let (_, expected) = GOLDEN
            .iter()
            .find(|(name, _)| *name == model.name)
            .unwrap_or_else(|| panic!("{} is new; it answers {found:.4?}", model.name));
        for (digit, (found, expected)) in found.iter().zip(expected).enumerate() {
            assert!(
                (found.0 - expected.0).abs() < 5e-4 && (found.1 - expected.1).abs() < 5e-4,
                "{} reads {digit} otherwise: {found:.4?}, not {expected:?}",
                model.name
            );
        }
    }
}
