//! `cargo xtask tidy`: checks the architecture's rules, as far as a program can.
//!
//! Each rule is a small function from text to complaints, with a test that it can fail. This file collects the texts.

mod circles;
mod crates;
mod files;
mod policy;
mod sources;
mod versions;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use xshell::cmd;

use crate::tools::WASM_TARGET;
use crate::workspace::Workspace;

/// Checks all rules and prints every complaint. Fails if there is one.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut complaints = Vec::new();
    check_files(workspace, &mut complaints)?;
    check_crates(workspace, &mut complaints)?;
    check_versions(workspace, &mut complaints)?;
    check_policy(workspace, &mut complaints)?;
    for complaint in &complaints {
        println!("{complaint}");
    }
    match complaints.len() {
        0 => Ok(()),
        1 => bail!("one project rule is broken"),
        count => bail!("project rules are broken in {count} places"),
    }
}

fn check_files(workspace: &Workspace, complaints: &mut Vec<String>) -> Result<()> {
    let sh = &workspace.sh;
    // Files that are committed or could be: not those that git ignores.
    let listing = cmd!(sh, "git ls-files --cached --others --exclude-standard").quiet().read()?;
    let mut crates: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for name in listing.lines() {
        let Ok(metadata) = workspace.root().join(name).metadata() else {
            continue; // Deleted, but the deletion is not committed yet.
        };
        complaints.extend(files::check_file(name, metadata.len()));
        if sources::is_text(name) {
            let text = sh.read_file(workspace.root().join(name))?;
            complaints.extend(sources::check_text(name, &text));
            if let Some((of, file)) = sources::file_of_crate(name) {
                crates.entry(of.to_owned()).or_default().push((file.to_owned(), text));
            }
        }
    }
    complaints.extend(crates.iter().flat_map(|(name, files)| circles::check(name, files)));
    Ok(())
}

fn check_crates(workspace: &Workspace, complaints: &mut Vec<String>) -> Result<()> {
    let sh = &workspace.sh;
    let metadata = cmd!(sh, "cargo metadata --format-version 1 --no-deps --locked").quiet().read()?;
    let packages = crates::read_metadata(&metadata)?;
    complaints.extend(crates::check_dependencies(&packages));
    for package in &packages {
        complaints.extend(crates::check_manifest(&package.name, &sh.read_file(&package.manifest_path)?));
    }
    for name in crates::WITHOUT_BROWSER {
        let tree = cmd!(
            sh,
            "cargo tree --package {name} --target {WASM_TARGET} --edges normal --prefix none --locked"
        )
        .quiet()
        .read()?;
        complaints.extend(crates::check_tree(name, &tree));
    }
    Ok(())
}

fn check_versions(workspace: &Workspace, complaints: &mut Vec<String>) -> Result<()> {
    let read = |name: &str| workspace.sh.read_file(workspace.root().join(name));
    complaints.extend(versions::check_trunk(&read("Trunk.toml")?));
    complaints.extend(versions::check_lock(&read("Cargo.lock")?));
    let of_tests =
        [".ci/run", "README.md", "docs/deploy/pages.yml"].map(|name| (name, read(name).unwrap_or_default()));
    complaints.extend(versions::check_test_command(&of_tests));
    Ok(())
}

fn check_policy(workspace: &Workspace, complaints: &mut Vec<String>) -> Result<()> {
    let read = |name: &str| workspace.sh.read_file(workspace.root().join(name));
    let copies = policy::COPIES.map(|name| (name, read(name).unwrap_or_default()));
    complaints.extend(policy::check(&read("www/index.html")?, &copies));
    Ok(())
}
