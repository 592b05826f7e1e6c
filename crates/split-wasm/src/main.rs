//! `split-wasm`: cuts the page's program in two, the part that the first answer needs and the panels', which is fetched after it.
//! `cargo xtask finish` calls it when Trunk has built the program.
//!
//! | file | what lives there |
//! |---|---|
//! | `linked` | who refers to which code and data by address, read from the linker's relocations |
//! | `graph` | that, and the calls, as one graph |
//! | `cut` | what goes into which part, and what is refused |
//! | `modules` | the two modules |

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line talks to its terminal")]

mod cut;
mod graph;
mod linked;
mod modules;

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use pico_args::Arguments;
use walrus::{FunctionKind, Module};

use crate::cut::{Cut, Parts};
use crate::graph::Graph;
use crate::linked::Linked;

/// How the page's program is made.
const PARTS: Parts<'_> =
    Parts { later: &["panels", "web_panels"], composer: "page", entries: &["web_panels::arrive"] };

const HELP: &str = "\
Cuts the page's program in two.

Usage: split-wasm --linked FILE --later FILE PROGRAM

  --linked FILE   the program as it was linked, with its relocations
  --later FILE    where to write the part that arrives later
  PROGRAM         the program that wasm-bindgen made of it; the first part takes its place
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
    let linked: PathBuf = args.value_from_str("--linked")?;
    let later_file: PathBuf = args.value_from_str("--later")?;
    let program_file: PathBuf = args.free_from_str()?;
    let read = |file: &PathBuf| fs::read(file).with_context(|| file.display().to_string());
    let (first, later) = split(&read(&linked)?, &read(&program_file)?, PARTS)?;
    for (file, module) in [(&program_file, first), (&later_file, later)] {
        fs::write(file, module).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

/// The first and the later part of `program`, which wasm-bindgen made of `linked`.
fn split(linked: &[u8], program: &[u8], parts: Parts<'_>) -> Result<(Vec<u8>, Vec<u8>)> {
    let linked = Linked::read(linked)?;
    let module = Module::from_buffer(program)?;
    let graph = Graph::of(&module, &linked)?;
    let imported: HashSet<usize> = module
        .funcs
        .iter()
        .filter(|function| matches!(function.kind, FunctionKind::Import(_)))
        .map(|function| function.id().index())
        .collect();
    let cut = Cut::of(&graph, parts, |index| imported.contains(&index))?;
    modules::make(program, &cut, &linked.data)
}

#[cfg(test)]
mod tests;
