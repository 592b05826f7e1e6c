//! Programs of the system that the tests need: finding them, and installing them with apt if possible.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::workspace::Workspace;

/// The folders of PATH.
pub(crate) fn folders() -> Vec<PathBuf> {
    env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect()
}

/// The program at the path that a variable holds, which must exist.
pub(crate) fn named_by(variable: &str) -> Result<Option<PathBuf>> {
    match env::var_os(variable).map(PathBuf::from) {
        Some(path) if !path.is_file() => {
            bail!("{variable} is set to {}, which does not exist", path.display())
        }
        path => Ok(path),
    }
}

/// The first that there is of some names, in any of the folders.
pub(crate) fn first_program(folders: &[PathBuf], names: &[&str]) -> Option<PathBuf> {
    let file_of = |folder: &Path, name: &str| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| file_of(folder, name)))
        .find(|file| file.is_file())
}

/// Installs packages with apt, as root or with a sudo that asks for no password.
pub(crate) fn install(workspace: &Workspace, packages: &[&str]) -> Result<()> {
    let sh = &workspace.sh;
    if cmd!(sh, "apt-get --version").quiet().ignore_stdout().ignore_stderr().run().is_err() {
        bail!("apt-get was not found");
    }
    let is_root = cmd!(sh, "id -u").quiet().read().is_ok_and(|id| id == "0");
    let sudo: &[&str] = if is_root { &[] } else { &["sudo", "-n"] };
    if !is_root && cmd!(sh, "sudo -n true").quiet().ignore_stderr().run().is_err() {
        bail!("installing packages needs root, or sudo without a password");
    }
    println!("installing {} with apt", packages.join(", "));
    let apt_get = |words: &[&str]| {
        let command: Vec<&str> =
            [sudo, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"], words].concat();
        let (program, args) = command.split_first().context("no command")?;
        cmd!(sh, "{program} {args...}").ignore_stdout().run().map_err(anyhow::Error::from)
    };
    apt_get(&["update"])?;
    apt_get(&[&["install", "--yes"], packages].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_looked_for_in_order_in_all_folders() {
        let root = Workspace::find().unwrap().root().to_path_buf();
        let folders = [root.join("crates"), root.clone()];
        // Files of the checkout stand in for programs.
        assert_eq!(first_program(&folders, &["no-such", "Cargo.toml"]), Some(root.join("Cargo.toml")));
        assert_eq!(first_program(&folders, &["no-such"]), None);
    }
}
