//! `inkling convert`: a network from elsewhere in, a model file out.

use std::io::{self, Write as _};

use anyhow::{Context as _, Result, bail};
use nn::{ModelFormat, TrainingRecord};

use crate::cli::ConvertArgs;
use crate::files::{named, write_atomically};
use crate::model_files::store::read_any;
use crate::terminal::command_line;

/// Reads a model of any known format, changes what the command line says, and writes it.
///
/// # Errors
///
/// If the file cannot be read, the changes make no network, or the model file cannot be written.
pub(crate) fn convert(args: &ConvertArgs) -> Result<()> {
    let read = read_any(&args.input)?;
    let mut file = read.file;
    file.network = file
        .network
        .with_activation_fns(args.activation, args.output)
        .context("--activation: a hidden layer cannot be softmax")?;
    if (args.mean, args.std) != (0.0, 1.0) {
        file.network = file.network.with_normalisation_folded_in(args.mean, args.std);
        if !file.network.is_finite() {
            bail!("--mean, --std: the weights become too large");
        }
    }
    if let Some(steps) = &args.preprocessing {
        file.input.preprocessing = steps.0.names().into_iter().map(str::to_owned).collect();
    }
    let has_changed =
        args.activation.is_some() || args.output.is_some() || (args.mean, args.std) != (0.0, 1.0);
    if has_changed {
        // What was measured was measured on another network.
        (file.evaluation, file.rejection_threshold) = (None, None);
    }
    file.title = args.title.clone().unwrap_or_else(|| {
        if has_changed || read.format != ModelFormat::Inkling { file.network.title() } else { file.title }
    });
    file.name = args.name.clone().unwrap_or(file.name);
    file.training.get_or_insert_with(TrainingRecord::default).command = Some(command_line::this());

    // What cannot be read again is not written: a name that is too long, say.
    let json = file.to_json();
    nn::ModelFile::from_json(json.as_bytes()).with_context(|| named(&args.model))?;
    write_atomically(&args.model, json.as_bytes())?;

    let mut out = io::stdout().lock();
    let kind = match read.format {
        ModelFormat::Inkling => "a model file",
        ModelFormat::Network2 => "a network of network2.py",
        ModelFormat::Safetensors { .. } => "a safetensors file",
    };
    writeln!(out, "{}: written, from {kind}: {}", args.model.display(), file.network.title())?;
    if let ModelFormat::Safetensors { has_assumed_functions: true } = read.format
        && (args.activation.is_none() || args.output.is_none())
    {
        let names = (file.network.layers()[0].activation_fn(), file.network.output_activation_fn());
        writeln!(
            io::stderr(),
            "the file does not say its activation functions: taken are {} and, for the outputs, {}; \
             --activation and --output name others",
            names.0.name(),
            names.1.name()
        )?;
    }
    Ok(())
}
