//! `cargo xtask`: the project's own tasks, so that a checkout and a Rust toolchain are all you need.
//!
//! This file has the help text and dispatches to the commands. Each command lives in a file of the same name, and none knows
//! anything about networks or digits. Keep dependencies few and light: every task has to build this crate first.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line talks to its terminal")]

mod bench;
mod browser;
mod dist;
mod engines;
mod finish;
mod paths;
mod pretrained;
mod programs;
mod reproducible;
mod serve;
mod sha256;
mod single_file;
mod size;
mod steps;
mod test;
mod tidy;
mod tools;
mod workspace;

use anyhow::{Result, bail};
use pico_args::Arguments;

use crate::workspace::Workspace;

const HELP: &str = "\
Inkling's project tasks.

Usage: cargo xtask COMMAND [OPTIONS]

  serve [--port N] [--release]   build and serve the page; rebuild it when a file changes
  test [STEP...] [--list]        run all checks and tests, or only the given steps
  dist [--with-mnist] [--address URL] [--single-file]
                                 build the static site in dist/; with MNIST (from INKLING_DATA), packed for the page; with
                                 its address, if you say where it will be, which oEmbed needs, and sandboxed frames in
                                 Safari; also as one file, dist/inkling.html, which opens without a server
  size                           compare the size of each file in dist/ with size-budget.json
  finish                         finish what Trunk has built (called by Trunk; do not run by hand)
  tidy                           check the architecture's rules
  pretrained [MODEL...]          retrain the models in pretrained/ (needs the data) and update their cards
  bench [--training]             measure the built page's speed and size in headless Chromium, or only how fast it trains,
                                 beside TensorFlow.js, jax-js and plain JavaScript (needs npm)

Commands install the tools they need into .tools/ in this checkout: Trunk, wasm-bindgen and wasm-opt. They add the wasm
target with rustup. `test` and `bench` also need Chromium and ChromeDriver: on Debian and Ubuntu they are installed with
apt if you have permission; elsewhere, set CHROME and CHROMEDRIVER to their paths. The end-to-end tests run in Firefox
and, most of them, in WebKitGTK too, which are installed likewise, or left out with a message that tells you how to install them.
";

fn main() {
    if let Err(error) = run(Arguments::from_env()) {
        eprintln!("xtask: {error:#}");
        std::process::exit(1);
    }
}

fn run(mut args: Arguments) -> Result<()> {
    if args.contains(["-h", "--help"]) {
        print!("{HELP}");
        return Ok(());
    }
    let Some(command) = args.subcommand()? else {
        no_more(args)?;
        print!("{HELP}");
        return Ok(());
    };
    let workspace = Workspace::find()?;
    match command.as_str() {
        "serve" => {
            let port = args.opt_value_from_str("--port")?;
            let release = args.contains("--release");
            no_more(args)?;
            serve::run(&workspace, port, release)
        }
        "test" => {
            let list = args.contains("--list");
            // `--only a b` means the same as `a b`.
            args.contains("--only");
            test::run(&workspace, list, &free_names(args)?)
        }
        "dist" => {
            let with_mnist = args.contains("--with-mnist");
            let address: Option<String> = args.opt_value_from_str("--address")?;
            let single_file = args.contains("--single-file");
            no_more(args)?;
            dist::run(&workspace, with_mnist, address.as_deref())?;
            if single_file { single_file::make(&workspace) } else { Ok(()) }
        }
        "size" => no_more(args).and_then(|()| size::run(&workspace)),
        "finish" => no_more(args).and_then(|()| finish::run(&workspace)),
        "tidy" => no_more(args).and_then(|()| tidy::run(&workspace)),
        "pretrained" => pretrained::run(&workspace, &free_names(args)?),
        "bench" => {
            let only_training = args.contains("--training");
            no_more(args).and_then(|()| bench::run(&workspace, only_training))
        }
        _ => bail!("unknown command `{command}`; run `cargo xtask` for a list"),
    }
}

/// The remaining arguments, as names. An unknown option is an error.
fn free_names(args: Arguments) -> Result<Vec<String>> {
    args.finish()
        .into_iter()
        .map(|word| match word.into_string() {
            Ok(name) if !name.starts_with('-') => Ok(name),
            Ok(option) => bail!("unknown option `{option}`; run `cargo xtask` for help"),
            Err(word) => bail!("{} is not valid Unicode", word.display()),
        })
        .collect()
}

fn no_more(args: Arguments) -> Result<()> {
    match free_names(args)?.first() {
        Some(word) => bail!("unexpected argument `{word}`; run `cargo xtask` for help"),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(words: &[&str]) -> Arguments {
        Arguments::from_vec(words.iter().map(Into::into).collect())
    }

    #[test]
    fn names_are_told_from_options() {
        assert_eq!(free_names(arguments(&["fmt", "size"])).unwrap(), ["fmt", "size"]);
        assert!(free_names(arguments(&["fmt", "--fast"])).is_err());
    }

    #[test]
    fn a_word_too_many_is_an_error() {
        assert!(no_more(arguments(&[])).is_ok());
        assert!(no_more(arguments(&["more"])).is_err());
    }

    #[test]
    fn an_unknown_command_is_an_error() {
        let error = run(arguments(&["polish"])).unwrap_err();
        assert!(error.to_string().contains("polish"));
    }
}
