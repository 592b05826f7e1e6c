//! `cargo xtask finish`: what remains to be done once Trunk has built the page. Trunk calls it as a hook.
//!
//! It has the crate `split-wasm` split the program in two, optimises both parts, takes comments out of scripts, puts digests into
//! the names of the files that the page fetches by itself, builds the program that trains, adds the licences of what is compiled
//! into a release, and tells its service worker which files it consists of.

pub(crate) mod address;
mod comments;
mod licences;
mod names;
mod oembed;
mod offline;
mod trainer;

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::cmd;

pub(crate) use self::comments::without_comments;
use crate::dist::{ADDRESS, WITH_MNIST};
use crate::tools;
use crate::workspace::Workspace;

/// The part of the program that is fetched after the first answer, beside `panels.html` and `panels.css`.
const LATER_PART: &str = "panels.wasm";

/// A long function that is called once does not become part of its caller. That would save no bytes, and WebKitGTK 2.50 sometimes
/// miscompiles what comes of it (see `apart` in `panels`).
const LONG_APART: &str = "--one-caller-inline-max-function-size=400";

/// Finishes the page that Trunk has just built.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let folder =
        env::var_os("TRUNK_STAGING_DIR").context("Trunk calls this; `cargo xtask dist` calls Trunk")?;
    let folder = Path::new(&folder);
    let is_release = env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release");
    let program = find_program(workspace, folder)?;
    let later = folder.join(LATER_PART);
    if env::var_os(WITH_MNIST).is_some() {
        pack_mnist(workspace, folder)?;
    }
    let trainer = trainer::build(workspace, folder, is_release)?;
    split(workspace, &program, &later, is_release)?;
    if is_release {
        comments::remove(workspace, folder)?;
        optimise(workspace, &program, &["-Os", LONG_APART])?;
        optimise(workspace, &later, &["-Os", LONG_APART])?;
        // It loses half a kilobyte and no speed: its long loops are written out in vectors.
        optimise(workspace, &trainer, &["-Oz", "--converge", LONG_APART])?;
        workspace.sh.write_file(folder.join("licences.txt"), licences::text(workspace)?)?;
    }
    if let Ok(address) = env::var(ADDRESS) {
        address::put_into(workspace, folder, &address)?;
    }
    names::put_digests(workspace, folder, &program, is_release.then_some(offline::WORKER))?;
    if is_release {
        offline::write_list(folder)?;
    }
    Ok(())
}

/// Packs MNIST for the page. Nothing of it is in the repository.
fn pack_mnist(workspace: &Workspace, folder: &Path) -> Result<()> {
    let (sh, pack) = (&workspace.sh, folder.join(names::PACK));
    cmd!(sh, "cargo run --quiet --release --locked -p trainer -- data pack --output {pack}")
        .quiet()
        .run()
        .context("MNIST could not be packed")
}

fn find_program(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
    let files = workspace.sh.read_dir(folder)?;
    let mut programs = files.into_iter().filter(|file| file.to_string_lossy().ends_with("_bg.wasm"));
    programs.next().with_context(|| format!("there is no program in {}", folder.display()))
}

fn split(workspace: &Workspace, program: &Path, later: &Path, is_release: bool) -> Result<()> {
    let name = program.file_name().and_then(|name| name.to_str()).context("the program has no name")?;
    let crate_name = name.split_once('-').map_or(name, |(name, _)| name);
    let profile = if is_release { "release" } else { "debug" };
    let linked =
        workspace.target_dir().join(tools::WASM_TARGET).join(profile).join(format!("{crate_name}.wasm"));
    let glue = program.with_file_name(name.replace("_bg.wasm", ".js"));
    let sh = &workspace.sh;
    cmd!(sh, "cargo run --quiet --locked -p split-wasm -- --linked {linked} --glue {glue} --later {later} {program}")
        .quiet()
        .run()
        .context("the program could not be split")
}

/// Runs after the split: before it, wasm-opt would inline entries to the later part. Nobody reads the sections that name the
/// tools and the processor's features.
fn optimise(workspace: &Workspace, file: &Path, how: &[&str]) -> Result<()> {
    tools::ensure_wasm_opt(workspace)?;
    let sh = &workspace.sh;
    cmd!(sh, "wasm-opt {how...} --strip-producers --strip-target-features -o {file} {file}")
        .quiet()
        .run()
        .context("wasm-opt failed")
}
