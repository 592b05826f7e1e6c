//! `inkling convert`: converts a network of another format to a model file.

use std::io::{self, Write as _};

use anyhow::{Context as _, Result, bail};
use models::{Evaluation, Model, ModelFormat};

use crate::cli::ConvertArgs;
use crate::files::{self, named};
use crate::model_files::store::read_any;
use crate::terminal::command_line;

/// Reads a model of any known format, applies the arguments, and writes it as a model file.
///
/// # Errors
///
/// If the file cannot be read, the arguments do not fit the network, or the model file cannot be written.
pub(crate) fn convert(args: &ConvertArgs) -> Result<()> {
    let read = read_any(&args.input)?;
    let mut model = read.model;
    model.network = model
        .network
        .with_activation_fns(args.activation, args.output)
        .context("--activation: a hidden layer cannot be softmax")?;
    if (args.mean, args.std) != (0.0, 1.0) {
        let Ok(folded) = model.network.with_normalisation_folded_in(args.mean, args.std) else {
            bail!("--mean, --std: the weights become too large");
        };
        model.network = folded;
    }
    if let Some(steps) = &args.preprocessing {
        model.preprocessing = steps.0.clone();
    }
    let has_changed =
        args.activation.is_some() || args.output.is_some() || (args.mean, args.std) != (0.0, 1.0);
    if has_changed {
        // The evaluation is that of another network.
        (model.evaluation, model.rejection_threshold) = (Evaluation::default(), None);
    }
    model.title = args.title.clone().unwrap_or_else(|| {
        if has_changed || read.format != ModelFormat::Inkling { model.network.title() } else { model.title }
    });
    model.name = args.name.clone().unwrap_or(model.name);
    model.training.command = Some(command_line::this());

    // What could not be read again is not written, such as a name that is too long.
    let json = model.to_json();
    Model::from_json(json.as_bytes()).with_context(|| named(&args.model))?;
    files::write(&args.model, json.as_bytes())?;

    // Not on standard output, which may be the file.
    let mut out = io::stderr().lock();
    let kind = match read.format {
        ModelFormat::Inkling => "a model file",
        ModelFormat::Packed => "a packed model file",
        ModelFormat::Network2 => "a network saved by network2.py",
        ModelFormat::Safetensors => "a safetensors file",
    };
    writeln!(out, "{}: written, from {kind}: {}", args.model.display(), model.network.title())?;
    if model.has_assumed_functions && (args.activation.is_none() || args.output.is_none()) {
        let names = (model.network.layers()[0].activation_fn(), model.network.output_activation_fn());
        writeln!(
            out,
            "assumed the activation functions {} and, for the output layer, {}, as the file does not name any; \
             set them with --activation and --output",
            names.0.name(),
            names.1.name()
        )?;
    }
    Ok(())
}
