//! A browser with its WebDriver server: starting, commands, stopping. What differs between engines is in a file for each.

mod chromium;
mod driver;
mod firefox;
mod webkit;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::time::timeout;

use crate::browser::driver::Server;
use crate::console::Entry;
use crate::engine::{Ability, Engine};
use crate::port;
use crate::screen::Screen;

/// Generous, because the machine may be busy.
const START_LIMIT: Duration = Duration::from_secs(120);
/// The longest that a script run on the page may take.
const SCRIPT_LIMIT: Duration = Duration::from_secs(300);
/// The longest that a page may take to load: Firefox waits that long for one that breaks off.
const LOAD_LIMIT: Duration = Duration::from_secs(60);

/// Runs what drives the browsers, which may outlive the runtime of the test that started them.
static RUNTIME: LazyLock<std::io::Result<Runtime>> = LazyLock::new(Runtime::new);

/// A browser with its own WebDriver server.
#[derive(Debug)]
pub struct Browser {
    engine: Engine,
    client: Client,
    driver: Server,
    /// The screen that it is shown on, unless it is headless.
    _display: Option<Server>,
    /// Whatever any of them writes to disk; removed with them.
    scratch: TempDir,
}

impl Browser {
    /// Starts both, with a new profile that is deleted with the session.
    ///
    /// # Errors
    ///
    /// If either is missing or does not start. The message says how to install them.
    pub async fn start(engine: Engine) -> Result<Self> {
        outliving_the_test(async move {
            timeout(START_LIMIT, Self::try_start(engine))
                .await
                .context("the browser took too long to start")?
        })
        .await
    }

    async fn try_start(engine: Engine) -> Result<Self> {
        let scratch = TempDir::with_prefix("inkling-e2e-").context("no temporary folder for the browser")?;
        let log = &log_in(scratch.path());
        let mut display = None;
        let (driver, port) = match engine {
            Engine::Chromium => {
                // Left to itself, it takes a port that is free on one of the machine's two addresses, and ends if it is not on both.
                let (_claim, address) = port::claim()?;
                let driver = chromium::driver(scratch.path(), address.port());
                Server::start_and_read(driver, log, chromium::port_in).await?
            }
            Engine::Firefox => {
                Server::start_and_read(firefox::driver(scratch.path()), log, firefox::port_in).await?
            }
            Engine::WebKit => {
                let (server, name) = webkit::display(log).await?;
                display = Some(server);
                let (command, port, _claim) = webkit::driver(scratch.path(), &name)?;
                let driver = Server::start(command, log)?;
                webkit::wait_for(port).await?;
                (driver, port)
            }
        };
        let client = connect(engine, port).await?;
        Ok(Self { engine, client, driver, _display: display, scratch })
    }

