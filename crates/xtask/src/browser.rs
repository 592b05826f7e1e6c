//! Chromium and ChromeDriver for the tests and the benchmark: finds them, installs them with apt if possible, or else says how.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::programs::{first_program, folders, install, named_by};
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
    install(workspace, &["chromium", "chromium-driver"]).context(HOW)?;
    find()?.context(HOW)
}

/// Both programs, if both are found. Paths set in the environment must exist.
fn find() -> Result<Option<Browser>> {
    let folders = folders();
    let chrome = named_by("CHROME")?
        .or_else(|| first_program(&folders, CHROME_NAMES))
        .or_else(|| Some(PathBuf::from(CHROME_ON_MACOS)).filter(|path| path.is_file()));
    let chromedriver = named_by("CHROMEDRIVER")?.or_else(|| first_program(&folders, &["chromedriver"]));
    Ok(chrome.zip(chromedriver).map(|(chrome, chromedriver)| Browser { chrome, chromedriver }))
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
    fn the_test_runner_is_told_which_browser() {
        let browser = Browser { chrome: "/opt/chrome".into(), chromedriver: "/opt/driver".into() };
        let json: serde_json::Value = serde_json::from_str(&browser.webdriver_json()).unwrap();
        assert_eq!(json["goog:chromeOptions"]["binary"], "/opt/chrome");
        assert_eq!(json["goog:chromeOptions"]["args"][0], "--headless=new");
    }
}
