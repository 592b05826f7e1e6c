//! `inkling cards`: a page about the models in a directory, generated from their files alone.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use models::{Evaluation, Model, thousands};
use nn::Network;

use crate::cli::CardsArgs;
use crate::evaluate::score::wilson_interval;
use crate::evaluate::test_sets::{N_NON_DIGITS, N_SYNTHETIC};
use crate::files::{self, named};
use crate::model_files::store::{model_paths, read_model};
use crate::text::{percent, push};

/// MNIST's test images. Model files give fractions, not counts.
const N_MNIST_TEST: usize = 10_000;
/// The pen digits of the six held-out writers.
const N_HELD_OUT_PENS: usize = 1_500;

/// The page's name in the directory.
const README: &str = "README.md";

/// A model and the size of its file.
struct Shipped {
    model: Model,
    n_bytes: usize,
    n_gzip_bytes: usize,
}

/// Reads every model file of the directory and writes its `README.md`.
///
/// # Errors
///
/// If the directory or a model cannot be read, there is no model, or the page cannot be written.
pub(crate) fn cards(args: &CardsArgs) -> Result<()> {
    let directory = &args.directory;
    let models = model_paths(directory)?.iter().map(|path| read(path)).collect::<Result<Vec<_>>>()?;
    if models.is_empty() {
        bail!("{}: no model file (*.json) found", directory.display());
    }
    let path = directory.join(README);
    files::write(&path, page(&models).as_bytes())?;
    writeln!(io::stdout(), "{}: written, {} models", path.display(), models.len())?;
    Ok(())
}

fn read(path: &Path) -> Result<Shipped> {
    let bytes = fs::read(path).with_context(|| named(path))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    Ok(Shipped { model: read_model(path)?, n_bytes: bytes.len(), n_gzip_bytes: encoder.finish()?.len() })
}

fn page(models: &[Shipped]) -> String {
    let mut page = String::from(
        "# Models\n\n\
         Plain fully connected networks, in the file format described in `docs/MODEL.md`.\n\
         This page is generated from the model files by `inkling cards pretrained`.\n\n\
         | name | architecture | activation | MNIST test | held-out pens | synthetic | calibration error, MNIST / pens \
         | non-digits rejected | parameters | bytes | gzip |\n\
         |---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for model in models {
        push_row(&mut page, model);
    }
    push(
        &mut page,
        format_args!(
            "\n- MNIST test: accuracy on MNIST's {} test images.\n\
             - Held-out pens: accuracy on {} digits by six writers that no model was trained on (writers 3, 8, 13, 18, 23 and 28 of the pen digits).\n\
             - Synthetic: accuracy on {} generated digits.\n\
             - Calibration error: the gap between confidence and accuracy (expected calibration error, 15 bins).\n\
             - Non-digits rejected: the share of {} scribbles, letters and parts of digits whose strongest output is below the \
             model's threshold, so that the answer is \"not sure\". The threshold keeps 98% of the correctly read digits of a validation set.\n\
             - Bytes and gzip: the size of the file, and its size when compressed.\n",
            thousands(N_MNIST_TEST),
            thousands(N_HELD_OUT_PENS),
            thousands(N_SYNTHETIC),
            thousands(N_NON_DIGITS)
        ),
    );
    for model in models {
        push_card(&mut page, model);
    }
    page
}

fn push_row(page: &mut String, shipped: &Shipped) {
    let model = &shipped.model;
    let evaluation = &model.evaluation;
    push(
        page,
        format_args!(
            "| [{name}](#{name}) | {shape} | {activations} | {mnist} | {pens} | {synthetic} | {mnist_error} / {pen_error} | {refused} \
             | {parameters} | {bytes} | {gzip} |\n",
            name = model.name,
            shape = shape(&model.network),
            activations = activations(&model.network),
            mnist = percent(evaluation.mnist_test_accuracy),
            pens = percent(evaluation.pen_validation_accuracy),
            synthetic = percent(evaluation.synthetic_accuracy),
            mnist_error = percent(evaluation.mnist_calibration_error),
            pen_error = percent(evaluation.pen_calibration_error),
            refused = percent(evaluation.non_digits_refused),
            parameters = thousands(model.network.n_parameters()),
            bytes = thousands(shipped.n_bytes),
            gzip = thousands(shipped.n_gzip_bytes),
        ),
    );
}

