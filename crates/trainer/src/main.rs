//! The program `inkling`: parses the command line, runs it, and turns the outcome into a message and an exit code.
//!
//! 0: done. 1: failed, and standard error says why. 2: the command line makes no sense. 130: stopped by Ctrl-C. 143: stopped by SIGTERM.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use trainer::cli::Cli;

fn main() -> ExitCode {
    match trainer::run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => match error.downcast_ref::<clap::Error>() {
            Some(usage) => usage.exit(),
            None if is_broken_pipe(&error) => ExitCode::SUCCESS,
            None => {
                // Where standard error is closed, the exit code has to do.
                let _ = writeln!(io::stderr(), "inkling: {error:#}");
                ExitCode::FAILURE
            }
        },
    }
}

/// Whether the reader of standard output, such as `head`, has seen enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let is_broken_pipe = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(is_broken_pipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|error| error.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}
