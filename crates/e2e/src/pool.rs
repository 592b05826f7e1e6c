//! The browsers that tests share, one test at a time: starting a browser takes longer than many a test.
//!
//! Tests that run side by side have a browser each. When a test has passed, its browser waits for the next one, which gets
//! it with a new tab, without storage and without caches. The last test that is running closes all of them, so that no
//! browser outlives the program.

use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use crate::browser::Browser;
use crate::engine::Engine;

static POOL: Mutex<Pool> = Mutex::new(Pool { n_tests: 0, idle: Vec::new() });

struct Pool {
    /// Tests that are running.
    n_tests: usize,
    idle: Vec<Browser>,
}

/// A browser for a test, which must call [`give_back`] at its end.
pub(crate) async fn take() -> Result<Browser> {
    let idle = with_pool(|pool| {
        pool.n_tests += 1;
        pool.idle.pop()
    });
    let browser = match idle {
        Some(browser) => browser.renew().await,
        None => start().await,
    };
    if browser.is_err() {
        leave(None).await?;
    }
    browser
}

async fn start() -> Result<Browser> {
    Browser::start(Engine::of_run()?).await
}

/// Ends a test's use of its browser, which is closed if it `is_spoilt`.
pub(crate) async fn give_back(browser: Browser, is_spoilt: bool) -> Result<()> {
    if !is_spoilt {
        return leave(Some(browser)).await;
    }
    leave(None).await?;
    browser.close().await
}

async fn leave(browser: Option<Browser>) -> Result<()> {
    let unneeded = with_pool(|pool| {
        pool.n_tests -= 1;
        pool.idle.extend(browser);
        if pool.n_tests == 0 { std::mem::take(&mut pool.idle) } else { Vec::new() }
    });
    for browser in unneeded {
        browser.close().await?;
    }
    Ok(())
}

fn with_pool<R>(act: impl FnOnce(&mut Pool) -> R) -> R {
    act(&mut POOL.lock().unwrap_or_else(PoisonError::into_inner))
}