    /// The same browser with a new tab in place of the old one, and without anything that pages have stored or cached.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn renew(self) -> Result<Self> {
        if self.engine == Engine::WebKit {
            // It starts in a second, and its driver may wait for ever for a second session.
            let engine = self.engine;
            self.close().await?;
            return Self::start(engine).await;
        }
        self.client.release_actions().await?;
        let tab = self.client.new_window(true).await?.handle;
        self.client.close_window().await?;
        self.client.switch_to_window(tab).await?;
        match self.engine {
            Engine::Chromium => chromium::forget(&self.client).await?,
            Engine::Firefox | Engine::WebKit => firefox::forget(&self.client).await?,
        }
        Ok(self)
    }

    /// Opens another tab, and turns to it.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn open_tab(&self) -> Result<WindowHandle> {
        // WebKitWebDriver shows no tab but the first, and what is not shown draws no frame.
        let is_tab = self.engine != Engine::WebKit;
        let tab = self.client.new_window(is_tab).await?.handle;
        self.client.switch_to_window(tab.clone()).await?;
        Ok(tab)
    }

    /// Which engine it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
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
        self.driver.stop().await?;
        closed.context("the browser did not close properly")
    }

    /// Whether its driver still has it.
    pub(crate) async fn is_alive(&self) -> bool {
        !self.client.window().await.is_err_and(|error| error.is_invalid_session_id())
    }

    /// The last that it and its driver have said of errors.
    pub(crate) fn last_words(&self) -> String {
        const MOST_LINES: usize = 20;
        let log = fs::read(log_in(self.scratch.path())).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(MOST_LINES)..].join("\n  ")
    }

    /// What the browser itself has logged since the last call; see [`crate::Page::log`].
    pub(crate) async fn log(&self) -> Result<Vec<Entry>> {
        match self.engine {
            Engine::Chromium => chromium::log(&self.client).await,
            Engine::Firefox => firefox::log(&self.client).await,
            // It tells nobody, and `recorder.js` has to do.
            Engine::WebKit => Ok(Vec::new()),
        }
    }

    /// Sends a Chrome DevTools Protocol command.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub async fn devtools(&self, name: &str, params: Value) -> Result<Value> {
        self.engine.require(Ability::DevTools)?;
        chromium::devtools(&self.client, name, params).await
    }

    /// Makes the browser look like another screen.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub async fn set_screen(&self, screen: Screen) -> Result<()> {
        match self.engine {
            Engine::Chromium => chromium::set_screen(&self.client, screen).await,
            Engine::Firefox => firefox::set_screen(&self.client, screen).await,
            Engine::WebKit => webkit::set_screen(&self.client, screen).await,
        }
    }

    /// Sets a user preference that pages can query, for instance `("prefers-color-scheme", "dark")`.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub async fn set_preference(&self, feature: &str, value: &str) -> Result<()> {
        self.engine.require(Ability::Preferences)?;
        match self.engine {
            Engine::Chromium => chromium::set_preference(&self.client, feature, value).await,
            Engine::Firefox | Engine::WebKit => firefox::set_preference(&self.client, feature, value).await,
        }
    }

    /// Shows the page as it is on paper, or again as on a screen.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub async fn set_paper(&self, is_paper: bool) -> Result<()> {
        self.engine.require(Ability::Paper)?;
        let medium = if is_paper { "print" } else { "" };
        match self.engine {
            Engine::Chromium => chromium::set_medium(&self.client, medium).await,
            Engine::Firefox | Engine::WebKit => firefox::set_medium(&self.client, medium).await,
        }
    }

    /// The page printed on sheets of so many inches: a PDF in base 64.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub async fn print(&self, width: f64, height: f64) -> Result<Value> {
        self.engine.require(Ability::Paper)?;
        match self.engine {
            Engine::Chromium => chromium::print(&self.client, width, height).await,
            Engine::Firefox | Engine::WebKit => firefox::print(&self.client, width, height).await,
        }
    }

    /// Sets the sizes of type that pages start from, in CSS pixels; 16 and 13 are the usual ones.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub async fn set_font_size(&self, standard: u32, fixed: u32) -> Result<()> {
        self.engine.require(Ability::FontSize)?;
        match self.engine {
            Engine::Chromium => chromium::set_font_size(&self.client, standard, fixed).await,
            Engine::Firefox | Engine::WebKit => firefox::set_font_size(&self.client, standard, fixed).await,
        }
    }

    /// After Tab has led out of the page, at its end: comes back into it at its beginning.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub(crate) async fn come_back_to_page(&self) -> Result<()> {
        match self.engine {
            // Its own buttons come between, and geckodriver's keys go to the page all the same.
            Engine::Firefox => firefox::focus_page(&self.client).await,
            Engine::Chromium | Engine::WebKit => Ok(()),
        }
    }

    /// Minimises the browser's window, or shows it again.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub async fn minimise(&self, is_minimised: bool) -> Result<()> {
        self.engine.require(Ability::Minimising)?;
        chromium::minimise(&self.client, is_minimised).await
    }

    /// Has the browser put what is downloaded into a folder.
    ///
    /// # Errors
    ///
    /// If the browser refuses it.
    pub async fn save_into(&self, folder: &Path) -> Result<()> {
        match self.engine {
            Engine::Chromium => chromium::save_into(&self.client, folder).await,
            Engine::Firefox => firefox::save_into(&self.client, folder).await,
            Engine::WebKit => webkit::save_into(self.scratch.path(), folder),
        }
    }
}

fn log_in(scratch: &Path) -> PathBuf {
    scratch.join("browser.log")
}

async fn outliving_the_test<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    let runtime = RUNTIME.as_ref().context("no runtime for the browser")?;
    runtime.spawn(work).await?
}

async fn connect(engine: Engine, port: u16) -> Result<Client> {
    let mut capabilities = match engine {
        Engine::Chromium => chromium::capabilities(),
        Engine::Firefox => firefox::capabilities(),
        Engine::WebKit => webkit::capabilities(),
    };
    // The harness has limits of its own, and the driver must not cut the wait for a script short.
    let timeouts =
        json!({"script": SCRIPT_LIMIT.as_millis() as u64, "pageLoad": LOAD_LIMIT.as_millis() as u64});
    capabilities.insert("timeouts".to_owned(), timeouts);
    ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .with_context(|| format!("{} does not start: {}", engine.name(), driver::SEE_XTASK))
}
