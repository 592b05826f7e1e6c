//! The licence texts of what is compiled into the page, gathered from the sources of the crates.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use xshell::cmd;

use crate::tools::WASM_TARGET;
use crate::workspace::Workspace;

/// The crates that the page's programs are built from.
const PROGRAMS: [&str; 2] = ["page", super::trainer::CRATE];

const STANDARD_LIBRARY: &str = "\
The Rust standard library is compiled into the program too. Copyright The Rust Project Developers
(https://thanks.rust-lang.org); licensed under the Apache License, Version 2.0, as above, or the MIT license. Its notices in full are
in every Rust distribution, in share/doc/rust/COPYRIGHT-library.html.
";

/// The page's own licences and those of every crate in its program, each text once.
pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let sh = &workspace.sh;
    let programs = PROGRAMS.map(|name| format!("--package={name}"));
    let tree = cmd!(
        sh,
        "cargo tree {programs...} --target {WASM_TARGET} --edges normal,no-proc-macro --prefix none --locked"
    )
    .quiet()
    .read()?;
    let metadata = cmd!(sh, "cargo metadata --format-version 1 --filter-platform {WASM_TARGET} --locked")
        .quiet()
        .read()?;
    let sources = read_metadata(&metadata)?;
    let mut holders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages_of(&tree) {
        let source = sources.get(&package).with_context(|| format!("cargo does not know {package}"))?;
        if source.is_ours {
            continue;
        }
        let files: Vec<PathBuf> = workspace.sh.read_dir(&source.folder)?;
        let names: Vec<&str> = files.iter().filter_map(|file| file.file_name()?.to_str()).collect();
        let chosen = choose(&names, &source.licence);
        ensure!(!chosen.is_empty(), "{package} has no licence text in {}", source.folder.display());
        for name in chosen {
            let text = workspace.sh.read_file(source.folder.join(name))?.trim_end().to_owned();
            holders.entry(text).or_default().push(format!("{package} ({})", source.licence));
        }
    }
    let own = |name: &str| sh.read_file(workspace.root().join(name));
    let mut page = format!(
        "Inkling is licensed under either of these two licences, at your option.\n\n{}\n{}\n{STANDARD_LIBRARY}",
        own("LICENSE-MIT")?,
        own("LICENSE-APACHE")?
    );
    for (text, packages) in holders {
        page += &format!("\n{}\n{}\n\n{text}\n", "-".repeat(80), packages.join("\n"));
    }
    Ok(page)
}

/// Where a package's source is, and what it says of its licence.
struct Source {
    folder: PathBuf,
    licence: String,
    is_ours: bool,
}

/// The packages in the answer of `cargo metadata`, by name and version.
fn read_metadata(json: &str) -> Result<HashMap<String, Source>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        version: String,
        license: Option<String>,
        manifest_path: PathBuf,
        source: Option<String>,
    }
    let packages = serde_json::from_str::<Metadata>(json)?.packages;
    let source = |package: Package| {
        let folder = package.manifest_path.parent().unwrap_or(Path::new("")).to_path_buf();
        let source = Source {
            folder,
            licence: package.license.unwrap_or_default(),
            is_ours: package.source.is_none(),
        };
        (format!("{} v{}", package.name, package.version), source)
    };
    Ok(packages.into_iter().map(source).collect())
}

/// Name and version of each package in the answer of `cargo tree`, once.
fn packages_of(tree: &str) -> Vec<String> {
    let name_and_version = |line: &str| Some(line.split_whitespace().take(2).collect::<Vec<_>>().join(" "));
    let mut packages: Vec<String> =
        tree.lines().filter_map(name_and_version).filter(|package| !package.is_empty()).collect();
    packages.sort_unstable();
    packages.dedup();
    packages
}

/// Of the files of a package, those with its licence: the MIT license's alone where one may choose it, and every notice.
fn choose<'a>(names: &[&'a str], licence: &str) -> Vec<&'a str> {
    let starts = |name: &str, with: &[&str]| {
        let name = name.to_uppercase();
        with.iter().any(|start| name.starts_with(start))
    };
    let mut licences: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| starts(name, &["LICENSE", "LICENCE", "COPYING", "UNLICENSE", "NOTICE"]))
        .collect();
    licences.sort_unstable();
    let may_choose = licence.contains("MIT") && !licence.contains(" AND ");
    if may_choose && licences.iter().any(|name| starts(name, &["LICENSE-MIT"])) {
        licences.retain(|name| starts(name, &["LICENSE-MIT", "NOTICE"]));
    }
    licences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mit_license_is_chosen_where_it_may_be() {
        let both = ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "src"];
        assert_eq!(choose(&both, "MIT OR Apache-2.0"), ["LICENSE-MIT"]);
        assert_eq!(choose(&both, "MIT/Apache-2.0"), ["LICENSE-MIT"]);
        assert_eq!(choose(&["LICENSE", "NOTICE", "README.md"], "Apache-2.0"), ["LICENSE", "NOTICE"]);
        let three = ["LICENSE-APACHE", "LICENSE-MIT", "LICENSE-UNICODE"];
        assert_eq!(choose(&three, "(MIT OR Apache-2.0) AND Unicode-3.0"), three);
        assert!(choose(&["Cargo.toml"], "MIT").is_empty());
    }

    #[test]
    fn packages_of_a_tree_are_told_once() {
        let tree = "web v0.1.0 (/inkling/crates/web)\nserde v1.0.229\n\nserde v1.0.229 (*)\n";
        assert_eq!(packages_of(tree), ["serde v1.0.229", "web v0.1.0"]);
    }
}
