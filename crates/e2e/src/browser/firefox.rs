//! Firefox and geckodriver. What WebDriver has no command for, scripts do in the browser's own window.

use std::env;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use fantoccini::Client;
use serde_json::{Map, Value, json};
use tokio::process::Command as Process;

use crate::browser::driver;
use crate::command::Command;
use crate::console::Entry;
use crate::screen::Screen;

pub(super) fn driver(scratch: &Path) -> Process {
    let mut command = driver::command("GECKODRIVER", "geckodriver");
    // The profile lies there.
    command.args(["--port=0", "--allow-system-access"]).env("TMPDIR", scratch);
    command
}

/// The port that geckodriver chose; it prints it once it is listening.
pub(super) fn port_in(line: &str) -> Option<u16> {
    line.split_once("Listening on 127.0.0.1:")?.1.trim().parse().ok()
}

pub(super) fn capabilities() -> Map<String, Value> {
    let preferences = json!({
        // It must not look for its maker's servers, which may be out of reach.
        "app.normandy.enabled": false,
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        "browser.safebrowsing.downloads.remote.enabled": false,
        // Files go where a test says, and nothing opens over the page.
        "browser.download.folderList": 2,
        "browser.download.alwaysOpenPanel": false,
    });
    let mut options = json!({"args": ["-headless"], "prefs": preferences});
    if let Some(firefox) = env::var_os("FIREFOX") {
        options["binary"] = json!(firefox.to_string_lossy());
    }
    Map::from_iter([("browserName".to_owned(), json!("firefox")), ("moz:firefoxOptions".to_owned(), options)])
}

/// Runs a script in the browser's own window; `browser` is the tab's element.
async fn in_window(client: &Client, script: &str, args: Vec<Value>) -> Result<Value> {
    const TAB: &str = "const window = Services.wm.getMostRecentWindow('navigator:browser');
                       const browser = window.gBrowser.selectedBrowser;
                       const tab = browser.browsingContext;";
    client.issue_cmd(Command::context("chrome")).await.context("the browser's own window")?;
    let result = client.execute_async(&format!("{TAB}\n{script}"), args).await;
    client.issue_cmd(Command::context("content")).await.context("the page again")?;
    Ok(result?)
}

/// As [`in_window`], for a script that has ended when it returns.
async fn at_once(client: &Client, script: &str, args: Vec<Value>) -> Result<()> {
    let script = format!("{script}\narguments[arguments.length - 1](true);");
    in_window(client, &script, args).await.map(drop)
}

/// Forgets what pages have stored and cached, and what was changed for a test.
pub(super) async fn forget(client: &Client) -> Result<()> {
    const FORGET: &str = "
        for (const name of ['font.size.variable.x-western', 'font.size.monospace.x-western']) {
            Services.prefs.clearUserPref(name);
        }
        Services.console.reset();
        const onDataDeleted = (failed) => arguments[arguments.length - 1](failed);
        Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, { onDataDeleted });";
    let failed = in_window(client, FORGET, Vec::new()).await?;
    ensure!(failed == json!(0), "Firefox does not forget everything: {failed}");
    Ok(())
}

/// Errors and warnings of pages. What their scripts print is not among them: see `recorder.js`.
pub(super) async fn log(client: &Client) -> Result<Vec<Entry>> {
    const READ: &str = "
        // The recorder is to be synchronous, and a test may look at a page that is still loading.
        const ofTests = /^(Synchronous XMLHttpRequest|Layout was forced before the page was fully loaded)/;
        // A script that is at work when its page is left is stopped, if Firefox happens to look. On a page that stays, no script
        // is stopped here, however long it takes.
        const ofFirefox = /^Script terminated by timeout/;
        const ofPages = Services.console.getMessageArray().filter((message) =>
            message instanceof Ci.nsIScriptError && /^(http|blob|data|file):/.test(message.sourceName)
                && !ofTests.test(message.errorMessage) && !ofFirefox.test(message.errorMessage));
        Services.console.reset();
        const entries = ofPages.map(({ flags, category, sourceName, lineNumber, errorMessage }) => [
            flags & Ci.nsIScriptError.warningFlag ? 'WARNING' : 'SEVERE',
            category,
            `${sourceName} ${lineNumber} ${errorMessage}`,
        ]);
        arguments[arguments.length - 1](entries);";
    let entries: Vec<(String, String, String)> =
        serde_json::from_value(in_window(client, READ, Vec::new()).await?)?;
    Ok(entries.into_iter().map(|(level, source, message)| Entry { level, source, message }).collect())
}

