//! Chromium and ChromeDriver, and what the Chrome DevTools protocol does for the tests.

use std::env;
use std::path::Path;

use anyhow::{Context, Result};
use fantoccini::Client;
use serde_json::{Map, Value, json};
use tokio::process::Command as Process;

use crate::browser::driver;
use crate::command::Command;
use crate::console::{self, Entry};
use crate::screen::Screen;

/// Chromium's flags. `cargo xtask test wasm` reads the same file.
const FLAGS: &str = include_str!("../../chromium-flags.txt");

pub(super) fn driver(scratch: &Path, port: u16) -> Process {
    let mut command = driver::command("CHROMEDRIVER", "chromedriver");
    // Chromium leaves files behind there.
    command.arg(format!("--port={port}")).env("TMPDIR", scratch);
    command
}

/// The port of ChromeDriver, which prints it once it is listening.
pub(super) fn port_in(line: &str) -> Option<u16> {
    line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

pub(super) fn capabilities() -> Map<String, Value> {
    let mut options = json!({"args": flags()});
    if let Some(chrome) = env::var_os("CHROME") {
        options["binary"] = json!(chrome.to_string_lossy());
    }
    Map::from_iter([
        ("browserName".to_owned(), json!("chrome")),
        ("goog:chromeOptions".to_owned(), options),
        ("goog:loggingPrefs".to_owned(), json!({"browser": "ALL"})),
    ])
}

fn flags() -> Vec<&'static str> {
    FLAGS.lines().filter(|line| line.starts_with("--")).collect()
}

pub(super) async fn devtools(client: &Client, name: &str, params: Value) -> Result<Value> {
    client
        .issue_cmd(Command::devtools(name, params))
        .await
        .with_context(|| format!("DevTools command {name}"))
}

/// Makes a new tab the only one there is to see, and forgets what pages have stored and cached.
pub(super) async fn forget(client: &Client) -> Result<()> {
    // Only the tab in front has the focus.
    devtools(client, "Page.bringToFront", json!({})).await?;
    devtools(client, "Network.clearBrowserCache", json!({})).await?;
    devtools(client, "Storage.clearDataForOrigin", json!({"origin": "*", "storageTypes": "all"})).await?;
    log(client).await.map(drop)
}

pub(super) async fn log(client: &Client) -> Result<Vec<Entry>> {
    let log = client.issue_cmd(Command::browser_log()).await.context("the browser's log")?;
    Ok(log.as_array().into_iter().flatten().map(console::entry).collect())
}

pub(super) async fn set_screen(client: &Client, screen: Screen) -> Result<()> {
    let Screen { width, height, pixel_ratio, touch } = screen;
    let metrics =
        json!({"width": width, "height": height, "deviceScaleFactor": pixel_ratio, "mobile": touch});
    devtools(client, "Emulation.setDeviceMetricsOverride", metrics).await?;
    let points = json!({"enabled": touch, "maxTouchPoints": if touch { 5 } else { 1 }});
    devtools(client, "Emulation.setTouchEmulationEnabled", points).await.map(drop)
}

pub(super) async fn set_preference(client: &Client, feature: &str, value: &str) -> Result<()> {
    let media = json!({"features": [{"name": feature, "value": value}]});
    devtools(client, "Emulation.setEmulatedMedia", media).await.map(drop)
}

pub(super) async fn set_medium(client: &Client, medium: &str) -> Result<()> {
    devtools(client, "Emulation.setEmulatedMedia", json!({"media": medium})).await.map(drop)
}

pub(super) async fn set_font_size(client: &Client, standard: u32, fixed: u32) -> Result<()> {
    let sizes = json!({"fontSizes": {"standard": standard, "fixed": fixed}});
    devtools(client, "Page.setFontSizes", sizes).await.map(drop)
}

/// `width` and `height` are in inches.
pub(super) async fn print(client: &Client, width: f64, height: f64) -> Result<Value> {
    let options = json!({"paperWidth": width, "paperHeight": height, "preferCSSPageSize": true, "printBackground": true});
    Ok(devtools(client, "Page.printToPDF", options).await?["data"].take())
}

pub(super) async fn save_into(client: &Client, folder: &Path) -> Result<()> {
    let to = json!({"behavior": "allow", "downloadPath": folder});
    devtools(client, "Browser.setDownloadBehavior", to).await.map(drop)
}

pub(super) async fn minimise(client: &Client, is_minimised: bool) -> Result<()> {
    let window = devtools(client, "Browser.getWindowForTarget", json!({})).await?;
    let state = if is_minimised { "minimized" } else { "normal" };
    let bounds = json!({"windowId": window["windowId"], "bounds": {"windowState": state}});
    devtools(client, "Browser.setWindowBounds", bounds).await.map(drop)
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
