//! Chromium and ChromeDriver for the tests and the benchmark: finds them, installs them with apt if possible, or else says how.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::workspace::Workspace;

/// A browser and its WebDriver server.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    pub(crate) chrome: PathBuf,
    pub(crate) chromedriver: PathBuf,
}

const CHROME_NAMES: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const CHROME_ON_MACOS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const HOW: &str = "\
you need Chromium (or Chrome) and ChromeDriver of the same version. On Debian and Ubuntu, run `apt-get install chromium
chromium-driver`. Elsewhere, install both from your system's packages or https://googlechromelabs.github.io/chrome-for-testing/,
and set CHROME and CHROMEDRIVER to their paths if they are not on PATH.";

/// What Chromium is started with, here as in the end-to-end tests.
const FLAGS: &str = include_str!("../../e2e/chromium-flags.txt");

/// Finds both, or installs them.
pub(crate) fn ensure(workspace: &Workspace) -> Result<Browser> {
    if let Some(browser) = find()? {
        return Ok(browser);
    }
    install(workspace).context(HOW)?;
    find()?.context(HOW)
}

/// Both programs, if both are found. Paths set in the environment must exist.
fn find() -> Result<Option<Browser>> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let chrome = named_by("CHROME")?
        .or_else(|| first_program(&folders, CHROME_NAMES))
        .or_else(|| Some(PathBuf::from(CHROME_ON_MACOS)).filter(|path| path.is_file()));
    let chromedriver = named_by("CHROMEDRIVER")?.or_else(|| first_program(&folders, &["chromedriver"]));
    Ok(chrome.zip(chromedriver).map(|(chrome, chromedriver)| Browser { chrome, chromedriver }))
}

fn named_by(variable: &str) -> Result<Option<PathBuf>> {
    match env::var_os(variable).map(PathBuf::from) {
        Some(path) if !path.is_file() => {
            bail!("{variable} is set to {}, which does not exist", path.display())
        }
        path => Ok(path),
    }
}

fn first_program(folders: &[PathBuf], names: &[&str]) -> Option<PathBuf> {
    let file_of = |folder: &Path, name: &str| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| file_of(folder, name)))
        .find(|file| file.is_file())
}

/// Installs both with apt, as root or with a sudo that asks for no password.
fn install(workspace: &Workspace) -> Result<()> {
    let sh = &workspace.sh;
    if cmd!(sh, "apt-get --version").quiet().ignore_stdout().ignore_stderr().run().is_err() {
        bail!("apt-get was not found");
    }
    let is_root = cmd!(sh, "id -u").quiet().read().is_ok_and(|id| id == "0");
    let sudo: &[&str] = if is_root { &[] } else { &["sudo", "-n"] };
    if !is_root && cmd!(sh, "sudo -n true").quiet().ignore_stderr().run().is_err() {
        bail!("installing packages needs root, or sudo without a password");
    }
    println!("installing chromium and chromium-driver with apt");
    let apt_get = |words: &[&str]| {
        let command: Vec<&str> =
            [sudo, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"], words].concat();
        let (program, args) = command.split_first().context("no command")?;
        cmd!(sh, "{program} {args...}").ignore_stdout().run().map_err(anyhow::Error::from)
    };
    apt_get(&["update"])?;
    apt_get(&["install", "--yes", "chromium", "chromium-driver"])
}

impl Browser {
    /// The `webdriver.json` for wasm-bindgen's test runner.
    pub(crate) fn webdriver_json(&self) -> String {
        serde_json::json!({
            "goog:chromeOptions": {
                "binary": self.chrome,
                "args": FLAGS.lines().filter(|line| line.starts_with("--")).collect::<Vec<_>>(),
            },
        })
        .to_string()
    }
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

    #[test]
    fn the_test_runner_is_told_which_browser() {
        let browser = Browser { chrome: "/opt/chrome".into(), chromedriver: "/opt/driver".into() };
        let json: serde_json::Value = serde_json::from_str(&browser.webdriver_json()).unwrap();
        assert_eq!(json["goog:chromeOptions"]["binary"], "/opt/chrome");
        assert_eq!(json["goog:chromeOptions"]["args"][0], "--headless=new");
    }
}