/// As the browser's own view of other devices does.
pub(super) async fn set_screen(client: &Client, screen: Screen) -> Result<()> {
    const SET: &str = "
        const [width, height, ratio, isTouched] = arguments;
        browser.style.cssText = ['', 'min-', 'max-']
            .map((limit) => `${limit}width: ${width}px; ${limit}height: ${height}px;`).join(' ') + 'flex: none';
        tab.overrideDPPX = ratio;
        tab.touchEventsOverride = isTouched ? 'enabled' : 'none';
        // One coarse pointer, or one that is fine and can hover.
        const pointers = isTouched ? 1 : 6;
        Services.prefs.setIntPref('ui.primaryPointerCapabilities', pointers);
        Services.prefs.setIntPref('ui.allPointerCapabilities', pointers);
        arguments[arguments.length - 1](true);";
    let Screen { width, height, pixel_ratio, touch } = screen;
    // The window around it must be larger, for pointers to get everywhere.
    client.set_window_rect(0, 0, width.max(500) + 50, height + 200).await?;
    in_window(client, SET, vec![json!(width), json!(height), json!(pixel_ratio), json!(touch)]).await?;
    let is_so = format!(
        "const done = arguments[arguments.length - 1];
         const look = () => innerWidth === {width} && innerHeight === {height} ? done(true) : setTimeout(look, 5);
         look();"
    );
    client.execute_async(&is_so, Vec::new()).await.context("waiting for the screen")?;
    Ok(())
}

pub(super) async fn set_preference(client: &Client, feature: &str, value: &str) -> Result<()> {
    const SET: &str = "
        const name = {
            'prefers-color-scheme': 'prefersColorSchemeOverride',
            'prefers-reduced-motion': 'prefersReducedMotionOverride',
            'forced-colors': 'forcedColorsOverride',
        }[arguments[0]];
        tab[name] = arguments[1];";
    at_once(client, SET, vec![json!(feature), json!(value)]).await
}

pub(super) async fn set_medium(client: &Client, medium: &str) -> Result<()> {
    at_once(client, "tab.mediumOverride = arguments[0];", vec![json!(medium)]).await
}

pub(super) async fn set_font_size(client: &Client, standard: u32, fixed: u32) -> Result<()> {
    const SET: &str = "Services.prefs.setIntPref('font.size.variable.x-western', arguments[0]);
                       Services.prefs.setIntPref('font.size.monospace.x-western', arguments[1]);";
    at_once(client, SET, vec![json!(standard), json!(fixed)]).await
}

/// `width` and `height` are in inches.
pub(super) async fn print(client: &Client, width: f64, height: f64) -> Result<Value> {
    const CENTIMETRES: f64 = 2.54;
    let page = json!({"width": width * CENTIMETRES, "height": height * CENTIMETRES});
    Ok(client.issue_cmd(Command::print(json!({"page": page, "background": true}))).await?)
}

pub(super) async fn focus_page(client: &Client) -> Result<()> {
    at_once(client, "browser.focus();", Vec::new()).await
}

pub(super) async fn save_into(client: &Client, folder: &Path) -> Result<()> {
    let set = "Services.prefs.setStringPref('browser.download.dir', arguments[0]);";
    at_once(client, set, vec![json!(folder)]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_the_drivers_output() {
        assert_eq!(port_in("1795873959641\tgeckodriver\tINFO\tListening on 127.0.0.1:4555"), Some(4555));
        assert_eq!(port_in("1795873961247\tMarionette\tINFO\tListening on port 38799"), None);
    }
}
