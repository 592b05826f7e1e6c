//! A sweep: eight runs that differ in one setting, side by side, while the page stays of use.

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};
use fantoccini::key::Key;
use serde::Deserialize;

use crate::accessibility::{axe_core, violations_of};
use crate::stage::out_of_sight;
use crate::train::{open, set_epochs, trained};
use crate::train_crash::{NO_WORKERS, setup_for_dying};

/// What a tile shows.
#[derive(Debug, Deserialize)]
struct Tile {
    label: String,
    result: String,
    verdict: String,
    best: bool,
    pressed: bool,
    /// The number of its curve's points.
    points: usize,
    spoken: String,
}

async fn tiles(page: &Page) -> Result<Vec<Tile>> {
    page.settle().await?;
    page.eval(
        "return [...document.querySelectorAll('#sweep-tiles li:not([hidden]) button')].map((tile) => ({
            label: tile.querySelector('b').textContent,
            result: tile.querySelector('span').textContent,
            verdict: tile.querySelector('small').textContent,
            best: tile.dataset.best === 'true',
            pressed: tile.getAttribute('aria-pressed') === 'true',
            points: (tile.querySelector('.held-out').getAttribute('d') ?? '').split('L').length,
            spoken: tile.title,
        }));",
    )
    .await
}

/// The texts on the charts that have not enough room.
const CUT_OFF: &str = "return [...document.querySelectorAll('#sweep-tiles :is(b, span, small)')]
    .filter((text) => text.scrollWidth > text.clientWidth).map((text) => text.textContent);";

/// Opens the view, with few epochs so that the runs are short.
pub(crate) async fn open_sweep(page: &Page, pointer: Pointer, epochs: u32) -> Result<()> {
    open(page, pointer).await?;
    set_epochs(page, epochs).await?;
    page.click_with(pointer, "[data-view-of-training='sweep']").await
}

pub(crate) async fn choose(page: &Page, setting: &str) -> Result<()> {
    page.set_value("#sweep-setting", setting).await
}

pub(crate) async fn is_under_way(page: &Page) -> Result<bool> {
    Ok(page.attr("#sweep-start", "data-running").await?.as_deref() == Some("true"))
}

