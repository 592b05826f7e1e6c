//! `inkling predict`: drawings in, answers out, a line for a line.

use std::io::{self, BufRead, Write};

use anyhow::{Context as _, Result};
use digits::Ink;
use digits::strokes_file::Drawings;
use models::{Model, strongest};
use nn::ForwardPass;
use serde::Serialize;

use crate::cli::PredictArgs;
use crate::model_files::store::read_model;

/// One line of output.
#[derive(Debug, Serialize)]
struct Prediction<'a> {
    /// The strongest output, or null for an empty drawing.
    digit: Option<usize>,
    /// That output, within 0..1; 0 for an empty drawing.
    confidence: f32,
    /// All ten.
    outputs: &'a [f32],
}

/// Reads drawings from standard input, writes predictions to standard output.
///
/// # Errors
///
/// If the model cannot be read, or at the first line that is no drawing.
pub(crate) fn predict(args: &PredictArgs) -> Result<()> {
    let model = read_model(&args.model)?;
    predict_lines(&model, io::stdin().lock(), io::stdout().lock())
}

fn predict_lines(model: &Model, input: impl BufRead, mut output: impl Write) -> Result<()> {
    let mut pass = ForwardPass::for_network(&model.network);
    for drawing in Drawings::new(input) {
        let ink: Ink = drawing.context("standard input")?.ink;
        let image = ink.to_image(&model.preprocessing);
        model.network.forward(image.pixels(), &mut pass);
        let best = strongest(pass.output()).filter(|_| !ink.is_empty());
        let confidence = best.map_or(0.0, |digit| pass.output()[digit].clamp(0.0, 1.0));
        serde_json::to_writer(&mut output, &Prediction { digit: best, confidence, outputs: pass.output() })?;
        writeln!(output)?;
        // Whoever feeds line by line waits for the answer.
        output.flush()?;
    }
    Ok(())
}
