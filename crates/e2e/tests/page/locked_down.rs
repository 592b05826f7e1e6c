//! The page under the headers that hosts are told to send: all of it works, and nothing is asked of anybody else.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use e2e::headers::Headers;
use e2e::site::{Options, dist_dir};
use e2e::{Page, Pointer, Setup, Site, digest, digit, on_page};
use tempfile::TempDir;

use crate::offline::run_first;

/// Collects what the security policy refuses, and has room for all that is fetched.
const WATCH: &str = "
    window.refused = [];
    addEventListener('securitypolicyviolation', (event) => refused.push(`${event.effectiveDirective} ${event.blockedURI}`));
    performance.setResourceTimingBufferSize(10000);";

/// The headers in `docs/deploy`.
fn headers() -> Result<Headers> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/deploy/_headers");
    Headers::parse(&fs::read_to_string(file)?)
}

/// The paths of the built page's files.
fn built() -> Result<BTreeSet<String>> {
    fn read_below(folder: &Path, prefix: &str, paths: &mut BTreeSet<String>) -> Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = format!("{prefix}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                read_below(&entry.path(), &path, paths)?;
            } else {
                paths.insert(path);
            }
        }
        Ok(())
    }
    let mut paths = BTreeSet::new();
    read_below(&dist_dir(), "", &mut paths)?;
    Ok(paths)
}

/// Goes wherever something may be fetched, drawn, saved, opened or started.
async fn walk(page: &Page) -> Result<()> {
    page.draw(&digit(3), Pointer::Mouse).await?;
    page.wait_for_answer("3").await?;
    page.pick(Pointer::Mouse, "2:4").await?;
    for panel in ["why", "matrix", "knobs", "models", "train"] {
        page.open_panel(Pointer::Mouse, panel).await?;
        page.unfold_panel().await?;
    }
    let models: Vec<String> =
        page.eval("return [...document.querySelector('#model').options].map((it) => it.value);").await?;
    for model in &models {
        page.find("#model").await?.select_by_value(model).await?;
        page.wait_for("the model", async || {
            let is_there = "return document.querySelector('#loading').textContent === '';";
            Ok(page.eval::<bool>(is_there).await?.then_some(()))
        })
        .await?;
        page.settle().await?;
    }
    page.click("#train").await?;
    crate::train::trained(page).await?;
    page.click("[data-view-of-training='sweep']").await?;
    page.click("#sweep-start").await?;
    page.wait_for("the end of the sweep", async || {
        Ok((page.attr("#sweep-start", "data-running").await?.as_deref() != Some("true")).then_some(()))
    })
    .await?;
    page.click("section[data-panel='train'] .open-step").await?;
    page.settle().await?;
    page.click("#open-lesson").await?;
    page.wait_for("the lesson", async || {
        Ok(page.attr("#lesson", "data-step").await?.filter(|step| step == "sloppy"))
    })
    .await?;
    page.click("#class-card > summary").await?;
    page.click("[data-command='misconceptions']").await?;
    page.wait_for("the statements", async || {
        Ok(page.attr("#lesson", "data-step").await?.filter(|step| step != "sloppy"))
    })
    .await?;
    Ok(())
}

async fn save_pictures(page: &Page) -> Result<()> {
    let folder = TempDir::with_prefix("inkling-locked-down-")?;
    page.save_into(folder.path()).await?;
    page.click("#share").await?;
    page.click("#save-picture [data-format='svg']").await?;
    let svg = folder.path().join("inkling-network.svg");
    page.saved(&svg, |bytes| bytes.ends_with(b"</svg>\n")).await?;
    page.click("#save-picture [data-format='png']").await?;
    let png = folder.path().join("inkling-network.png");
    page.saved(&png, |bytes| bytes.ends_with(b"IEND\xaeB`\x82")).await?;
    page.click("#close-shared").await
}