/// For [`Page::before_page_scripts`]: the programs that workers are sent are in `window.programs`, and a worker that begins while
/// `window.isDeadly` is set dies of an error in the midst of its first run. A run is over sooner than a test could end it.
const DEADLY_WORKERS: &str = "
    window.programs = [];
    window.Worker = class extends Worker {
        #isDoomed = window.isDeadly;
        constructor(...all) {
            super(...all);
            window.isDeadly = false;
        }
        postMessage(...all) {
            super.postMessage(...all);
            if (all[0] instanceof WebAssembly.Module) return void programs.push(all[0]);
            if (!this.#isDoomed) return;
            this.#isDoomed = false;
            // No request, not even a broken one.
            super.postMessage(null);
        }
    };";

async fn swept(page: &Page) -> Result<Vec<Tile>> {
    page.wait_for("the end of the sweep", async || Ok((!is_under_way(page).await?).then_some(()))).await?;
    tiles(page).await
}

#[tokio::test]
async fn eight_learning_rates_side_by_side_and_the_best_is_taken() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open_sweep(page, Pointer::Mouse, 2).await?;
        page.tab_to("#sweep-start").await?;
        page.press(&[Key::Enter]).await?;
        page.wait_for("a sweep", async || Ok((tiles(page).await?.len() == 8).then_some(()))).await?;
        // The page is of use in the meantime.
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        let tiles = swept(page).await?;
        assert!(tiles.iter().all(|tile| tile.points > 30), "{tiles:?}");
        let best: Vec<&Tile> = tiles.iter().filter(|tile| tile.best).collect();
        let &[best] = best.as_slice() else { panic!("{tiles:?}") };
        assert_eq!(best.verdict, "best");
        let share = |tile: &Tile| tile.result.trim_end_matches('%').parse::<f32>().unwrap_or_default();
        assert!(tiles.iter().all(|tile| share(tile) <= share(best)) && share(best) > 85.0, "{tiles:?}");
        assert_eq!(tiles.iter().filter(|tile| tile.pressed).count(), 1, "the one that is set");
        assert!(tiles[0].verdict == "too slow" && tiles[0].spoken.contains("Raise the learning rate"));
        let status = page.text("#sweep-status").await?;
        assert!(
            status.starts_with(&format!("Best: {}, with {} correct", best.label, best.result)),
            "{status}"
        );

        // All of it as a table.
        page.click("#sweep-numbers summary").await?;
        let rows = "return document.querySelectorAll('#sweep-table tbody tr').length;";
        assert_eq!(page.eval::<usize>(rows).await?, 8);
        assert!(page.text("#sweep-table").await?.contains(&best.result));

        // Its value becomes the setting, and its film is that very run.
        let best_tile = "#sweep-tiles [data-best='true']";
        page.click(best_tile).await?;
        let reached = trained(page).await?;
        assert!((share(best) - reached as f32).abs() <= 0.5, "{reached}% in the film of {best:?}");
        assert_eq!(page.attr(best_tile, "aria-pressed").await?.as_deref(), Some("true"));
        page.click("[data-view-of-training='settings']").await?;
        let rate =
            "return document.querySelector('[data-setting=learning-rate]').nextElementSibling.textContent;";
        assert_eq!(page.eval::<String>(rate).await?, best.label);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_sweep_of_seeds_is_stopped_on_a_phone_and_swept_again() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        open_sweep(page, Pointer::Touch, 1000).await?;
        choose(page, "seed").await?;
        page.click_with(Pointer::Touch, "#sweep-start").await?;
        page.wait_for("a curve", async || {
            Ok(tiles(page).await?.iter().any(|tile| tile.points > 3).then_some(()))
        })
        .await?;
        page.click_with(Pointer::Touch, "#sweep-start").await?;
        let stopped = swept(page).await?;
        assert!(page.text("#sweep-status").await?.starts_with("Stopped after "));
        assert!(stopped.iter().any(|tile| tile.verdict == "stopped"));
        page.let_time_pass().await;
        let points = |tiles: &[Tile]| tiles.iter().map(|tile| tile.points).collect::<Vec<_>>();
        assert_eq!(points(&tiles(page).await?), points(&stopped), "nothing runs any more");

        set_epochs(page, 1).await?;
        page.click_with(Pointer::Touch, "#sweep-start").await?;
        let tiles = swept(page).await?;
        let labels: Vec<&str> = tiles.iter().map(|tile| tile.label.as_str()).collect();
        assert_eq!(labels, ["1", "2", "3", "4", "5", "6", "7", "8"]);
        assert!(page.text("#sweep-status").await?.starts_with("By luck alone: "));
        let small = page.small_targets(44.0).await?;
        assert!(!small.iter().any(|target| target.contains("sweep")), "{small:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_run_whose_worker_dies_begins_anew_once_and_the_others_go_on() -> Result<()> {
    on_page(setup_for_dying(), async |page| {
        page.before_page_scripts(DEADLY_WORKERS);
        page.open("").await?;
        open_sweep(page, Pointer::Mouse, 10).await?;
        choose(page, "seed").await?;
        page.eval::<()>("window.isDeadly = true;").await?;
        page.click("#sweep-start").await?;
        let tiles = swept(page).await?;
        let restarted = tiles.iter().filter(|tile| tile.spoken.contains("restarted after a crash"));
        assert_eq!(restarted.count(), 1, "{tiles:?}");
        assert!(tiles.iter().all(|tile| tile.verdict != "failed" && !tile.result.is_empty()), "{tiles:?}");
        // That of the film, one at least of the sweep, and the one that takes the dead one's place.
        assert!(page.eval::<usize>("return programs.length;").await? >= 3);
        assert_eq!(
            page.eval::<usize>("return new Set(programs).size;").await?,
            2,
            "workers share what is compiled, except after a crash"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_no_worker_can_be_had_it_sweeps_on_the_pages_own_thread() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.before_page_scripts(NO_WORKERS);
        page.open("").await?;
        // More than can be done before it is stopped.
        open_sweep(page, Pointer::Mouse, 1000).await?;
        page.click("#sweep-start").await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        page.click("#sweep-start").await?;
        assert!(swept(page).await?.iter().any(|tile| tile.verdict == "stopped"));
        set_epochs(page, 1).await?;
        page.click("#sweep-start").await?;
        let tiles = swept(page).await?;
        assert!(tiles.iter().all(|tile| !tile.result.is_empty()), "{tiles:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_setting_with_few_values_has_as_many_charts() -> Result<()> {
    on_page(Setup::with_query("?theme=projector"), async |page| {
        open_sweep(page, Pointer::Mouse, 1).await?;
        choose(page, "optimiser").await?;
        assert!(page.text("#sweep-says").await?.starts_with("How the gradient becomes a step"));
        let two = ["cross-entropy", "quadratic"];
        for (setting, expected) in [("optimiser", &["SGD", "momentum", "Adam"][..]), ("loss", &two)] {
            choose(page, setting).await?;
            page.click("#sweep-start").await?;
            let tiles = swept(page).await?;
            let labels: Vec<&str> = tiles.iter().map(|tile| tile.label.as_str()).collect();
            assert_eq!(labels, expected);
            let cut_off: Vec<String> = page.eval(CUT_OFF).await?;
            assert!(cut_off.is_empty(), "{cut_off:?}");
        }
        Ok(())
    })
    .await
}

/// At 1280x720 all charts are in sight at once, with a film above them.
#[tokio::test]
async fn the_charts_fit_in_every_theme() -> Result<()> {
    for theme in Theme::ALL {
        on_page(Setup::without_page(), async |page| {
            page.open(&format!("?theme={}", theme.name())).await?;
            open_sweep(page, Pointer::Mouse, 1).await?;
            page.click("#train").await?;
            trained(page).await?;
            page.click("#sweep-start").await?;
            swept(page).await?;
            // Where the page has scrolled to by itself: in large type, the charts alone are in sight.
            let parts = ["#sweep-tiles", "#sweep-status", "#sweep-start", "#film-position", "#train"];
            let n_seen = if theme == Theme::Projector { 1 } else { parts.len() };
            assert_eq!(out_of_sight(page, &parts[..n_seen]).await?, [""; 0]);
            assert_eq!(violations_of(page, &axe_core()?, theme, "sweep").await?, [""; 0]);
            let cut_off: Vec<String> = page.eval(CUT_OFF).await?;
            assert!(cut_off.is_empty(), "{cut_off:?} in {}", theme.name());
            Ok(())
        })
        .await
        .context(theme.name())?;
    }
    Ok(())
}
