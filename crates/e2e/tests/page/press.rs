//! A press lasts a while, and is a click even where the button's text changes in the meantime.

use anyhow::Result;
use e2e::{Page, Pointer, Setup, on_page};

use crate::sweep::{choose, is_under_way, open_sweep};
use crate::train::{open, set_epochs, trained};

async fn is_pressed(page: &Page, selector: &str) -> Result<bool> {
    Ok(page.attr(selector, "aria-pressed").await?.as_deref() == Some("true"))
}

/// Waits until another text is on an element.
async fn wait_for_another_text(page: &Page, selector: &str) -> Result<()> {
    let before = page.text(selector).await?;
    page.wait_for("another text", async || Ok((page.text(selector).await? != before).then_some(()))).await
}

#[tokio::test]
async fn a_chart_is_taken_while_it_grows_and_a_sweep_is_stopped() -> Result<()> {
    on_page(Setup::default(), async |page| {
        // More than can be done before it is stopped.
        open_sweep(page, Pointer::Mouse, 1000).await?;
        choose(page, "seed").await?;
        page.click("#sweep-start").await?;
        let chart = "#sweep-tiles li:nth-child(2) button";
        assert!(!is_pressed(page, chart).await?);
        page.press_and_release(chart, async || wait_for_another_text(page, chart).await).await?;
        assert!(is_pressed(page, chart).await?);

        if !is_under_way(page).await? {
            page.click("#sweep-start").await?;
        }
        page.press_and_release("#sweep-start", async || {
            page.let_time_pass().await;
            Ok(())
        })
        .await?;
        assert!(!is_under_way(page).await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_cell_is_chosen_and_a_mistake_drawn_while_the_film_moves() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page, Pointer::Mouse).await?;
        page.click("[data-view-of-training='mistakes']").await?;
        set_epochs(page, 1).await?;
        page.click("#train").await?;
        trained(page).await?;
        let seek = async |place: f64| {
            let last: f64 = page.eval("return Number(document.querySelector('#film-position').max);").await?;
            page.set_value("#film-position", (place * last).round()).await?;
            page.settle().await
        };
        page.press_and_release("[data-cell='00']", async || seek(0.0).await).await?;
        assert!(is_pressed(page, "[data-cell='00']").await?);
        page.click("#to-worst").await?;
        page.press_and_release("#misread button", async || seek(0.3).await).await?;
        page.wait_for("a drawing", async || Ok((!page.answer().await?.digit.is_empty()).then_some(()))).await
    })
    .await
}
