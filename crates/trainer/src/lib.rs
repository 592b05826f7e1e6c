//! The command line `inkling`, as a library under a thin binary: get data, train networks, evaluate and use them.
//!
//! Files, the terminal and threads are this crate's; what a network is and how it learns is `nn`'s, what a digit looks like is
//! `digits`'.

pub mod cli;
pub mod recipe;

mod averaging;
mod bench;
mod calibrate;
mod cards;
mod command_line;
mod compress;
mod convert;
mod data_dir;
mod download;
mod evaluate;
mod fetch;
mod fetch_pens;
mod ink_count;
mod interrupt;
mod learn;
mod made_up;
mod measure;
mod mistakes;
mod mix;
mod model_store;
mod predict;
mod prepared;
mod progress;
mod rejection;
mod reliability;
mod report;
mod robustness;
mod samples;
mod schedule;
mod score;
mod sheet;
mod targets;
mod test_sets;
mod train;
mod unipen;

use std::process::ExitCode;

use anyhow::Result;

use crate::cli::{Cli, Command, DataCommand};

/// Does what the command line says.
///
/// # Errors
///
/// Whatever goes wrong, with the file or the line at fault named. An error in the arguments is a [`clap::Error`].
pub fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        Command::Data(DataCommand::Fetch(args)) => fetch::fetch(args)?,
        Command::Data(DataCommand::Synthetic(args)) => made_up::write(&args)?,
        Command::Data(DataCommand::Sheet(args)) => sheet::write(&args)?,
        Command::Train(args) => return train::train(&args),
        Command::Eval(args) => evaluate::evaluate(args)?,
        Command::Predict(args) => predict::predict(&args)?,
        Command::Convert(args) => convert::convert(&args)?,
        Command::Bench(args) => bench::bench(&args)?,
        Command::Cards(args) => cards::cards(&args)?,
    }
    Ok(ExitCode::SUCCESS)
}
