//! Finds a tool at an exact version and installs it if it is missing.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::tools::archive::Archive;
use crate::workspace::Workspace;

/// A program, or several that are distributed together, needed at an exact version.
pub(super) struct Tool<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    /// All must exist and print `version` for `--version`.
    pub(super) programs: &'a [&'a str],
    /// In order of preference.
    pub(super) sources: Vec<Source<'a>>,
}

/// Where to get a tool.
pub(super) enum Source<'a> {
    /// A prebuilt release, if there is one for this platform.
    Archive(Option<Archive>),
    /// `cargo install`, with these options. It takes a few minutes.
    Cargo { package: &'a str, options: &'a [&'a str], minutes: u32 },
    /// An npm package that contains the programs.
    Npm { package: &'a str, version: &'a str },
}

/// A program that mostly waits for others need not be optimised, which would double the time that it takes to build.
const QUICK_BUILD: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
];

impl Tool<'_> {
    /// Finds or installs the tool and makes sure that it is on the shell's PATH.
    pub(super) fn ensure(&self, workspace: &Workspace) -> Result<()> {
        if self.answers(workspace) {
            return Ok(());
        }
        let (name, version) = (self.name, self.version);
        let folder = workspace.tools_dir().join(format!("{name}-{version}"));
        if self.answers_in(workspace, &folder)? {
            return Ok(());
        }
        println!("{name} {version} is not on PATH; installing it into {}", folder.display());
        let mut last_error = None;
        for source in &self.sources {
            // A folder left over from a failed installation.
            workspace.sh.remove_path(&folder)?;
            match source.install(workspace, &folder, self.version) {
                Ok(()) if self.answers_in(workspace, &folder)? => return Ok(()),
                Ok(()) => println!("{name} from {} does not run on this system", source.describe()),
                Err(error) => {
                    println!("could not install {name} from {}: {error:#}", source.describe());
                    last_error = Some(error);
                }
            }
        }
        Err(last_error
            .unwrap_or_else(|| anyhow::anyhow!("the installed program does not run on this system")))
        .with_context(|| format!("you need {name} {version}: install it and put it on PATH"))
    }

    /// Whether the installation in `folder` works. If so, it is on PATH afterwards; otherwise, PATH is unchanged.
    fn answers_in(&self, workspace: &Workspace, folder: &Path) -> Result<bool> {
        let path_before = workspace.sh.var_os("PATH").unwrap_or_default();
        for bin in bin_dirs(folder).iter().filter(|dir| dir.is_dir()) {
            workspace.put_first_on_path(bin)?;
            if self.answers(workspace) {
                return Ok(true);
            }
            workspace.sh.set_var("PATH", &path_before);
        }
        Ok(false)
    }

    /// Whether all programs on PATH have the required version.
    fn answers(&self, workspace: &Workspace) -> bool {
        let sh = &workspace.sh;
        self.programs.iter().all(|program| {
            cmd!(sh, "{program} --version")
                .quiet()
                .ignore_stderr()
                .read()
                .is_ok_and(|answer| names_version(&answer, self.version))
        })
    }
}

/// Where the programs may be in a tool's folder. npm uses the second.
fn bin_dirs(folder: &Path) -> [PathBuf; 2] {
    [folder.join("bin"), folder.join("node_modules").join(".bin")]
}

/// Whether `version` is one of the words that a program prints for `--version`.
fn names_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().any(|word| word == version)
}

impl Source<'_> {
    fn install(&self, workspace: &Workspace, folder: &Path, version: &str) -> Result<()> {
        let sh = &workspace.sh;
        match self {
            Self::Archive(archive) => {
                archive.as_ref().context("there is no release for this platform")?.unpack_into(sh, folder)
            }
            Self::Cargo { package, options, minutes } => {
                println!("building {package} {version} (about {minutes} minutes on two cores)");
                let build = workspace.tools_dir().join("build");
                cmd!(sh, "cargo install {package} --version {version}")
                    .args(*options)
                    .args(["--quiet".as_ref(), "--root".as_ref(), folder.as_os_str()])
                    .args(["--target-dir".as_ref(), build.as_os_str()])
                    .envs(QUICK_BUILD)
                    .run()?;
                // Hundreds of megabytes that are not needed any more.
                sh.remove_path(&build)?;
                Ok(())
            }
            Self::Npm { package, version } => npm_install(workspace, folder, &[(package, version)]),
        }
    }

    fn describe(&self) -> &'static str {
        match self {
            Self::Archive(_) => "a prebuilt release",
            Self::Cargo { .. } => "source",
            Self::Npm { .. } => "the npm registry",
        }
    }
}

/// Installs npm packages, each with its version, into `folder/node_modules`.
pub(super) fn npm_install(workspace: &Workspace, folder: &Path, packages: &[(&str, &str)]) -> Result<()> {
    let sh = &workspace.sh;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    sh.create_dir(folder)?;
    let named: Vec<String> =
        packages.iter().map(|(package, version)| format!("{package}@{version}")).collect();
    let what = named.join(" and ");
    let installed = cmd!(sh, "{npm} install --no-save --no-audit --no-fund --loglevel=error")
        .args(["--prefix".as_ref(), folder.as_os_str()])
        .args(&named)
        .quiet()
        .ignore_stdout()
        .ignore_status()
        .output()
        .with_context(|| format!("could not run npm to install {what}"))?;
    ensure!(
        installed.status.success(),
        "npm could not install {what}: {}",
        String::from_utf8_lossy(&installed.stderr).trim()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_whole_word_of_the_answer() {
        assert!(names_version("trunk 0.21.14", "0.21.14"));
        assert!(names_version("wasm-opt version 132 (version_132)", "132"));
        assert!(!names_version("wasm-opt version 108 (version_108)", "132"));
        assert!(!names_version("wasm-bindgen 0.2.1301", "0.2.130"));
        assert!(!names_version("", "132"));
    }

    #[test]
    fn a_tool_that_no_source_has_is_an_error_that_names_it() {
        let workspace = Workspace::find().unwrap();
        let tool = Tool {
            name: "a-tool-that-is-not",
            version: "1.2.3",
            programs: &["a-program-that-is-not"],
            sources: vec![Source::Archive(None)],
        };
        let error = format!("{:#}", tool.ensure(&workspace).unwrap_err());
        assert!(error.contains("a-tool-that-is-not 1.2.3"), "{error}");
        assert!(error.contains("no release for this platform"), "{error}");
    }
}
