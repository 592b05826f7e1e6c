//! Paths of this machine: they must not get into what is built, because two builds of one commit are to be the same, byte for byte,
//! wherever they are made, and because they are nobody else's business.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

/// The variable by which cargo passes flags on when it compiles for the page, besides those in `.cargo/config.toml`.
pub(crate) const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Paths of this machine, and what is written in their place. Of several that fit, rustc takes the last.
struct Paths(Vec<(PathBuf, String)>);

impl Paths {
    fn of(sh: &Shell, root: &Path) -> Result<Self> {
        let cargo_home =
            sh.var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
        let cargo_home = cargo_home.context("there is no home directory")?;
        let sysroot = cmd!(sh, "rustc --print sysroot").quiet().read()?;
        let version = cmd!(sh, "rustc --version --verbose").quiet().read()?;
        let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
        let mut paths =
            vec![(root.to_path_buf(), "/inkling".to_owned()), (cargo_home.clone(), "/cargo".to_owned())];
        // Each registry has a folder here, whose name depends on where it is.
        for registry in sh.read_dir(cargo_home.join("registry/src")).unwrap_or_default() {
            paths.push((registry, "/deps".to_owned()));
        }
        // Without its sources, the standard library has these names already.
        let library = Path::new(&sysroot).join("lib/rustlib/src/rust");
        paths.extend([(PathBuf::from(sysroot), "/rust".to_owned()), (library, format!("/rustc/{commit}"))]);
        Ok(Self(paths))
    }

    /// As flags for rustc. A path with a space is left out, which cargo would take for two flags.
    fn flags(&self) -> String {
        let flag =
            |(path, name): &(PathBuf, String)| format!("--remap-path-prefix={}={name}", path.display());
        let flags: Vec<String> =
            self.0.iter().map(flag).filter(|flag| !flag.contains(char::is_whitespace)).collect();
        flags.join(" ")
    }

    /// The first of them that is in a file's content. Those of one name alone, such as `/app`, could be there by chance.
    fn found_in(&self, content: &[u8]) -> Option<&Path> {
        let is_there = |path: &Path| {
            let text = path.as_os_str().as_encoded_bytes();
            path.components().count() > 2 && content.windows(text.len()).any(|part| part == text)
        };
        self.0.iter().map(|(path, _)| path.as_path()).find(|path| is_there(path))
    }
}

/// Flags for rustc that keep this machine's paths out, for [`FLAGS`], after those that are there already.
pub(crate) fn flags(sh: &Shell, root: &Path) -> Result<String> {
    let before = sh.var(FLAGS).unwrap_or_default();
    let flags = Paths::of(sh, root)?.flags();
    // Trunk calls this program again: with other flags, all crates would be compiled once more.
    Ok(if before.contains(&flags) { before } else { format!("{before} {flags}").trim().to_owned() })
}

/// Whether no file of the built page has a path of this machine in it.
pub(crate) fn check(sh: &Shell, root: &Path, folder: &Path) -> Result<()> {
    check_below(&Paths::of(sh, root)?, folder)
}

fn check_below(paths: &Paths, folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let file = entry?.path();
        if file.is_dir() {
            check_below(paths, &file)?;
        } else {
            let found = paths.found_in(&fs::read(&file)?);
            ensure!(
                found.is_none(),
                "{} contains a path of this machine, {}; if there is a space in it, build in another folder",
                file.display(),
                found.unwrap_or(Path::new("")).display()
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(paths: &[&str]) -> Paths {
        Paths(paths.iter().map(|path| (PathBuf::from(path), "/name".to_owned())).collect())
    }

    #[test]
    fn each_path_becomes_a_flag_unless_it_has_a_space() {
        assert_eq!(
            paths(&["/home/ada/inkling", "/home/ada b/.cargo", "/opt/rust"]).flags(),
            "--remap-path-prefix=/home/ada/inkling=/name --remap-path-prefix=/opt/rust=/name"
        );
    }

    #[test]
    fn a_path_is_found_wherever_it_is_in_a_file() {
        let paths = paths(&["/app", "/home/ada/inkling"]);
        assert_eq!(paths.found_in(b"\0asm/home/ada/inkling/src/a.rs"), Some(Path::new("/home/ada/inkling")));
        assert_eq!(paths.found_in(b"crates/app/src/a.rs"), None);
        assert_eq!(paths.found_in(b""), None);
    }

    #[test]
    fn a_folder_is_searched_to_its_depth() {
        let sh = Shell::new().unwrap();
        let dir = sh.create_temp_dir().unwrap();
        let paths = paths(&["/home/ada/inkling"]);
        sh.write_file(dir.path().join("a/b.wasm"), "/inkling/a.rs").unwrap();
        assert!(check_below(&paths, dir.path()).is_ok());
        sh.write_file(dir.path().join("a/c.wasm"), "/home/ada/inkling/a.rs").unwrap();
        assert!(check_below(&paths, dir.path()).unwrap_err().to_string().contains("c.wasm"));
    }

    #[test]
    fn this_machines_own_paths_are_among_the_flags() {
        let workspace = crate::workspace::Workspace::find().unwrap();
        let flags = workspace.sh.var(FLAGS).unwrap();
        let expected = format!("--remap-path-prefix={}=/inkling", workspace.root().display());
        assert!(flags.split(' ').any(|flag| flag == expected), "{flags}");
    }
}
