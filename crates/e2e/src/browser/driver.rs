//! A program that serves WebDriver, or a screen: starting it, and what it prints once it serves.

use std::env;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// What to do if a program is missing.
pub(super) const SEE_XTASK: &str =
    "`cargo xtask test` installs what the end-to-end tests need, or tells you how";

/// The command that a variable names, or else a program on PATH.
pub(super) fn command(variable: &str, name: &str) -> Command {
    let program = env::var_os(variable).map_or_else(|| PathBuf::from(name), PathBuf::from);
    Command::new(program)
}

/// As [`command`], for a program that would not end when the one that started it is killed: Linux ends it.
pub(super) fn leashed(variable: &str, name: &str) -> Command {
    let program = command(variable, name);
    let mut leash = Command::new("setpriv");
    leash.args(["--pdeathsig", "TERM", "--"]).arg(program.as_std().get_program());
    leash
}

/// A program that ends with this value.
#[derive(Debug)]
pub(super) struct Server(Child);

impl Server {
    /// Starts it, without waiting for anything. It and the programs it starts add their errors to `log`.
    pub(super) fn start(mut command: Command, log: &Path) -> Result<Self> {
        let log = OpenOptions::new().create(true).append(true).open(log).context("no log of the browser")?;
        let started =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).kill_on_drop(true).spawn();
        let program = command.as_std().get_program().display().to_string();
        Ok(Self(started.with_context(|| format!("{program} does not start: {SEE_XTASK}"))?))
    }

    /// Starts it, and waits for a line in which `read` finds something.
    pub(super) async fn start_and_read<T>(
        command: Command,
        log: &Path,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<(Self, T)> {
        let program = command.as_std().get_program().display().to_string();
        let mut server = Self::start(command, log)?;
        let stdout = server.0.stdout.take().context("a program without an output")?;
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some(found) = read(&line) {
                // Keep reading its output: it would block once the pipe is full.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok((server, found));
            }
        }
        bail!("{program} ended without saying where it listens: {SEE_XTASK}")
    }

    /// Stops it.
    pub(super) async fn stop(&mut self) -> Result<()> {
        Ok(self.0.kill().await?)
    }
}
