//! `cargo xtask`: the project's own chores, so that a checkout and a Rust toolchain are all one needs.
//!
//! Here: the choice of the command and the help text. Each command lives in the file of its name; none of them
//! knows anything of networks or digits. Dependencies stay few and light: every chore waits for this crate first.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line talks to its terminal")]

mod bench;
mod browser;
mod dist;
mod finish;
mod pretrained;
mod serve;
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
The project's chores.

Usage: cargo xtask COMMAND [OPTIONS]

  serve [--port N] [--release]   build the page, serve it, rebuild when a file changes
  test [STEP...] [--list]        every check of the project, or the named ones, in order
  dist                           the static site, in dist/
  size                           bytes of each file of dist/ against size-budget.json
  finish                         finishes what Trunk has built: a hook that Trunk calls
  tidy                           the rules of the architecture that a program can check
  pretrained [MODEL...]          make the models in pretrained/ anew (needs the data), and their cards
  bench                          how fast and how large the built page is, in headless Chromium

What a command needs and does not find is installed into .tools/ of this checkout: the wasm target (by rustup), Trunk,
wasm-bindgen and wasm-opt. `test` and `bench` also need Chromium and ChromeDriver: on Debian they are installed with
apt where that is allowed; elsewhere CHROME and CHROMEDRIVER may name them.
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
            // `--only a b` reads well and means the same as `a b`.
            args.contains("--only");
            test::run(&workspace, list, &free_names(args)?)
        }
        "dist" => no_more(args).and_then(|()| dist::run(&workspace)),
        "size" => no_more(args).and_then(|()| size::run(&workspace)),
        "finish" => no_more(args).and_then(|()| finish::run(&workspace)),
        "tidy" => no_more(args).and_then(|()| tidy::run(&workspace)),
        "pretrained" => pretrained::run(&workspace, &free_names(args)?),
        "bench" => no_more(args).and_then(|()| bench::run(&workspace)),
        _ => bail!("there is no command `{command}`; `cargo xtask` lists them"),
    }
}

/// What is left once the known options are taken, as names; an unknown option is an error.
fn free_names(args: Arguments) -> Result<Vec<String>> {
    args.finish()
        .into_iter()
        .map(|word| match word.into_string() {
            Ok(name) if !name.starts_with('-') => Ok(name),
            Ok(option) => bail!("the option `{option}` is not known here; `cargo xtask` tells the options"),
            Err(word) => bail!("{} is not a name", word.display()),
        })
        .collect()
}

fn no_more(args: Arguments) -> Result<()> {
    match free_names(args)?.first() {
        Some(word) => bail!("`{word}` is one word too many; `cargo xtask` tells the options"),
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
