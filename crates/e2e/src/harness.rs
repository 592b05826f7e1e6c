//! One test from start to finish: a server, a browser, the page, the test's own steps, and the checks common to all tests.

use std::fmt;
use std::io::{self, Write};
use std::panic::AssertUnwindSafe;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Error, Result, anyhow, bail};
use futures_util::FutureExt;
use tokio::time::timeout;

use crate::console::{self, Entry};
use crate::engine::Unable;
use crate::fault::Fault;
use crate::page::Page;
use crate::pool;
use crate::screen::{self, Screen};
use crate::site::{self, Site};

/// Longer than any test takes, however busy the machine is.
const TEST_LIMIT: Duration = Duration::from_secs(900);

/// What a test starts from.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The query to load the page with, such as `?theme=dark`; `None` if the test loads the page itself.
    pub query: Option<&'static str>,
    /// The screen to view it on.
    pub screen: Screen,
    /// How it is served.
    pub site: site::Options,
    /// Parts of console messages that this test expects.
    pub expected_in_console: &'static [&'static str],
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            query: Some(""),
            screen: Screen::LAPTOP,
            site: site::Options::default(),
            expected_in_console: &[],
        }
    }
}

impl Setup {
    /// The page without a query, on a screen.
    #[must_use]
    pub fn on(screen: Screen) -> Self {
        Self { screen, ..Self::default() }
    }

    /// The page with a query.
    #[must_use]
    pub fn with_query(query: &'static str) -> Self {
        Self { query: Some(query), ..Self::default() }
    }

    /// No page yet: the test loads it itself.
    #[must_use]
    pub fn without_page() -> Self {
        Self { query: None, ..Self::default() }
    }
}

/// Runs a test on the page.
///
/// If the browser itself dies, which WebKitGTK has done in about one test of a thousand, the test is run once more in another one, and
/// a line says so. A page that brings its browser down does it both times, and the test fails.
///
/// # Errors
///
/// If the test fails, panics or takes too long, or if there is an unexpected complaint in the console. A screenshot is
/// left in `screenshots/failed/`. A test that asks for what the engine cannot do ends there, without an error.
pub async fn on_page(setup: Setup, test: impl AsyncFn(&Page) -> Result<()>) -> Result<()> {
    let Err(error) = run(&setup, &test).await else { return Ok(()) };
    if !error.is::<Died>() {
        return Err(error);
    }
    say(&format!("once more: {}: {error:?}", name_of_test()))?;
    run(&setup, &test).await
}

async fn run(setup: &Setup, test: &impl AsyncFn(&Page) -> Result<()>) -> Result<()> {
    let fault_of_run = Fault::of_run();
    let fault = setup.site.fault.or(fault_of_run);
    let site = Site::start(site::Options { fault, ..setup.site.clone() }).await?;
    let page = Page { browser: pool::take().await?, site };
    let steps = async {
        page.browser.set_screen(setup.screen).await?;
        if let Some(query) = setup.query {
            page.open(query).await?;
        }
        test(&page).await
    };
    // The browser must be given back even after a panic.
    let result = match timeout(TEST_LIMIT, AssertUnwindSafe(steps).catch_unwind()).await {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => Err(anyhow!("{}", text_of(panic.as_ref()))),
        Err(_) => Err(anyhow!("the test took more than {} s", TEST_LIMIT.as_secs())),
    };
    let expected_of_run: &[&str] = if fault_of_run.is_some() { &["panels-", "boot"] } else { &[] };
    let expected = [setup.expected_in_console, expected_of_run].concat();
    let result = check_console(&page, &expected, result).await;
    let result = match result {
        Err(error) => match error.downcast_ref::<Unable>() {
            Some(unable) => say(&format!("skipped: {}: {unable}", name_of_test())),
            None => Err(with_trace(error, &page).await),
        },
        Ok(()) => Ok(()),
    };
    let given_back = pool::give_back(page.browser, result.is_err()).await;
    // A browser that has died cannot be closed either.
    if result.is_ok() { given_back } else { result }
}

async fn check_console(page: &Page, expected: &[&str], result: Result<()>) -> Result<()> {
    let log = match page.log().await {
        Ok(log) => log,
        Err(error) => return result.and(Err(error)),
    };
    let complaints = console::unexpected(&log, expected);
    if complaints.is_empty() {
        return result;
    }
    let lines: Vec<String> = complaints.iter().map(|entry| line_of(entry)).collect();
    let complaint = format!("the console complains:\n  {}", lines.join("\n  "));
    match result {
        Ok(()) => bail!(complaint),
        Err(error) => Err(error.context(complaint)),
    }
}

fn line_of(Entry { level, source, message }: &Entry) -> String {
    format!("{level} ({source}) {message}")
}

/// Past the test harness, which keeps back what a test that passes prints.
fn say(line: &str) -> Result<()> {
    Ok(writeln!(io::stderr(), "{line}")?)
}

/// libtest names each test's thread after the test.
fn name_of_test() -> String {
    thread::current().name().unwrap_or("test").to_owned()
}

/// What is left to look at: a picture, unless the browser has [`Died`].
async fn with_trace(error: Error, page: &Page) -> Error {
    let name = name_of_test().replace("::", "-");
    match screen::save_picture(page.client(), &format!("failed/{name}")).await.context("no screenshot") {
        Ok(path) => error.context(format!("see the screenshot in {}", path.display())),
        Err(reason) if page.browser.is_alive().await => error.context(format!("{reason:#}")),
        Err(_) => error.context(Died { last_words: page.browser.last_words() }),
    }
}

/// The browser ended during a test.
#[derive(Debug)]
struct Died {
    last_words: String,
}

impl fmt::Display for Died {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the browser died; its last words:\n  {}", self.last_words)
    }
}

fn text_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("the test panicked").to_owned()
}