#[tokio::test]
async fn under_the_headers_for_hosts_all_works_and_nothing_is_asked_of_others() -> Result<()> {
    let site = Options { headers: headers()?, worker: true, ..Options::default() };
    on_page(Setup { query: None, site, ..Setup::default() }, async |page| {
        run_first(page, WATCH).await?;
        page.open("").await?;
        save_pictures(page).await?;
        walk(page).await?;
        assert_eq!(page.eval::<Vec<String>>("return refused;").await?, [""; 0]);
        let elsewhere: Vec<String> = page
            .eval(
                "return performance.getEntriesByType('resource').map(({ name }) => name)
                     .filter((name) => !name.startsWith(`${location.origin}/`));",
            )
            .await?;
        assert_eq!(elsewhere, [""; 0]);
        assert_eq!(page.eval::<String>("return document.cookie;").await?, "");

        let page_itself = page.client().window().await?;
        page.click("#class-card > summary").await?;
        page.click("[data-command='second-window']").await?;
        let second = page
            .wait_for("the second window", async || {
                Ok(page.client().windows().await?.into_iter().find(|window| *window != page_itself))
            })
            .await?;
        page.client().switch_to_window(second).await?;
        page.wait_until_ready().await?;
        page.client().close_window().await?;
        page.client().switch_to_window(page_itself).await?;

        let built = built()?;
        let unexpected: BTreeSet<String> = page
            .site
            .requests()
            .into_iter()
            .filter(|path| path != "/" && (!built.contains(path) || path.contains("mnist-")))
            .collect();
        assert!(unexpected.is_empty(), "{unexpected:?}");
        Ok(())
    })
    .await
}

/// Breaks the policy in each of these ways.
const BREAK: &str = "
    const add = (name, properties) => document.body.append(Object.assign(document.createElement(name), properties));
    const tries = [
        () => add('img', { src: 'data:image/png;base64,AA==' }),
        () => add('iframe', { src: 'data:text/html,' }),
        () => add('i', {}) ?? document.querySelector('body > i').setAttribute('style', 'color: red'),
        () => { document.querySelector('body > i').innerHTML = '<h1>text</h1>'; },
        () => import('data:text/javascript,').catch(() => {}),
        () => trustedTypes.createPolicy('other', {}),
        () => new WebSocket('ws://127.0.0.1:8080/'),
    ];
    for (const attempt of tries) {
        try {
            attempt();
        } catch {}
    }";

#[tokio::test]
async fn what_the_page_does_not_need_is_refused() -> Result<()> {
    let expected_in_console =
        &["Content Security Policy", "Content-Security-Policy", "Trusted", "ws://127.0.0.1", "data:"];
    on_page(Setup { expected_in_console, ..Setup::without_page() }, async |page| {
        page.before_page_scripts(WATCH);
        page.open("").await?;
        page.eval::<()>(BREAK).await?;
        let expected = BTreeSet::from(
            [
                "connect-src",
                "frame-src",
                "img-src",
                "require-trusted-types-for",
                "script-src-elem",
                "style-src-attr",
                "trusted-types",
            ]
            .map(str::to_owned),
        );
        let directives = "return refused.map((it) => it.split(' ')[0]);";
        let n_refused =
            format!("return new Set(refused.map((it) => it.split(' ')[0])).size >= {};", expected.len());
        page.becomes_true(&n_refused).await?;
        let refused: BTreeSet<String> = page.eval::<Vec<String>>(directives).await?.into_iter().collect();
        assert_eq!(refused, expected);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn files_that_never_change_and_no_others_are_kept_for_good() -> Result<()> {
    let headers = headers()?;
    for path in built()? {
        let caching: Vec<&str> = headers
            .of(&path)
            .filter(|(name, _)| *name == "cache-control")
            .map(|(_, value)| value.to_str().context("a text"))
            .collect::<Result<_>>()?;
        let is_for_good = caching == ["public, max-age=31536000, immutable"];
        assert_eq!(is_for_good, digest::is_in(&path), "{path}: {caching:?}");
        assert!(is_for_good || caching.is_empty(), "{path}: {caching:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_host_that_is_isolated_from_other_origins_can_embed_it() -> Result<()> {
    let site = Options { headers: headers()?, ..Options::default() };
    on_page(Setup { site, ..Setup::without_page() }, async |page| {
        let host = Site::of_isolated_html(format!(
            r#"<!doctype html><title>A host</title><link rel="icon" href="data:,">
<script src="{}"></script><inkling-digit ui="pad" load="click"></inkling-digit>"#,
            page.site.url("embed.js")
        ))
        .await?;
        page.client().goto(&host.url("")).await?;
        assert!(page.eval::<bool>("return crossOriginIsolated;").await?);
        let has_picture =
            "return document.querySelector('inkling-digit')?.shadowRoot?.querySelector('img').naturalWidth > 0;";
        ensure!(page.becomes_true(has_picture).await?, "its picture");
        let answers = "const done = arguments[0];
            document.querySelector('inkling-digit').getState().then(({ type }) => done(type), ({ code }) => done(code));";
        assert_eq!(page.client().execute_async(answers, Vec::new()).await?, "state");
        Ok(())
    })
    .await
}
