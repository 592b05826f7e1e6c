//! Whether a second build of the page, in another folder, gives the same bytes as the first.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::workspace::Workspace;
use crate::{paths, single_file, tools};

/// Builds a copy of the sources and compares it with `dist/`. Crates from elsewhere are compiled once more too, since the flags
/// that name this machine's paths differ; programs of this machine are not.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let first = files_of(&workspace.dist_dir()).context("build the page first: `cargo xtask test dist`")?;
    let sh = &workspace.sh;
    let copy = workspace.target_dir().join("reproducible");
    sh.remove_path(&copy)?;
    // As they are in the checkout, committed or not.
    let sources = cmd!(sh, "git ls-files --cached --others --exclude-standard").quiet().read()?;
    for source in sources.lines().filter(|source| workspace.root().join(source).is_file()) {
        let to = copy.join(source);
        sh.create_dir(to.parent().context("a file without a folder")?)?;
        sh.copy_file(workspace.root().join(source), to)?;
    }
    tools::ensure_all(workspace)?;
    {
        let _there = sh.push_dir(&copy);
        cmd!(sh, "cargo xtask dist")
            .env("CARGO_TARGET_DIR", workspace.target_dir())
            .env_remove(paths::FLAGS)
            .run()
            .context("the copy could not be built")?;
    }
    let second = files_of(&copy.join("dist"))?;
    sh.remove_path(&copy)?;
    compare(&first, &second)
}

/// The content of each file below a folder, by its path from there; not of the page as one file, which is made later.
fn files_of(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(&below).with_context(|| below.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder)?.display().to_string(), fs::read(&path)?);
            }
        }
    }
    files.remove(single_file::FILE);
    Ok(files)
}

fn compare(first: &BTreeMap<String, Vec<u8>>, second: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    let names: BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    let different: Vec<&str> =
        names.into_iter().filter(|&name| first.get(name) != second.get(name)).map(String::as_str).collect();
    ensure!(different.is_empty(), "a second build differs in {}", different.join(", "));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        files.iter().map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec())).collect()
    }

    #[test]
    fn what_differs_or_is_missing_is_named() {
        let first = files(&[("a.js", "1"), ("b.wasm", "2"), ("c.css", "3")]);
        assert!(compare(&first, &first.clone()).is_ok());
        let error = compare(&first, &files(&[("a.js", "1"), ("b.wasm", "x"), ("d.css", "3")])).unwrap_err();
        assert_eq!(error.to_string(), "a second build differs in b.wasm, c.css, d.css");
    }
}
