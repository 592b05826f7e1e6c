//! What the service worker keeps for use without a network: the list of the build's files, which it finds in itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::names::PACK;
use crate::sha256::integrity;

/// The service worker, which browsers look for by this name: it never has a digest.
pub(super) const WORKER: &str = "service-worker.js";

const INDEX: &str = "index.html";

/// Where the lists belong in it.
const FILES: &str = "const FILES = {};";
const OPTIONAL: &str = "const OPTIONAL = {};";

/// What is cached: names, and digests as browsers check them.
#[derive(Debug, Default)]
struct List {
    files: BTreeMap<String, String>,
    /// Cached only once a page has fetched them.
    optional: BTreeMap<String, String>,
}

/// Writes the list of all that the page in `folder` consists of, which is finished otherwise, into its service worker.
pub(super) fn write_list(folder: &Path) -> Result<()> {
    let mut list = List::default();
    collect(folder, "", &mut list)?;
    // The folder's own address stands for it, and says of which build the page is.
    list.files.insert(String::new(), integrity(&fs::read(folder.join(INDEX))?));
    let worker = folder.join(WORKER);
    let script = fs::read_to_string(&worker).with_context(|| worker.display().to_string())?;
    fs::write(&worker, with_list(&script, &list)?)?;
    Ok(())
}

fn collect(folder: &Path, prefix: &str, list: &mut List) -> Result<()> {
    let pack = PACK.split_once('.').map_or(PACK, |(name, _)| name);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), list)?;
        } else if has_digest(&name) {
            let is_optional = name.strip_prefix(pack).is_some_and(|rest| rest.starts_with('-'));
            let kind = if is_optional { &mut list.optional } else { &mut list.files };
            kind.insert(name, integrity(&fs::read(entry.path())?));
        }
    }
    Ok(())
}

/// Whether a name has a digest of eight digits, or of up to sixteen: Trunk writes a number of 64 bits without leading zeros. The page
/// fetches nothing else but itself.
fn has_digest(name: &str) -> bool {
    let Some((name, _)) = name.rsplit_once('.') else { return false };
    let digest = name.trim_end_matches("_bg").rsplit_once('-').map_or("", |(_, digest)| digest);
    (8..=16).contains(&digest.len()) && digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn with_list(script: &str, list: &List) -> Result<String> {
    let mut script = script.to_owned();
    for (place, map) in [(FILES, &list.files), (OPTIONAL, &list.optional)] {
        ensure!(script.contains(place), "{WORKER} lacks `{place}`");
        let filled = place.replace("{}", &serde_json::to_string(map)?);
        script = script.replace(place, &filled);
    }
    Ok(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cached_has_a_digest_in_its_name() {
        for name in [
            "boot-1624f979b55f8cd9.js",
            "style-94a61d70694ce2e.css",
            "page-271c29bd_bg.wasm",
            "lessons/en/digits-d633df13.md",
            "pretrained/vanilla-relu-7896fba6.bin",
        ] {
            assert!(has_digest(name), "{name}");
        }
        for name in [
            "index.html",
            "service-worker.js",
            "embed.js",
            "pretrained/vanilla-relu.json",
            "licences.txt",
            "abc-1234567.js",
            "abc-12345678123456789.js",
            "old-facade.x.js",
        ] {
            assert!(!has_digest(name), "{name}");
        }
    }

    #[test]
    fn the_list_has_all_files_of_the_build_and_the_pack_apart() {
        let sh = xshell::Shell::new().unwrap();
        let folder = sh.create_temp_dir().unwrap();
        for name in ["index.html", "a-00000000.js", "deep/b-11111111.bin", "mnist-22222222.bin", "README.md"]
        {
            sh.write_file(folder.path().join(name), name).unwrap();
        }
        sh.write_file(folder.path().join(WORKER), format!("{FILES}\n{OPTIONAL}\nrest();\n")).unwrap();
        write_list(folder.path()).unwrap();
        let script = sh.read_file(folder.path().join(WORKER)).unwrap();
        let lines: Vec<&str> = script.lines().collect();
        let expected = |names: &[(&str, &str)]| {
            let entries =
                names.iter().map(|(name, text)| format!("{name:?}:{:?}", integrity(text.as_bytes())));
            entries.collect::<Vec<_>>().join(",")
        };
        let files = [
            ("", "index.html"),
            ("a-00000000.js", "a-00000000.js"),
            ("deep/b-11111111.bin", "deep/b-11111111.bin"),
        ];
        assert_eq!(lines[0], format!("const FILES = {{{}}};", expected(&files)));
        let pack = [("mnist-22222222.bin", "mnist-22222222.bin")];
        assert_eq!(lines[1], format!("const OPTIONAL = {{{}}};", expected(&pack)));
        assert_eq!(lines[2], "rest();");
    }

    #[test]
    fn a_worker_without_a_place_for_the_list_is_refused() {
        assert!(with_list("const FILES = {};", &List::default()).is_err());
        assert!(with_list("const OPTIONAL = {};", &List::default()).is_err());
    }

    #[test]
    fn the_pages_worker_has_a_place_for_the_list() {
        let workspace = crate::workspace::Workspace::find().unwrap();
        let script = workspace.sh.read_file(workspace.root().join("www").join(WORKER)).unwrap();
        assert!(with_list(&script, &List::default()).is_ok());
    }
}
