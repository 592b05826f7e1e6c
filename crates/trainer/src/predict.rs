//! `inkling predict`: reads drawings, one per line, and writes predictions, one per line.

use std::io::{self, BufRead, Write};

use anyhow::{Context as _, Result};
use digits::Ink;
use digits::strokes_file::Drawings;
use models::Model;
use nn::ForwardPass;
use serde::Serialize;

use crate::cli::PredictArgs;
use crate::evaluate::reading::Answer;
use crate::files::named;
use crate::model_files::store::read_model;

/// One line of output.
#[derive(Debug, Serialize)]
struct Prediction<'a> {
    /// The digit of the strongest output, or null for an empty drawing.
    digit: Option<usize>,
    /// That output, clamped to 0..1; 0 for an empty drawing.
    confidence: f32,
    /// All ten outputs.
    outputs: &'a [f32],
}

/// Reads drawings from standard input, writes predictions to standard output.
///
/// # Errors
///
/// If the model cannot be read, at the first line that is not a drawing, or if the outputs are not finite.
pub(crate) fn predict(args: &PredictArgs) -> Result<()> {
    let model = read_model(&args.model)?;
    predict_lines(&model, &named(&args.model), io::stdin().lock(), io::stdout().lock())
}

fn predict_lines(model: &Model, name: &str, input: impl BufRead, mut output: impl Write) -> Result<()> {
    let mut pass = ForwardPass::for_network(&model.network);
    for drawing in Drawings::new(input) {
        let ink: Ink = drawing.context("standard input")?.ink;
        let image = ink.to_image(&model.preprocessing);
        model.network.forward(image.pixels(), &mut pass);
        let answer = Answer::from_outputs(pass.output()).with_context(|| name.to_owned())?;
        let prediction = if ink.is_empty() {
            Prediction { digit: None, confidence: 0.0, outputs: pass.output() }
        } else {
            Prediction { digit: Some(answer.digit), confidence: answer.confidence, outputs: pass.output() }
        };
        serde_json::to_writer(&mut output, &prediction)?;
        writeln!(output)?;
        // A program that sends one line at a time waits for the answer.
        output.flush()?;
    }
    Ok(())
}
