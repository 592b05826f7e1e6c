//! Firefox and WebKitGTK for the end-to-end tests: finds them, installs them if possible, or else says how.

use std::env;

use anyhow::{Context, Result};

use crate::programs::{first_program, folders, install, named_by};
use crate::workspace::Workspace;
use crate::{browser, tools};

/// A browser engine, by the name that the tests know it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

const HOW_FIREFOX: &str = "\
you need Firefox and geckodriver. On Debian, run `apt-get install firefox-esr`; elsewhere, install Firefox from your system's packages.
Set FIREFOX to its path if it is not on PATH.";
const HOW_WEBKIT: &str = "\
you need WebKitGTK's MiniBrowser and WebKitWebDriver, and Xvfb, which is why this is for Linux alone. On Debian and Ubuntu, run
`apt-get install webkit2gtk-driver xvfb`; elsewhere, install WebKitGTK's driver from your system's packages, and set WEBKITWEBDRIVER
and XVFB to the programs' paths if they are not on PATH.";

impl Engine {
    /// The value of `INKLING_ENGINE`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Finds the engine's programs, or installs them. Returns the variables that tell the tests where they are.
    pub(crate) fn ensure(self, workspace: &Workspace) -> Result<Vec<(&'static str, String)>> {
        let mut variables = vec![("INKLING_ENGINE", self.name().to_owned())];
        let programs = match self {
            Self::Chromium => {
                let browser = browser::ensure(workspace)?;
                vec![("CHROME", browser.chrome), ("CHROMEDRIVER", browser.chromedriver)]
            }
            Self::Firefox => {
                const NAMES: &[&str] = &["firefox-esr", "firefox"];
                const ON_MACOS: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";
                let find = || -> Result<_> {
                    Ok(named_by("FIREFOX")?
                        .or_else(|| first_program(&folders(), NAMES))
                        .or_else(|| Some(ON_MACOS.into()).filter(|path: &std::path::PathBuf| path.is_file())))
                };
                if find()?.is_none() {
                    install(workspace, &["firefox-esr"]).context(HOW_FIREFOX)?;
                }
                let firefox = find()?.context(HOW_FIREFOX)?;
                if named_by("GECKODRIVER")?.is_none() {
                    tools::ensure_geckodriver(workspace)?;
                }
                vec![("FIREFOX", firefox)]
            }
            Self::WebKit => {
                let find = |variable: &str, name: &str| -> Result<_> {
                    Ok(named_by(variable)?.or_else(|| first_program(&folders(), &[name])))
                };
                let find = || -> Result<_> {
                    Ok(find("WEBKITWEBDRIVER", "WebKitWebDriver")?.zip(find("XVFB", "Xvfb")?))
                };
                if find()?.is_none() {
                    install(workspace, &["webkit2gtk-driver", "xvfb"]).context(HOW_WEBKIT)?;
                }
                let (driver, xvfb) = find()?.context(HOW_WEBKIT)?;
                vec![("WEBKITWEBDRIVER", driver), ("XVFB", xvfb)]
            }
        };
        variables.extend(programs.into_iter().map(|(name, path)| (name, path.display().to_string())));
        Ok(variables)
    }
}

/// Whether a browser that cannot be had is an error, as it is where all three must be tested: `INKLING_ENGINES=all`.
pub(crate) fn are_all_required() -> bool {
    env::var_os("INKLING_ENGINES").is_some_and(|value| value == "all")
}
