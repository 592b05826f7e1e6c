//! How fast the built page is, in headless Chromium on this machine: `cargo xtask bench`.
//!
//! Figures to show and to compare, never a test: they depend on the machine and on what else it is doing. Here: what is
//! measured, in which order, and the table. How each figure comes about is told in `measure`.

#![expect(clippy::print_stdout, reason = "a command line talks to its terminal")]

mod measure;
mod statistics;
mod training;

use anyhow::Result;
use e2e::{Browser, Engine, Page, Screen, Site, site};

use crate::measure::Measured;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    println!("{:<58}{:>12}{:>14}", "the page in headless Chromium", "measured", "at most");
    let only_training = std::env::args().any(|argument| argument == "--training");
    for figure in if only_training { training::training().await? } else { measure_all().await? } {
        let Measured { what, value, unit, at_most } = figure;
        let limit = at_most.map_or_else(String::new, |limit| format!("{limit} {unit}"));
        println!("{what:<58}{:>12}{limit:>14}", format!("{} {unit}", rounded(value)));
    }
    Ok(())
}

async fn measure_all() -> Result<Vec<Measured>> {
    let mut figures = measure::first_answer().await?;
    let page = fresh_page(true, measure::BEFORE_PAGE_SCRIPTS).await?;
    let measured: Result<Vec<Measured>> = async {
        figures.extend(measure::forward(&page).await?);
        figures.extend(measure::ink_to_picture(&page).await?);
        figures.extend(measure::full_pad(&page).await?);
        figures.extend(measure::growth(&page).await?);
        figures.extend(measure::idle(&page).await?);
        figures.extend(measure::panels(&page).await?);
        figures.extend(measure::large_network(&page).await?);
        Ok(figures)
    }
    .await;
    page.browser.close().await?;
    let mut figures = measured?;
    figures.extend(training::training().await?);
    Ok(figures)
}

/// The page in a browser of its own, nothing cached. Isolated from other origins, its clock has its full resolution.
async fn fresh_page(isolated: bool, before_page_scripts: &str) -> Result<Page> {
    let site = Site::start(site::Options { isolated, ..site::Options::default() }).await?;
    let page = Page { browser: Browser::start(Engine::Chromium).await?, site };
    page.browser.set_screen(Screen::LAPTOP).await?;
    page.before_page_scripts(before_page_scripts);
    page.open("").await?;
    Ok(page)
}

/// Three digits that count.
fn rounded(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 || value == 0.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_three_digits_that_count() {
        assert_eq!(rounded(0.0), "0");
        assert_eq!(rounded(0.873), "0.87");
        assert_eq!(rounded(12.34), "12.3");
        assert_eq!(rounded(287.6), "288");
    }
}