fn push_card(page: &mut String, shipped: &Shipped) {
    let model = &shipped.model;
    let (name, title) = (&model.name, &model.title);
    let network = &model.network;
    push(page, format_args!("\n## {name}\n\n{title}.\n\n"));
    push(page, format_args!("- Network: {}, {}, fully connected.\n", shape(network), activations(network)));
    push(
        page,
        format_args!("- Input: 28x28 pixels; preprocessing: {}.\n", steps(&model.preprocessing.names())),
    );
    push(
        page,
        format_args!(
            "- Size: {} weights and biases; {} bytes, {} gzipped.\n",
            thousands(network.n_parameters()),
            thousands(shipped.n_bytes),
            thousands(shipped.n_gzip_bytes)
        ),
    );
    if let Some(threshold) = model.rejection_threshold {
        push(page, format_args!("- Rejection threshold: {threshold}.\n"));
    }
    let training = &model.training;
    if let Some(data) = &training.data {
        push(page, format_args!("- Data: {data}.\n"));
    }
    if let Some(epochs) = training.epochs {
        push(page, format_args!("- Training: {epochs} epochs"));
        if let Some(seed) = training.seed {
            push(page, format_args!(", seed {seed}"));
        }
        page.push_str(".\n");
    }
    if let Some(command) = &training.command {
        push(page, format_args!("\n```sh\n{command}\n```\n"));
    }
    push_evaluation(page, &model.evaluation);
}

fn push_evaluation(page: &mut String, evaluation: &Evaluation) {
    let rows = [
        ("MNIST test, accuracy", evaluation.mnist_test_accuracy, N_MNIST_TEST),
        ("held-out pens, accuracy", evaluation.pen_validation_accuracy, N_HELD_OUT_PENS),
        ("synthetic digits, accuracy", evaluation.synthetic_accuracy, N_SYNTHETIC),
        ("non-digits, rejected", evaluation.non_digits_refused, N_NON_DIGITS),
    ];
    if rows.iter().all(|(_, share, _)| share.is_none()) {
        return;
    }
    page.push_str("\n| measure | samples | result | 95% interval (Wilson) |\n|---|---|---|---|\n");
    for (what, share, of) in rows {
        let Some(share) = share else { continue };
        let (low, high) = wilson_interval((share * of as f64).round() as u64, of as u64);
        push(
            page,
            format_args!(
                "| {what} | {} | {} | {:.2} to {} |\n",
                thousands(of),
                percent(Some(share)),
                100.0 * low,
                percent(Some(high))
            ),
        );
    }
}

/// Such as `784-16-16-10`.
fn shape(network: &Network) -> String {
    network.sizes().iter().map(ToString::to_string).collect::<Vec<_>>().join("-")
}

/// Such as `relu, softmax`.
fn activations(network: &Network) -> String {
    let mut names: Vec<&str> = network.layers().iter().map(|layer| layer.activation_fn().name()).collect();
    names.dedup();
    names.join(", ")
}

fn steps(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use digits::Preprocessing;
    use models::TrainingRecord;
    use nn::ActivationFn;

    use super::*;

    fn model() -> Shipped {
        let network =
            Network::random(&[784, 4, 3, 10], ActivationFn::Relu, ActivationFn::Softmax, 1).unwrap();
        let mut model = Model::new("small", "A small one", network, Preprocessing::mnist()).unwrap();
        model.rejection_threshold = Some(0.75);
        model.training = TrainingRecord {
            data: Some("a few digits".to_owned()),
            seed: Some(7),
            epochs: Some(30),
            command: Some("inkling train --output small.json".to_owned()),
        };
        model.evaluation = Evaluation { mnist_test_accuracy: Some(0.973), ..Evaluation::default() };
        Shipped { model, n_bytes: 123_456, n_gzip_bytes: 45_678 }
    }

    #[test]
    fn a_card_says_what_the_file_says() {
        let page = page(&[model()]);
        for expected in [
            "| [small](#small) | 784-4-3-10 | relu, softmax | 97.30% | - | - | - / - | - | 3,195 | 123,456 | 45,678 |",
            "## small\n\nA small one.\n",
            "- Rejection threshold: 0.75.",
            "- Training: 30 epochs, seed 7.",
            "```sh\ninkling train --output small.json\n```",
            // The interval is that of 9,730 of 10,000; see `score.rs`.
            "| MNIST test, accuracy | 10,000 | 97.30% | 96.96 to 97.60% |",
        ] {
            assert!(page.contains(expected), "\"{expected}\" is not in:\n{page}");
        }
        assert!(!page.contains("held-out pens, accuracy"));
    }

    #[test]
    fn a_model_that_says_nothing_of_itself_has_a_card_too() {
        let mut shipped = model();
        let model = &mut shipped.model;
        (model.training, model.evaluation) = (TrainingRecord::default(), Evaluation::default());
        model.rejection_threshold = None;
        let page = page(&[shipped]);
        assert!(
            page.contains("- Network: 784-4-3-10, relu, softmax, fully connected.") && !page.contains("```")
        );
    }
}
