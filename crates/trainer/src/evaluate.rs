//! `inkling eval`: evaluates a model on all the data there is, or on what the arguments name.

pub(crate) mod measure;
pub(crate) mod mistakes;
pub(crate) mod prepared;
pub(crate) mod reading;
pub(crate) mod rejection;
pub(crate) mod reliability;
pub(crate) mod report;
pub(crate) mod robustness;
pub(crate) mod score;
pub(crate) mod test_sets;

use std::io::{self, Write as _};

use anyhow::{Context as _, Result, bail};
use models::Model;

use crate::cli::EvalArgs;
use crate::data::directory::{DataDir, MnistPart, read_mnist};
use crate::evaluate::measure::answers_to_ink;
use crate::evaluate::mistakes::Sheet;
use crate::evaluate::rejection::Rejection;
use crate::evaluate::report::{Report, ReportSet};
use crate::evaluate::robustness::CONDITIONS;
use crate::evaluate::score::Confusion;
use crate::evaluate::test_sets::{Digits, HELD_OUT_WRITERS, N_NON_DIGITS, N_SYNTHETIC, Purpose, TestSet};
use crate::files::{self, named};
use crate::model_files::store::read_model;

/// Evaluates a model, prints the report, and writes the page of mistakes if one was asked for.
///
/// # Errors
///
/// If the model or a data file cannot be read, there is no data, the outputs are not finite, or the page of mistakes cannot
/// be written.
pub(crate) fn evaluate(args: EvalArgs) -> Result<()> {
    let model = read_model(&args.model)?;
    let Gathered { sets, n_non_digits, missing } = gather(&args)?;
    let non_digits = test_sets::non_digits(n_non_digits);
    if sets.is_empty() && non_digits.is_empty() {
        bail!("there is no data to evaluate on: {}", missing.join("; "));
    }

    let mut sheet = Sheet::new(&model, args.mistakes_per_set);
    let mut readings_of_all = Vec::new();
    let mut report_sets = Vec::new();
    for set in &sets {
        let prepared = set.digits.prepare(&model.preprocessing);
        let readings = prepared.readings(&model.network).with_context(|| named(&args.model))?;
        sheet.add_digits(set, &prepared, &readings);
        let conditions = under_conditions(&set.digits, &model)?;
        report_sets.push(ReportSet::new(set.name.clone(), &readings, conditions));
        readings_of_all.extend(readings);
    }
    let answers = answers_to_ink(&model.network, &model.preprocessing, &non_digits)
        .with_context(|| named(&args.model))?;
    sheet.add_non_digits(&non_digits, &answers);
    let rejection = Rejection::of(
        readings_of_all.iter().map(|reading| reading.confidence_and_right()),
        answers.iter().map(|answer| answer.confidence),
    );

    if let Some(path) = &args.mistakes {
        files::write(path, sheet.to_html().as_bytes())?;
    }
    let report = Report { model: &model, sets: report_sets, rejection, n_non_digits, missing };
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
    } else {
        out.write_all(report.to_text().as_bytes())?;
    }
    Ok(())
}

/// What to evaluate on.
struct Gathered {
    sets: Vec<TestSet>,
    n_non_digits: usize,
    /// The data that is missing, in words.
    missing: Vec<String>,
}

/// The data that the arguments name, or else all there is.
fn gather(args: &EvalArgs) -> Result<Gathered> {
    let is_everything = args.mnist.is_none() && args.strokes.is_empty();
    let (mut sets, mut missing) = (Vec::new(), Vec::new());
    if let Some(directory) = &args.mnist {
        let images = read_mnist(directory, MnistPart::Test)?;
        sets.push(TestSet { name: test_sets::MNIST_TEST.to_owned(), digits: Digits::Images(images) });
    }
    for path in &args.strokes {
        let drawings = test_sets::labelled_drawings(path, &args.writers)?;
        sets.push(TestSet { name: path.display().to_string(), digits: Digits::Drawings(drawings) });
    }
    if is_everything {
        let data_dir = DataDir::new(args.data.path.clone());
        for (found, name, path) in [
            (test_sets::mnist_test(&data_dir.mnist())?, test_sets::MNIST_TEST, data_dir.mnist()),
            (
                test_sets::held_out_pens(&data_dir, &HELD_OUT_WRITERS)?,
                test_sets::HELD_OUT_PENS,
                data_dir.pen_strokes(),
            ),
        ] {
            match found {
                Some(set) => sets.push(set),
                None => missing.push(format!(
                    "{name}: not in {} (download it with `inkling data fetch`, or set the data directory with --data)",
                    path.display()
                )),
            }
        }
    }
    let unless_named = |n_usual: usize| if is_everything { n_usual } else { 0 };
    let n_synthetic = args.synthetic.unwrap_or(unless_named(N_SYNTHETIC));
    if n_synthetic > 0 {
        let drawings = test_sets::synthetic_digits(n_synthetic, Purpose::Test);
        sets.push(TestSet { name: "synthetic digits".to_owned(), digits: Digits::Drawings(drawings) });
    }
    Ok(Gathered { sets, n_non_digits: args.non_digits.unwrap_or(unless_named(N_NON_DIGITS)), missing })
}

/// How drawings are read under each condition. Images, unlike drawings, cannot be drawn again.
fn under_conditions(digits: &Digits, model: &Model) -> Result<Vec<(&'static str, Confusion)>> {
    let Digits::Drawings(drawings) = digits else { return Ok(Vec::new()) };
    let confusion = |condition: &crate::evaluate::robustness::Condition| {
        let prepared = condition.prepare(drawings, &model.preprocessing);
        Ok((condition.name, prepared.confusion(&model.network)?))
    };
    CONDITIONS.iter().map(confusion).collect()
}
