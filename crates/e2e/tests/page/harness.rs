//! The harness itself: a pointer waits for a page that is still changing, and a browser that dies is replaced, once.

use std::cell::Cell;

use anyhow::{Result, ensure};
use e2e::{Ability, Setup, Site, on_page};
use serde_json::json;

/// A button that appears a few frames after a click, moves for a while, and is covered for longer.
const RESTLESS: &str = r##"<!doctype html><title>Restless</title><link rel="icon" href="data:,">
<style>
  #box { height: 10rem; overflow: auto }
  #header { position: sticky; top: 0; height: 4rem; background: white }
  #shade { position: fixed; inset: 0 }
</style>
<button id="begin">begin</button>
<div id="box">
  <div id="header"></div>
  <div style="height: 30rem"></div>
  <button id="late" hidden>late</button>
  <div style="height: 30rem"></div>
</div>
<div id="shade" hidden></div>
<script>
  const [begin, late, shade] = ["begin", "late", "shade"].map((id) => document.getElementById(id));
  window.clicks = 0;
  late.onclick = () => { window.clicks += 1; };
  begin.onclick = () => {
    let frame = 0;
    const next = () => {
      frame += 1;
      late.hidden = frame < 5;
      late.style.marginTop = `${5 * Math.min(frame, 30)}px`;
      shade.hidden = frame >= 40;
      if (frame < 40) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  };
</script>"##;

#[tokio::test]
async fn a_click_waits_until_its_target_is_at_rest_and_in_front() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for pointer in page.pointers() {
            let restless = Site::of_html(RESTLESS.to_owned()).await?;
            page.client().goto(&restless.url("")).await?;
            page.click_with(pointer, "#begin").await?;
            page.click_with(pointer, "#late").await?;
            assert_eq!(page.eval::<u32>("return clicks;").await?, 1, "{pointer:?}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_test_is_run_once_more_if_its_browser_dies_and_no_more_than_once() -> Result<()> {
    for (n_deaths, passes) in [(1, true), (2, false)] {
        let n_runs = Cell::new(0);
        let result = on_page(Setup::without_page(), async |page| {
            page.browser.engine().require(Ability::DevTools)?;
            n_runs.set(n_runs.get() + 1);
            if n_runs.get() <= n_deaths {
                page.browser.devtools("Browser.crash", json!({})).await?;
            }
            Ok(())
        })
        .await;
        // Not at all where it cannot be made to die.
        ensure!([0, 2].contains(&n_runs.get()), "{n_deaths} of {} runs: {result:?}", n_runs.get());
        ensure!(n_runs.get() == 0 || result.is_ok() == passes, "{n_deaths}: {result:?}");
    }
    Ok(())
}
