//! The checkout: its folders, and a shell whose working directory is its root.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::Shell;

use crate::paths;

/// This checkout, and a shell whose working directory is its root.
pub(crate) struct Workspace {
    /// Runs programs in the root of the checkout.
    pub(crate) sh: Shell,
    root: PathBuf,
}

impl Workspace {
    /// The checkout that this program was built from. What is compiled for the page from now on has none of this machine's paths.
    pub(crate) fn find() -> Result<Self> {
        // Cargo sets the variable when it runs this program. The compiled-in value is for running it by hand.
        let manifest_dir =
            env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest_dir)
            .ancestors()
            .nth(2)
            .context("this program's crate is not in the crates/ folder of a checkout")?
            .to_path_buf();
        let sh = Shell::new()?;
        sh.change_dir(&root);
        sh.set_var(paths::FLAGS, paths::flags(&sh, &root)?);
        Ok(Self { sh, root })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The built static site.
    pub(crate) fn dist_dir(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Programs installed for this checkout only, ignored by git.
    pub(crate) fn tools_dir(&self) -> PathBuf {
        self.root.join(".tools")
    }

    /// Cargo's target directory.
    pub(crate) fn target_dir(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), |dir| self.root.join(dir))
    }

    /// Puts `dir` first on PATH for every program run from now on.
    pub(crate) fn put_first_on_path(&self, dir: &Path) -> Result<()> {
        let path = self.sh.var_os("PATH").unwrap_or_default();
        self.sh.set_var("PATH", prepended(dir, &path)?);
        Ok(())
    }
}

fn prepended(dir: &Path, path: &OsStr) -> Result<OsString> {
    let others = env::split_paths(path).filter(|other| other != dir);
    env::join_paths(std::iter::once(dir.to_path_buf()).chain(others))
        .with_context(|| format!("{} cannot be added to PATH", dir.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_workspace_manifest() {
        let workspace = Workspace::find().unwrap();
        assert!(workspace.root().join("Cargo.toml").is_file());
        assert!(workspace.root().join("crates/xtask").is_dir());
    }

    #[test]
    fn a_folder_is_first_on_path_and_listed_once() {
        let joined = env::join_paths(["/usr/bin", "/tools", "/bin"]).unwrap();
        let path = prepended(Path::new("/tools"), &joined).unwrap();
        let folders: Vec<_> = env::split_paths(&path).collect();
        assert_eq!(folders, [Path::new("/tools"), Path::new("/usr/bin"), Path::new("/bin")]);
    }
}
