//! The program `inkling`: parses the command line, runs the command and reports errors.
//!
//! Exit codes: 0, success; 1, failure, explained on standard error; 2, invalid arguments; 130, stopped by Ctrl-C; 143, stopped by
//! SIGTERM.

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
                // If standard error is closed, only the exit code can tell.
                let _ = writeln!(io::stderr(), "inkling: {error:#}");
                ExitCode::FAILURE
            }
        },
    }
}

/// Whether the reader of standard output, such as `head`, has stopped reading.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let is_broken_pipe = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(is_broken_pipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|error| error.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}
