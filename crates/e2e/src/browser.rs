//! ChromeDriver and a headless Chromium: starting, commands, stopping.

use std::env;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::LazyLock;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command as Process};
use tokio::runtime::Runtime;
use tokio::time::timeout;

use crate::command::Command;
use crate::console;
use crate::screen::Screen;

/// Generous, because the machine may be busy.
const START_LIMIT: Duration = Duration::from_secs(120);
/// The longest that a script run on the page may take.
const SCRIPT_LIMIT: Duration = Duration::from_secs(300);

/// Chromium's flags. `cargo xtask test wasm` reads the same file.
const FLAGS: &str = include_str!("../chromium-flags.txt");

/// Runs what drives the browsers, which may outlive the runtime of the test that started them.
static RUNTIME: LazyLock<std::io::Result<Runtime>> = LazyLock::new(Runtime::new);

/// A Chromium with its own ChromeDriver.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    driver: Child,
    /// Whatever either writes to disk; removed with them.
    _scratch: TempDir,
}

impl Browser {
    /// Starts both, with a new profile that is deleted with the session.
    ///
    /// # Errors
    ///
    /// If either is missing or does not start. The message says how to install them.
    pub async fn start() -> Result<Self> {
        let runtime = RUNTIME.as_ref().context("no runtime for the browser")?;
        let start = async {
            timeout(START_LIMIT, Self::try_start()).await.context("the browser took too long to start")?
        };
        runtime.spawn(start).await?
    }

    async fn try_start() -> Result<Self> {
        let program =
            env::var_os("CHROMEDRIVER").map_or_else(|| PathBuf::from("chromedriver"), PathBuf::from);
        let scratch = TempDir::with_prefix("inkling-e2e-").context("no temporary folder for the browser")?;
        let mut driver = Process::new(&program)
            .arg("--port=0")
            // Chromium leaves files behind there.
            .env("TMPDIR", scratch.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} does not start: {SEE_XTASK}", program.display()))?;
        let port = port_of(&mut driver).await?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .with_context(|| format!("Chromium does not start: {SEE_XTASK}"))?;
        Ok(Self { client, driver, _scratch: scratch })
    }

    /// The same browser with a new tab in place of the old one, and without anything that pages have stored or cached.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn renew(self) -> Result<Self> {
        self.client.release_actions().await?;
        let tab = self.client.new_window(true).await?.handle;
        self.client.close_window().await?;
        self.client.switch_to_window(tab).await?;
        // Only the tab in front has the focus.
        self.devtools("Page.bringToFront", json!({})).await?;
        self.devtools("Network.clearBrowserCache", json!({})).await?;
        self.devtools("Storage.clearDataForOrigin", json!({"origin": "*", "storageTypes": "all"})).await?;
        console::read(&self.client).await?;
        Ok(self)
    }

    /// The WebDriver session.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Closes the browser, then stops its driver.
    ///
    /// # Errors
    ///
    /// If the driver does not answer. Both are stopped all the same.
    pub async fn close(mut self) -> Result<()> {
        let closed = self.client.close().await;
        self.driver.kill().await?;
        closed.context("the browser did not close properly")
    }

    /// Sends a Chrome DevTools Protocol command.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub async fn devtools(&self, name: &str, params: Value) -> Result<Value> {
        self.client
            .issue_cmd(Command::devtools(name, params))
            .await
            .with_context(|| format!("DevTools command {name}"))
    }

    /// Runs a script in every page loaded from now on, before the page's own scripts.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub async fn before_page_scripts(&self, script: &str) -> Result<()> {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": script})).await.map(drop)
    }

    /// Makes the browser look like another screen.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub async fn set_screen(&self, screen: Screen) -> Result<()> {
        let Screen { width, height, pixel_ratio, touch } = screen;
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": pixel_ratio, "mobile": touch});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        let points = json!({"enabled": touch, "maxTouchPoints": if touch { 5 } else { 1 }});
        self.devtools("Emulation.setTouchEmulationEnabled", points).await.map(drop)
    }

    /// Sets a user preference that pages can query, for instance `("prefers-color-scheme", "dark")`.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub async fn set_preference(&self, feature: &str, value: &str) -> Result<()> {
        let media = json!({"features": [{"name": feature, "value": value}]});
        self.devtools("Emulation.setEmulatedMedia", media).await.map(drop)
    }
}

const SEE_XTASK: &str = "`cargo xtask test` installs what the end-to-end tests need, or tells you how";

/// The port that ChromeDriver chose; it prints it once it is listening.
async fn port_of(driver: &mut Child) -> Result<u16> {
    let stdout = driver.stdout.take().context("ChromeDriver has no output")?;
    let mut lines = BufReader::new(stdout).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(port) = port_in(&line) {
            // Keep reading its output: it would block once the pipe is full.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(port);
        }
    }
    bail!("ChromeDriver exited without printing its port")
}

fn port_in(line: &str) -> Option<u16> {
    line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

fn capabilities() -> serde_json::Map<String, Value> {
    let mut options = json!({"args": flags()});
    if let Some(chrome) = env::var_os("CHROME") {
        options["binary"] = json!(chrome.to_string_lossy());
    }
    serde_json::Map::from_iter([
        ("browserName".to_owned(), json!("chrome")),
        ("goog:chromeOptions".to_owned(), options),
        ("goog:loggingPrefs".to_owned(), json!({"browser": "ALL"})),
        // The harness has limits of its own, and the driver must not cut a wait short.
        ("timeouts".to_owned(), json!({"script": SCRIPT_LIMIT.as_millis() as u64})),
    ])
}

fn flags() -> Vec<&'static str> {
    FLAGS.lines().filter(|line| line.starts_with("--")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read_without_their_comments() {
        assert!(flags().contains(&"--headless=new"));
        assert!(flags().iter().all(|flag| !flag.contains(char::is_whitespace)), "{:?}", flags());
    }

    #[test]
    fn the_port_is_read_from_the_drivers_output() {
        assert_eq!(port_in("ChromeDriver was started successfully on port 41523."), Some(41523));
        assert_eq!(port_in("Only local connections are allowed."), None);
    }
}
