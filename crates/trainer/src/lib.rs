//! The command line `inkling`, as a library under a thin binary: download data, train networks, evaluate and use them.
//!
//! Files, the terminal and threads belong here. Networks belong to `nn`, digits to `digits`, model files to `models`.

pub mod cli;

mod bench;
mod data;
mod evaluate;
mod files;
mod model_files;
mod predict;
mod terminal;
mod text;
mod train;

use std::process::ExitCode;

use anyhow::Result;

use crate::cli::{Cli, Command, DataCommand};
use crate::terminal::signals::Signals;

/// Runs a command.
///
/// # Errors
///
/// Whatever goes wrong; the error names the file or the line at fault. An error in the arguments is a [`clap::Error`].
pub fn run(cli: Cli) -> Result<ExitCode> {
    let signals = Signals::listen()?;
    match cli.command {
        Command::Data(DataCommand::Fetch(args)) => data::fetch::fetch(args)?,
        Command::Data(DataCommand::Synthetic(args)) => data::synthetic::write(&args)?,
        Command::Data(DataCommand::Pack(args)) => data::pack::write(&args)?,
        Command::Data(DataCommand::Sheet(args)) => data::sheet::write(&args)?,
        Command::Train(args) => return train::train(&args, &signals),
        Command::Eval(args) => evaluate::evaluate(args)?,
        Command::Predict(args) => predict::predict(&args)?,
        Command::Convert(args) => model_files::convert::convert(&args)?,
        Command::Bench(args) => bench::bench(&args)?,
        Command::Pack(args) => model_files::pack::pack(&args)?,
        Command::Cards(args) => model_files::cards::cards(&args)?,
    }
    Ok(ExitCode::SUCCESS)
}
