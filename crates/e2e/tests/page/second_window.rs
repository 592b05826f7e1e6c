//! The second window shows what the first draws and picks.

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Setup, digit, on_page};

/// Whether the output of this digit is the brightest, by what a screen reader is told.
async fn wait_for_output(page: &Page, digit: u8) -> Result<()> {
    let name = format!(
        "const names = [...document.querySelectorAll('[data-neuron^=\"3:\"]')].map((it) => it.getAttribute('aria-label'));
         const numbers = names.map((name) => Number(name?.match(/[\\d.]+$/)?.[0]));
         return numbers.indexOf(Math.max(...numbers)) === {digit} && numbers[{digit}] > 0.5;"
    );
    anyhow::ensure!(page.becomes_true(&name).await?, "the second window does not show a {digit}");
    Ok(())
}

#[tokio::test]
async fn what_is_drawn_and_picked_here_is_seen_in_the_second_window() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        let first = page.client().window().await?;
        page.click("#class-card > summary").await?;
        page.click("[data-command='second-window']").await?;
        let second = page
            .wait_for("the second window", async || {
                Ok(page.client().windows().await?.into_iter().find(|window| *window != first))
            })
            .await?;
        page.client().switch_to_window(second.clone()).await?;
        page.wait_until_ready().await?;
        wait_for_output(page, 3).await?;
        assert!(!page.is_visible("#pad").await? && !page.is_visible("#inspector").await?);
        assert_eq!(page.attr("html", "data-theme").await?.as_deref(), Some("projector"));

        page.client().switch_to_window(first.clone()).await?;
        page.click("#clear").await?;
        page.draw(&digit(7), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "2:4").await?;
        // What is no state changes nothing there.
        let hostile = "const line = new BroadcastChannel(`inkling-stage:${location.pathname}`);
                       for (const it of ['v=2', 'v=1&ink=?', {v: 1}, null, 7, 'x'.repeat(1e6)]) line.postMessage(it);
                       line.close();";
        page.eval::<()>(hostile).await?;
        page.client().switch_to_window(second).await?;
        wait_for_output(page, 7).await?;
        let is_picked = "return document.querySelector('[data-neuron=\"2:4\"]').ariaPressed === 'true';";
        assert!(page.becomes_true(is_picked).await?);
        page.client().close_window().await?;
        page.client().switch_to_window(first).await.context("the first is there")?;
        page.wait_for_answer("7").await?;
        Ok(())
    })
    .await
}
