//! Hosts that speak other dialects: those that give the frame its height, and learning platforms that keep a lesson's state.

use std::fs;

use anyhow::{Result, ensure};
use e2e::{Page, Setup, Site, on_page};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A host's page with a frame and a script, which finds the frame in `frame`.
async fn host(page: &Page, query: &str, script: &str) -> Result<Site> {
    let url = page.site.url(query);
    let host = Site::of_html(format!(
        r#"<!doctype html><title>A host</title><link rel="icon" href="data:,"><body style="margin: 0">
<iframe src="{url}" sandbox="allow-scripts" title="Inkling" style="width: 600px; height: 150px; border: 0"></iframe>
<script>window.frame = document.querySelector("iframe"); window.heard = []; {script}</script>"#
    ))
    .await?;
    page.client().goto(&host.url("")).await?;
    Ok(host)
}

#[tokio::test]
async fn the_height_is_told_once_for_each_width_in_every_dialect() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let script = "addEventListener('message', ({ source, data }) => {
            if (source !== frame.contentWindow) return;
            heard.push(data);
            if (data.subject === 'lti.frameResize') frame.style.height = `${data.height}px`;
        });";
        let _host = host(page, "?ui=embed&resize=1", script).await?;
        for (idx, (width, height)) in
            [(600, 400), (420, 950), (601, 401), (1000, 667)].into_iter().enumerate()
        {
            page.eval_with::<Value>("frame.style.width = `${arguments[0]}px`; return 0;", &[json!(width)])
                .await?;
            // H5P is greeted once.
            let n = 1 + 3 * (idx + 1);
            ensure!(page.becomes_true(&format!("return heard.length >= {n};")).await?, "{width} is told");
            page.let_time_pass().await;
            let told: Vec<Value> = page.eval(&format!("return heard.slice({});", n - 3)).await?;
            assert_eq!(
                told,
                [
                    json!({"inkling": 1, "type": "resize", "width": width, "height": height}),
                    json!({"context": "h5p", "action": "resize", "scrollHeight": height}),
                    json!({"subject": "lti.frameResize", "height": height}),
                ],
                "once, and not again when the host has obeyed"
            );
        }
        assert_eq!(
            page.eval::<Value>("return heard[0];").await?,
            json!({"context": "h5p", "action": "hello"})
        );
        page.find("iframe").await?.enter_frame().await?;
        page.wait_until_ready().await?;
        let extent = page.extent().await?;
        assert!(extent.content_height <= extent.window_height, "{extent:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_script_that_comes_late_is_told_the_height_again() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let script = "addEventListener('message', ({ source, data }) => source === frame.contentWindow && heard.push(data));";
        let _host = host(page, "?ui=embed&resize=1", script).await?;
        ensure!(page.becomes_true("return heard.length === 4;").await?, "the first time");
        // As H5P's script does for each frame.
        page.eval::<Value>("frame.contentWindow.postMessage({ context: 'h5p', action: 'ready' }, '*'); return 0;").await?;
        ensure!(page.becomes_true("return heard.length === 8;").await?, "it has asked");
        assert_eq!(page.eval::<Value>("return heard.slice(4);").await?, page.eval::<Value>("return heard.slice(0, 4);").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_browser_with_responsive_frames_is_asked_for_the_height() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.before_page_scripts(
            "window.wanted = [];
             window.requestResize = () => wanted.push(getComputedStyle(document.body).minHeight);",
        );
        let _host = host(page, "?ui=embed&resize=1", "").await?;
        let wants = async |expected: &str| -> Result<()> {
            page.find("iframe").await?.enter_frame().await?;
            ensure!(
                page.becomes_true(&format!("return wanted.join() === '{expected}';")).await?,
                "{expected}"
            );
            Ok(page.client().enter_parent_frame().await?)
        };
        wants("400px").await?;
        page.eval::<Value>("frame.style.width = '900px'; return 0;").await?;
        wants("400px,600px").await
    })
    .await
}

/// A learning platform: it keeps the last state in the session's storage, and gives it back.
const PLATFORM: &str = "addEventListener('message', ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    heard.push(data);
    if (data.subject === 'SPLICE.reportScoreAndState') sessionStorage.kept = JSON.stringify(data.state);
    if (data.subject !== 'SPLICE.getState') return;
    const state = JSON.parse(sessionStorage.kept ?? 'null');
    source.postMessage({ subject: 'SPLICE.getState.response', message_id: data.message_id, state }, '*');
});";

const LESSON: &str = "# Three steps\n## One chapter\n### Read {#read}\nRead this.\n### More {#more}\nAnd this.\n### End {#end}\nThat is all.\n";

/// Whether the lesson is at the step with this title.
fn is_at(step: &str) -> String {
    format!("return document.querySelector('#lesson-title')?.textContent === '{step}';")
}

#[tokio::test]
async fn a_learning_platform_keeps_a_lesson_and_hears_its_score() -> Result<()> {
    let folder = TempDir::new()?;
    fs::write(folder.path().join("three.md"), LESSON)?;
    let lessons = Site::of_files(folder.path()).await?;
    on_page(Setup::without_page(), async |page| {
        let query = format!("?splice=1&lesson={}", lessons.url("three.md"));
        let host = host(page, &query, PLATFORM).await?;
        let next = async |step: &str| -> Result<()> {
            page.find("iframe").await?.enter_frame().await?;
            ensure!(page.becomes_true("return Boolean(document.querySelector('#lesson-next')?.checkVisibility());").await?);
            page.click("#lesson-next").await?;
            ensure!(page.becomes_true(&is_at(step)).await?, "{step}");
            Ok(page.client().enter_parent_frame().await?)
        };
        next("More").await?;
        let scored = |score: f32| format!("return heard.some((it) => it.subject === 'SPLICE.reportScoreAndState' && Math.abs(it.score - {score}) < 0.001);");
        ensure!(page.becomes_true(&scored(1.0 / 3.0)).await?, "one of three steps");
        let asked = "return heard.filter((it) => it.subject === 'SPLICE.getState' && it.activity_id.includes('three.md')).length;";
        assert_eq!(page.eval::<usize>(asked).await?, 1);

        // Another day: nothing is stored in the page itself.
        page.client().goto(&host.url("")).await?;
        page.find("iframe").await?.enter_frame().await?;
        ensure!(page.becomes_true(&is_at("More")).await?, "it goes on there");
        page.client().enter_parent_frame().await?;
        next("End").await?;
        ensure!(page.becomes_true(&scored(1.0)).await?, "all of it");
        Ok(())
    })
    .await
}
