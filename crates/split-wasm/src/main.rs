//! `split-wasm`: splits the page's program in two, the part that the first answer needs and the later part, with the panels.
//! `cargo xtask finish` calls it once Trunk has built the program. It also takes the panics out of the program that trains.
//!
//! | file | what lives there |
//! |---|---|
//! | `linked` | which code and data refer to which by address, read from the linker's relocations |
//! | `graph` | that and the calls, as one graph |
//! | `partition` | what goes into which part, and what is refused |
//! | `modules` | the two modules |
//! | `glue` | short names for what the first part imports from JavaScript |
//! | `panics` | a program without panics, and without what only they use |

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line talks to its terminal")]

mod glue;
mod graph;
mod linked;
mod modules;
mod panics;
mod partition;

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use pico_args::Arguments;
use walrus::{FunctionKind, Module};

use crate::graph::Graph;
use crate::linked::Linked;
use crate::modules::Modules;
use crate::partition::{Partition, Parts};

/// The parts of the page's program.
const PARTS: Parts<'_> =
    Parts { later: &["panels", "web_panels"], composer: "page", entries: &["web_panels::arrive"] };

const HELP: &str = "\
Splits the page's program in two.

Usage: split-wasm --linked FILE --glue FILE --later FILE PROGRAM
       split-wasm --without-panics FILE LINKED

  --linked FILE   the program as it was linked, with its relocations
  --glue FILE     the JavaScript that wasm-bindgen made beside it; its names become shorter
  --later FILE    where to write the later part
  PROGRAM         the program that wasm-bindgen made of it; the first part takes its place

  --without-panics FILE   where to write a linked program that stops where it would panic, and says nothing
  LINKED                  the program as it was linked, with its relocations
";

fn main() {
    if let Err(error) = run(Arguments::from_env()) {
        eprintln!("split-wasm: {error:#}");
        std::process::exit(1);
    }
}

fn run(mut args: Arguments) -> Result<()> {
    if args.contains(["-h", "--help"]) {
        print!("{HELP}");
        return Ok(());
    }
    let read = |file: &PathBuf| fs::read(file).with_context(|| file.display().to_string());
    let write =
        |file: &PathBuf, bytes: Vec<u8>| fs::write(file, bytes).with_context(|| file.display().to_string());
    if let Some(without_panics) = args.opt_value_from_str("--without-panics")? {
        let linked: PathBuf = args.free_from_str()?;
        return write(&without_panics, panics::remove(&read(&linked)?)?);
    }
    let linked: PathBuf = args.value_from_str("--linked")?;
    let glue_file: PathBuf = args.value_from_str("--glue")?;
    let later_file: PathBuf = args.value_from_str("--later")?;
    let program_file: PathBuf = args.free_from_str()?;
    let Modules { first, later, renamed } = split(&read(&linked)?, &read(&program_file)?, PARTS)?;
    let glue = glue::rename(std::str::from_utf8(&read(&glue_file)?)?, &renamed)?.into_bytes();
    for (file, bytes) in [(&program_file, first), (&later_file, later), (&glue_file, glue)] {
        write(file, bytes)?;
    }
    Ok(())
}

/// The first and the later part of `program`, which wasm-bindgen made of `linked`.
fn split(linked: &[u8], program: &[u8], parts: Parts<'_>) -> Result<Modules> {
    let linked = Linked::read(linked)?;
    let module = Module::from_buffer(program)?;
    let graph = Graph::of(&module, &linked)?;
    let imported: HashSet<usize> = module
        .funcs
        .iter()
        .filter(|function| matches!(function.kind, FunctionKind::Import(_)))
        .map(|function| function.id().index())
        .collect();
    let partition = Partition::of(&graph, parts, |index| imported.contains(&index))?;
    modules::make(program, &partition, &linked.data)
}

#[cfg(test)]
mod tests;
