//! WebKitGTK: its MiniBrowser and WebKitWebDriver, on an X server of their own.
//!
//! Neither ends when the program that started it is killed, so `setpriv` sees to that: it is one of the basic programs of every Linux.

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::Client;
use serde_json::{Map, Value, json};
use tokio::net::TcpSocket;
use tokio::process::Command as Process;

use crate::browser::driver::{self, Server};
use crate::port;
use crate::screen::Screen;

/// Its toolbar makes its window no narrower than this. Smaller screens are shown this wide.
const LEAST_WIDTH: u32 = 447;

/// Where compiled shaders are kept for the next browser.
const SHADERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/shaders");

/// A screen for one window. It is small because the pointer rests in the middle of it, and the window below the pointer has the
/// focus; a window larger than the screen is no different to the page.
pub(super) async fn display(log: &Path) -> Result<(Server, String)> {
    let mut command = driver::leashed("XVFB", "Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp"]);
    Server::start_and_read(command, log, |line| Some(format!(":{}", line.trim().parse::<u32>().ok()?))).await
}

/// The driver, its port, and what keeps the port for it until it listens.
pub(super) fn driver(scratch: &Path, display: &str) -> Result<(Process, u16, TcpSocket)> {
    let mut command = driver::leashed("WEBKITWEBDRIVER", "WebKitWebDriver");
    // It cannot choose a port by itself.
    let (claim, address) = port::claim()?;
    let port = address.port();
    command.arg(format!("--port={port}")).env("DISPLAY", display);
    for (variable, folder) in
        [("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache"), ("XDG_DATA_HOME", "data")]
    {
        let folder = scratch.join(folder);
        fs::create_dir_all(&folder)?;
        command.env(variable, folder);
    }
    // No other program of a desktop takes part, and no player of media, whose parts each browser would search for.
    command
        .env("NO_AT_BRIDGE", "1")
        .env("GSETTINGS_BACKEND", "memory")
        .env("GST_PLUGIN_SYSTEM_PATH_1_0", scratch.join("none"));
    // Without a graphics card, painting by itself is faster than painting through OpenGL. It composes what it has painted by OpenGL
    // all the same, whose programs take half a second to compile: one browser does that for all. With several browsers at work, more
    // than one thread for that is a waste.
    command
        .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
        .env("MESA_SHADER_CACHE_DIR", SHADERS)
        .env("LP_NUM_THREADS", "1");
    fs::write(
        scratch.join("config/user-dirs.dirs"),
        format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads(scratch).display()),
    )?;
    Ok((command, port, claim))
}

/// Waits until the driver listens.
pub(super) async fn wait_for(port: u16) -> Result<()> {
    for _ in 0..1000 {
        if tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    bail!("WebKitWebDriver does not listen: {}", driver::SEE_XTASK)
}

pub(super) fn capabilities() -> Map<String, Value> {
    Map::from_iter([("browserName".to_owned(), json!("MiniBrowser"))])
}

pub(super) async fn set_screen(client: &Client, screen: Screen) -> Result<()> {
    const SIZE: &str = "return [innerWidth, innerHeight];";
    let size = async || -> Result<(u32, u32)> {
        Ok(serde_json::from_value(client.execute(SIZE, Vec::new()).await?)?)
    };
    let (width, height) = (screen.width.max(LEAST_WIDTH), screen.height);
    // The window's own title and toolbar, which come on top of the page.
    let mut above = 0;
    for _ in 0..50 {
        client.set_window_rect(0, 0, width, height.saturating_add_signed(above)).await?;
        // The page learns of it a little later.
        let mut now = size().await?;
        for _ in 0..5 {
            if now == (width, height) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
            now = size().await?;
        }
        above += height as i32 - now.1 as i32;
    }
    bail!("the window does not become {width} x {height}, but {:?}", size().await?)
}

/// Where it puts what is downloaded, a link to the folder that a test names.
fn downloads(scratch: &Path) -> PathBuf {
    scratch.join("downloads")
}

pub(super) fn save_into(scratch: &Path, folder: &Path) -> Result<()> {
    let link = downloads(scratch);
    if link.is_symlink() {
        fs::remove_file(&link)?;
    }
    symlink(folder, &link).context("a link to the folder of what is downloaded")
}

#[cfg(unix)]
use std::os::unix::fs::symlink;
/// There is no WebKitGTK elsewhere.
#[cfg(not(unix))]
fn symlink(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}
