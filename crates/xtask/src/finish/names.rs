//! Digests in file names: however long a browser or a proxy caches a file, files of two builds never mix, because of what the
//! page consists of only `index.html` and the service worker keep their names.
//!
//! Trunk does this for what `index.html` refers to. This does it for the program, which has changed since, and for what
//! `boot.js` and the program fetch by themselves. `boot.js` finds those names in a list in `index.html`.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::trainer;
use crate::workspace::Workspace;

/// Files that the page's code fetches by these names.
const FETCHED: [&str; 5] = ["panels.css", "panels.html", "panels.js", super::LATER_PART, "training.js"];

/// The web app manifest, which `index.html` names, and the icons that it names.
const MANIFEST: &str = "manifest.json";
const ICONS: [&str; 3] = ["icons/icon-192.png", "icons/icon-512.png", "icons/maskable-512.png"];

/// MNIST for the page, if it is wanted.
pub(super) const PACK: &str = "mnist.bin";

/// The folders of the models and lessons that the page ships, and how the names end of what it fetches there.
const SHIPPED: [(&str, &str); 2] = [("pretrained", ".bin"), ("lessons/en", ".md")];

/// Where the list belongs in `index.html`.
const LIST: &str = r#"id="files" content="""#;

/// Renames the files in `folder` and lists them in its `index.html`, and with them the service worker, if it is of use.
pub(super) fn put_digests(
    workspace: &Workspace,
    folder: &Path,
    program: &Path,
    worker: Option<&str>,
) -> Result<()> {
    let trainer = rename_trainer(folder)?;
    let new_manifest = rename_icons_and_manifest(folder)?;
    let mut names: Vec<String> = FETCHED.map(str::to_owned).into();
    for (shipped, end) in SHIPPED {
        for file in workspace.sh.read_dir(folder.join(shipped))? {
            if let Some(name) = file.file_name().and_then(|name| name.to_str())
                && name.ends_with(end)
            {
                names.push(format!("{shipped}/{name}"));
            }
        }
    }
    if folder.join(PACK).exists() {
        names.push(PACK.to_owned());
    }
    let mut renamed = vec![trainer];
    for name in names {
        renamed.push(rename(folder, &name, &name)?);
    }
    let old_program =
        program.file_name().and_then(|name| name.to_str()).context("the program has no name")?;
    let new_program = rename(folder, old_program, &without_digest(old_program))?;

    // Its name stays. That it is listed tells the page that there is one to register.
    renamed.extend(worker.map(str::to_owned));
    let index = folder.join("index.html");
    let html =
        workspace.sh.read_file(&index)?.replace(old_program, &new_program).replace(MANIFEST, &new_manifest);
    workspace.sh.write_file(&index, with_list(&html, &renamed)?)?;
    Ok(())
}

/// Renames the program that trains and its JavaScript, each in the file that names it, too. Returns the program's new name.
fn rename_trainer(folder: &Path) -> Result<String> {
    let program = rename_in(folder, trainer::PROGRAM, trainer::GLUE)?;
    rename_in(folder, trainer::GLUE, "training.js")?;
    Ok(program)
}

/// Returns the manifest's new name.
fn rename_icons_and_manifest(folder: &Path) -> Result<String> {
    for icon in ICONS {
        rename_in(folder, icon, MANIFEST)?;
    }
    rename(folder, MANIFEST, MANIFEST)
}

/// Renames a file, and changes its name in the file that names it. Returns its new name.
fn rename_in(folder: &Path, named: &str, by: &str) -> Result<String> {
    let new_name = rename(folder, named, named)?;
    let file = folder.join(by);
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    ensure!(text.contains(named), "{by} does not name {named}");
    fs::write(&file, text.replace(named, &new_name))?;
    Ok(new_name)
}

/// Renames a file to `plain` with the digest of its content; returns the new name.
fn rename(folder: &Path, name: &str, plain: &str) -> Result<String> {
    let file = folder.join(name);
    let new_name = with_digest(plain, &fs::read(&file).with_context(|| file.display().to_string())?);
    fs::rename(file, folder.join(&new_name))?;
    Ok(new_name)
}

/// `panels.css` as `panels-1a2b3c4d.css`, `page_bg.wasm` as `page-1a2b3c4d_bg.wasm`.
fn with_digest(name: &str, content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    let digest = hasher.finish() as u32;
    let end = name.find("_bg.").or_else(|| name.rfind('.')).unwrap_or(name.len());
    format!("{}-{digest:08x}{}", &name[..end], &name[end..])
}

/// `page-17af4a65b2e8d4fd_bg.wasm`, as Trunk names it, as `page_bg.wasm`.
fn without_digest(name: &str) -> String {
    match (name.rfind('-'), name.find("_bg.")) {
        (Some(start), Some(end)) if start < end => format!("{}{}", &name[..start], &name[end..]),
        _ => name.to_owned(),
    }
}

/// `index.html` with the list of names.
fn with_list(html: &str, names: &[String]) -> Result<String> {
    let (before, after) = html.split_once(LIST).with_context(|| format!("index.html lacks `{LIST}`"))?;
    Ok(format!(r#"{before}id="files" content="{}"{after}"#, names.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content() {
        let name = with_digest("panels.css", b"p { margin: 0 }");
        assert!(
            name.starts_with("panels-")
                && name.ends_with(".css")
                && name.len() == "panels-1a2b3c4d.css".len()
        );
        assert_ne!(name, with_digest("panels.css", b"p { margin: 1px }"));
        assert_eq!(name, with_digest("panels.css", b"p { margin: 0 }"));
        assert!(with_digest("page_bg.wasm", b"").ends_with("_bg.wasm"));
    }

    #[test]
    fn trunks_digest_gives_way() {
        assert_eq!(without_digest("page-17af4a65b2e8d4fd_bg.wasm"), "page_bg.wasm");
        assert_eq!(without_digest("page_bg.wasm"), "page_bg.wasm");
    }

    #[test]
    fn the_list_has_its_place() {
        let names = ["a-1.css".to_owned(), "b-2.html".to_owned()];
        let html = with_list(&format!("<meta {LIST} />"), &names).unwrap();
        assert_eq!(html, r#"<meta id="files" content="a-1.css b-2.html" />"#);
        assert!(with_list("<head></head>", &[]).is_err());
    }
}
