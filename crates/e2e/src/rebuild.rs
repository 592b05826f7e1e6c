//! Other builds of the page, to be deployed in place of the first: a copy in which every digest is another one, and whose parts
//! say that they are of the second build; and a copy with another file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tempfile::TempDir;

use crate::digest;
use crate::page::Page;
use crate::site::dist_dir;

/// The service worker, whose list is made again.
const WORKER: &str = "service-worker.js";

/// What each part says in the second build. The first is in `index.html`, the others in files that are fetched later.
const CHANGES: [(&str, &str, &str); 2] = [
    ("index.html", "<h1>Inkling</h1>", "<h1>Inklin2</h1>"),
    ("panels-", "data-panel=\"why\"", "data-panel=\"why\" data-build=\"2\""),
];

/// Makes the second build. A page must be loaded, whose browser computes digests as it will check them.
///
/// # Errors
///
/// If the first cannot be read, or is not as it is taken to be.
pub async fn second_build(page: &Page) -> Result<TempDir> {
    let dist = dist_dir();
    let folder = TempDir::with_prefix("inkling-second-")?;
    let mut files = BTreeMap::new();
    read_below(&dist, "", &mut files)?;
    let renamed: Vec<(String, String)> =
        files.keys().filter_map(|name| Some((name.clone(), digest::another(name)?))).collect();
    ensure!(renamed.len() > 20, "of these files, few have a digest: {:?}", files.keys());
    let mut n_changes = 0;
    let mut digests = Vec::new();
    for (name, bytes) in &files {
        let new_name =
            renamed.iter().find(|(before, _)| before == name).map_or(name.as_str(), |(_, now)| now.as_str());
        let mut new_bytes = bytes.clone();
        if let Ok(text) = std::str::from_utf8(bytes) {
            let mut text = renamed.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
            // Files of one folder name each other without it.
            for (from, to) in &renamed {
                if let (Some((_, from)), Some((_, to))) = (from.rsplit_once('/'), to.rsplit_once('/')) {
                    text = text.replace(from, to);
                }
            }
            for (file, from, to) in CHANGES {
                if name.starts_with(file) && text.contains(from) {
                    text = text.replace(from, to);
                    n_changes += 1;
                }
            }
            new_bytes = text.into_bytes();
        }
        // Of files without a digest, the worker keeps only the page itself. The page as one file names others, too.
        let is_kept = new_name != name || name == "index.html";
        if new_bytes != *bytes && is_kept {
            digests.push((integrity(page, bytes).await?, integrity(page, &new_bytes).await?));
        }
        files_in(folder.path(), new_name, &new_bytes)?;
    }
    ensure!(n_changes == CHANGES.len(), "{n_changes} parts have changed");
    let worker = folder.path().join(WORKER);
    let script = digests.iter().try_fold(fs::read_to_string(&worker)?, |script, (before, now)| {
        ensure!(script.contains(before), "{WORKER} lacks a digest");
        Ok(script.replace(before, now))
    })?;
    fs::write(&worker, script)?;
    // A host that goes by size and time of change takes it for the first.
    let time = fs::metadata(dist.join("index.html"))?.modified()?;
    fs::File::options().write(true).open(folder.path().join("index.html"))?.set_modified(time)?;
    Ok(folder)
}

/// Makes a copy of the build.
///
/// # Errors
///
/// If it cannot be read or written.
pub fn copy_of_build() -> Result<TempDir> {
    let copy = TempDir::with_prefix("inkling-copy-")?;
    let mut files = BTreeMap::new();
    read_below(&dist_dir(), "", &mut files)?;
    for (name, bytes) in &files {
        files_in(copy.path(), name, bytes)?;
    }
    Ok(copy)
}

/// Makes a copy of the build that has another file for the page to fetch, ahead of any other of its kind.
///
/// # Errors
///
/// If the build cannot be copied, or does not list its files as it is taken to do.
pub fn build_with(name: &str, bytes: &[u8]) -> Result<TempDir> {
    const LIST: &str = "<meta id=\"files\" content=\"";
    let folder = copy_of_build()?;
    files_in(folder.path(), name, bytes)?;
    let page = folder.path().join("index.html");
    let html = fs::read_to_string(&page)?;
    ensure!(html.contains(LIST), "the page has no list of its files");
    fs::write(&page, html.replace(LIST, &format!("{LIST}{name} ")))?;
    Ok(folder)
}

fn read_below(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_below(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

fn files_in(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path: PathBuf = folder.join(name);
    fs::create_dir_all(path.parent().context("a file is in a folder")?)?;
    Ok(fs::write(path, bytes)?)
}

/// What a browser checks as `integrity`, computed by the browser.
///
/// # Errors
///
/// If no page is loaded from a secure origin.
pub async fn integrity(page: &Page, bytes: &[u8]) -> Result<String> {
    let script = "const [bytes, done] = arguments;
        crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)).then(
            (digest) => done(`sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`));";
    let digest = page.client().execute_async(script, vec![json!(bytes)]).await?;
    digest.as_str().map(ToOwned::to_owned).context("no digest")
}
