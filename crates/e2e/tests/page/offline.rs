//! Without a network: the service worker keeps the page whole or not at all, across builds, and whatever it is refused, the page
//! works as it does without one.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, ensure};
use e2e::rebuild::{copy_of_build, integrity, second_build};
use e2e::site::Options;
use e2e::{Fault, File, Page, Pointer, Screen, Setup, Site, Trouble, digit, on_page};
use serde_json::json;

/// The page with its service worker.
fn setup() -> Setup {
    Setup { site: Options { worker: true, ..Options::default() }, ..Setup::default() }
}

/// The worker of a build without MNIST.
const NO_PACK: &str = "const OPTIONAL = {};";

/// The names of the page's caches of builds.
const BUILDS: &str =
    "return caches.keys().then((names) => names.filter((name) => name.includes('sha256-')));";

/// Waits until this many builds are kept whole, and the last of them answers for the server. The active worker may still be said
/// to be activating: WebKit may tell the page of no change before the next load, and a browser asks a worker only once it is.
async fn wait_until_kept(page: &Page, n_builds: usize) -> Result<()> {
    let script = "const [nBuilds, done] = arguments;
        (async () => {
            const registration = await navigator.serviceWorker.getRegistration();
            if (!registration || registration.installing || registration.waiting) return false;
            if (!registration.active || !navigator.serviceWorker.controller) return false;
            const names = (await caches.keys()).filter((name) => name.includes('sha256-'));
            const pages = await Promise.all(names.map((name) => caches.match(registration.scope, { cacheName: name })));
            return names.length === nBuilds && pages.every(Boolean);
        })().then(done, () => done(false));";
    page.wait_for("the build to be kept", async || {
        let is_kept = page.client().execute_async(script, vec![json!(n_builds)]).await?;
        Ok((is_kept == json!(true)).then_some(()))
    })
    .await
}

/// Loads the page until the first build is dropped: a page that has just been replaced may still count for a while.
async fn wait_until_first_is_dropped(page: &Page) -> Result<()> {
    page.wait_for("the first build to be dropped", async || {
        page.open("").await?;
        page.settle().await?;
        Ok((page.eval::<Vec<String>>(BUILDS).await?.len() == 1).then_some(()))
    })
    .await
}

/// How often the largest model has been asked for, which only a worker does in these tests that are not about models.
fn n_asked(page: &Page) -> usize {
    page.site.requests().iter().filter(|path| path.contains("/pretrained/sharp-")).count()
}

/// Loads the page, and waits until the browser has looked for another build, which it does a little later, and is done with it.
async fn open_until_looked(page: &Page) -> Result<()> {
    let n_looks = || page.site.requests().iter().filter(|path| path.ends_with("/service-worker.js")).count();
    let before = n_looks();
    page.open("").await?;
    page.wait_for("a look for another build", async || {
        let is_at_work = "return navigator.serviceWorker.getRegistration().then((it) => !!it?.installing);";
        Ok((n_looks() > before && !page.eval::<bool>(is_at_work).await?).then_some(()))
    })
    .await
}

/// Loads the page, and waits until its worker has begun, given up and left nothing behind.
async fn open_until_given_up(page: &Page) -> Result<()> {
    let before = n_asked(page);
    page.open("").await?;
    page.wait_for("the worker to give up", async || {
        let script = "return navigator.serviceWorker.getRegistration().then(
            async (it) => !it && (await caches.keys()).length === 0);";
        let is_over = n_asked(page) > before && page.eval::<bool>(script).await?;
        Ok(is_over.then_some(()))
    })
    .await
}

/// Which build the page is of, all of it: `""` for the first, `"2"` for the second.
async fn build(page: &Page) -> Result<String> {
    page.wait_until_ready().await?;
    let (first_part, later_part): (String, String) = page
        .eval(
            "return [document.querySelector('h1').textContent.slice('Inklin'.length).replace('g', ''),
                     document.querySelector('section[data-panel=why]').dataset.build ?? ''];",
        )
        .await?;
    assert_eq!(first_part, later_part, "no page is half of one build and half of another");
    Ok(first_part)
}

async fn assert_reads(page: &Page, number: u8) -> Result<()> {
    page.draw(&digit(number), Pointer::Mouse).await?;
    page.wait_for_answer(&number.to_string()).await?;
    page.click("#clear").await?;
    page.wait_for_answer("").await?;
    Ok(())
}

/// Uses whatever is fetched only when it is asked for: another model, a lesson, the program that trains.
async fn assert_all_comes(page: &Page) -> Result<()> {
    assert_reads(page, 3).await?;
    for panel in ["why", "matrix", "knobs", "models"] {
        page.open_panel(Pointer::Mouse, panel).await?;
    }
    page.find("#model").await?.select_by_value("sharp").await?;
    let in_use = "return document.querySelectorAll('[data-neuron^=\"2:\"]').length === 80;";
    assert!(page.becomes_true(in_use).await?, "the model is in use");
    assert_reads(page, 7).await?;
    page.click("#open-lesson").await?;
    page.wait_for("the lesson", async || {
        Ok(page.attr("#lesson", "data-step").await?.filter(|step| step == "sloppy"))
    })
    .await?;
    page.click("#open-lesson").await?;
    page.click("#open-train").await?;
    page.click("#train").await?;
    let share = crate::train::trained(page).await?;
    assert!(share >= 90, "{share}%");
    Ok(())
}

/// Has the browser run a script before those of each page. What comes from a cache, the site cannot change.
pub(crate) async fn run_first(page: &Page, script: &str) -> Result<()> {
    let params = serde_json::json!({"source": script});
    page.browser.devtools("Page.addScriptToEvaluateOnNewDocument", params).await.map(drop)
}

#[tokio::test]
async fn once_kept_all_of_the_page_works_without_a_network() -> Result<()> {
    let site = Options { worker: true, prefix: "/courses/7/inkling", ..Options::default() };
    on_page(Setup { site, ..Setup::default() }, async |page| {
        wait_until_kept(page, 1).await?;
        page.site.cut_off().await?;
        page.open("?theme=dark&panel=why#v=1&edges=weight").await?;
        assert_eq!(build(page).await?, "");
        assert_all_comes(page).await?;
        // One page, whatever it is asked.
        let addresses: Vec<String> = page
            .eval(
                "return caches.keys().then((names) => Promise.all(names.map(async (name) =>
                     (await (await caches.open(name)).keys()).map(({ url }) => url).filter((url) => name.includes('sha256-')))))
                     .then((lists) => lists.flat());",
            )
            .await?;
        assert!(addresses.len() > 25, "{addresses:?}");
        assert!(!addresses.iter().any(|address| address.contains('?')), "{addresses:?}");
        assert!(!addresses.iter().any(|address| address.contains("mnist")), "{addresses:?}");
        let fetched: Vec<String> =
            page.eval("return performance.getEntriesByType('resource').map(({ name }) => name);").await?;
        assert!(fetched.iter().any(|address| address.ends_with(".css")), "{fetched:?}");
        let missing: Vec<_> = fetched.iter().filter(|address| !addresses.contains(address)).collect();
        assert!(missing.is_empty(), "{missing:?} not in {addresses:?}");
        page.site.come_back().await?;
        page.open("?ui=pad").await?;
        assert_reads(page, 2).await
    })
    .await
}

#[tokio::test]
async fn before_it_is_reloaded_the_page_needs_the_network_no_more_either() -> Result<()> {
    on_page(setup(), async |page| {
        wait_until_kept(page, 1).await?;
        page.site.cut_off().await?;
        assert_all_comes(page).await
    })
    .await
}

#[tokio::test]
async fn a_deployment_reaches_the_next_load_and_each_open_page_goes_on_with_its_own_build() -> Result<()> {
    on_page(setup(), async |page| {
        wait_until_kept(page, 1).await?;
        let second = second_build(page).await?;
        // The worker knows of which build this page is, and this page does not find the second.
        open_until_looked(page).await?;
        let old_tab = page.client().window().await?;
        page.site.deploy(second.path());

        let new_tab = page.open_tab().await?;
        page.open_on(Screen::LAPTOP, "?theme=light").await?;
        assert_eq!(build(page).await?, "", "whole at once, and while it is used, the second build comes");
        wait_until_kept(page, 2).await?;
        assert_all_comes(page).await?;
        page.open("?theme=light").await?;
        assert_eq!(build(page).await?, "2");
        assert_all_comes(page).await?;

        page.client().switch_to_window(old_tab).await?;
        page.site.cut_off().await?;
        assert_eq!(build(page).await?, "");
        assert_all_comes(page).await?;
        page.open("").await?;
        assert_eq!(build(page).await?, "2", "without a network, too");
        wait_until_first_is_dropped(page).await?;
        assert_eq!(build(page).await?, "2");
        assert_all_comes(page).await?;
        page.client().close_window().await?;
        page.client().switch_to_window(new_tab).await.context("the other tab is there")?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn whatever_stops_it_nothing_is_kept_by_half_and_the_next_load_makes_it_good() -> Result<()> {
    on_page(Setup { query: None, ..setup() }, async |page| {
        for trouble in [Trouble::NotFound, Trouble::Overloaded, Trouble::LoginPage] {
            // The page itself can do without the other models.
            page.site.set_fault(Some(Fault::always(File::OtherModels, trouble)));
            open_until_given_up(page).await?;
            assert_reads(page, 3).await?;
        }
        page.site.set_fault(None);
        page.open("").await?;
        wait_until_kept(page, 1).await?;
        page.site.cut_off().await?;
        page.open("").await?;
        assert_all_comes(page).await
    })
    .await
}

#[tokio::test]
async fn a_network_that_answers_with_its_own_pages_or_not_at_all_is_not_waited_for() -> Result<()> {
    on_page(setup(), async |page| {
        wait_until_kept(page, 1).await?;
        for trouble in [Trouble::LoginPage, Trouble::Hangs, Trouble::NotFound] {
            page.site.set_fault(Some(Fault::always(File::All, trouble)));
            page.open(&format!("?theme=light#v=1&panel=why&{trouble:?}")).await?;
            assert_eq!(build(page).await?, "", "{trouble:?}");
            page.find("#model").await?.select_by_value("wide").await?;
            assert_reads(page, 3).await?;
        }
        page.site.set_fault(None);
        wait_until_kept(page, 1).await
    })
    .await
}

#[tokio::test]
async fn a_deployment_under_way_is_taken_whole_or_not_at_all() -> Result<()> {
    on_page(setup(), async |page| {
        wait_until_kept(page, 1).await?;
        let second = second_build(page).await?;
        // The new worker is there already, and the other files are not yet.
        let halfway = copy_of_build()?;
        fs::copy(second.path().join("service-worker.js"), halfway.path().join("service-worker.js"))?;
        page.site.deploy(halfway.path());
        open_until_looked(page).await?;
        page.let_time_pass().await;
        assert_eq!(page.eval::<Vec<String>>(BUILDS).await?.len(), 1);
        open_until_looked(page).await?;
        assert_eq!(build(page).await?, "");
        page.site.deploy(second.path());
        page.open("").await?;
        wait_until_kept(page, 2).await?;
        // Where the worker changes while a page is loading, Firefox asks the server for the page's files.
        let since_navigation = page.eval::<f64>("return performance.now();").await?;
        assert!(since_navigation >= 5000.0, "another worker has taken over after {since_navigation} ms");
        page.open("").await?;
        assert_eq!(build(page).await?, "2");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn storage_that_is_full_denied_or_swept_by_others_takes_the_worker_alone() -> Result<()> {
    on_page(Setup { query: None, ..setup() }, async |page| {
        let origin = page.site.url("").trim_end_matches('/').to_owned();
        let quota = |bytes: Option<u64>| match bytes {
            Some(bytes) => json!({"origin": origin, "quotaSize": bytes}),
            None => json!({"origin": origin}),
        };
        page.browser.devtools("Storage.overrideQuotaForOrigin", quota(Some(100_000))).await?;
        open_until_given_up(page).await?;
        assert_reads(page, 3).await?;
        page.browser.devtools("Storage.overrideQuotaForOrigin", quota(None)).await?;

        page.open("").await?;
        wait_until_kept(page, 1).await?;
        // Another page of the same origin may delete all that it does not know.
        page.eval::<()>("return caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => null);")
            .await?;
        page.open("").await?;
        wait_until_kept(page, 1).await?;
        page.site.cut_off().await?;
        page.open("").await?;
        assert_reads(page, 3).await?;
        page.site.come_back().await?;

        run_first(page, "Object.defineProperty(Navigator.prototype, 'serviceWorker', {
                     get() { throw new DOMException('Denied.', 'SecurityError'); } });").await?;
        page.open("").await?;
        assert_reads(page, 3).await
    })
    .await
}

#[tokio::test]
async fn the_pack_of_digits_is_kept_once_it_has_been_fetched() -> Result<()> {
    const NAME: &str = "mnist-0123abcd.bin";
    // A text, which is loaded first, has no icon.
    on_page(Setup { query: None, expected_in_console: &["favicon"], ..setup() }, async |page| {
        page.load("licences.txt").await?;
        let pack = b"a pack of digits".repeat(100);
        let digest = integrity(page, &pack).await?;
        let (first, second) = (copy_of_build()?, second_build(page).await?);
        for build in [&first, &second] {
            fs::write(build.path().join(NAME), &pack)?;
            let worker = build.path().join("service-worker.js");
            let script = fs::read_to_string(&worker)?;
            let optional = format!("const OPTIONAL = {{\"{NAME}\":\"{digest}\"}};");
            ensure!(script.contains(NO_PACK), "this test is for a build without MNIST");
            fs::write(&worker, script.replace(NO_PACK, &optional))?;
        }
        // The host goes by the second in which a file was changed.
        let later = SystemTime::now() + Duration::from_secs(2);
        fs::File::options().write(true).open(second.path().join("service-worker.js"))?.set_modified(later)?;
        page.site.deploy(first.path());
        page.open("").await?;
        wait_until_kept(page, 1).await?;
        let is_kept = format!("return caches.match('{NAME}').then(Boolean);");
        let fetched = format!("return fetch('{NAME}').then((it) => it.text()).then((it) => it.length);");
        // Something else in its place is not kept.
        page.site.set_fault(Some(Fault::times(1, File::Pack, Trouble::LoginPage)));
        assert!(page.eval::<usize>(&fetched).await? < pack.len());
        page.let_time_pass().await;
        assert!(!page.eval::<bool>(&is_kept).await?);
        page.wait_for("the pack to be kept", async || {
            assert_eq!(page.eval::<usize>(&fetched).await?, pack.len());
            Ok(page.eval::<bool>(&is_kept).await?.then_some(()))
        })
        .await?;

        page.site.deploy(second.path());
        page.open("").await?;
        wait_until_kept(page, 2).await?;
        page.site.cut_off().await?;
        // When the first build is dropped, the second has it.
        wait_until_first_is_dropped(page).await?;
        assert_eq!(page.eval::<usize>(&fetched).await?, pack.len());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_frame_and_whoever_saves_data_keep_nothing() -> Result<()> {
    on_page(Setup { query: None, ..setup() }, async |page| {
        let host = Site::of_html(format!(
            r#"<!doctype html><title>An article</title><link rel="icon" href="data:,">
<iframe src="{}" width="1200" height="700" title="Inkling"></iframe>"#,
            page.site.url("")
        ))
        .await?;
        page.client().goto(&host.url("")).await?;
        page.find("iframe").await?.enter_frame().await?;
        page.wait_until_ready().await?;
        let registrations = "return navigator.serviceWorker.getRegistrations().then((all) => all.length);";
        assert_eq!(page.eval::<usize>(registrations).await?, 0);
        page.client().enter_parent_frame().await?;

        run_first(page, "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });")
            .await?;
        page.open("").await?;
        page.let_time_pass().await;
        assert_eq!(page.eval::<usize>(registrations).await?, 0);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_a_worker_a_page_left_open_across_a_deployment_says_what_to_do() -> Result<()> {
    let setup = Setup { expected_in_console: &["404", "training-"], ..Setup::default() };
    on_page(setup, async |page| {
        let second = second_build(page).await?;
        page.site.deploy(second.path());
        page.find("#model").await?.select_by_value("sharp").await?;
        let word = page
            .wait_for("a word", async || Ok(Some(page.text("#notes").await?).filter(|text| !text.is_empty())))
            .await?;
        assert!(word.contains("reload the page"), "{word}");
        page.click("#open-train").await?;
        page.click("#train").await?;
        let word = page
            .wait_for("a word", async || {
                Ok(Some(page.text("#train-status").await?)
                    .filter(|text| text.contains("could not be loaded")))
            })
            .await?;
        assert!(word.contains("reload the page"), "{word}");
        assert_reads(page, 3).await
    })
    .await
}

#[tokio::test]
async fn a_development_build_at_the_same_address_clears_the_release_away() -> Result<()> {
    // The release's page may look for its manifest once more.
    let setup = Setup { expected_in_console: &["manifest"], ..setup() };
    on_page(setup, async |page| {
        wait_until_kept(page, 1).await?;
        let second = second_build(page).await?;
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/service-worker.js");
        fs::copy(source, second.path().join("service-worker.js"))?;
        page.site.deploy(second.path());
        page.open("").await?;
        page.wait_for("the worker to leave", async || {
            let script = "return navigator.serviceWorker.getRegistration().then(
                async (it) => !it && (await caches.keys()).length === 0);";
            Ok(page.eval::<bool>(script).await?.then_some(()))
        })
        .await?;
        // An address of its own: browsers may keep a page for a while by themselves.
        page.open("?theme=light").await?;
        assert_eq!(build(page).await?, "2");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_page_can_be_installed() -> Result<()> {
    on_page(setup(), async |page| {
        wait_until_kept(page, 1).await?;
        let manifest = page.browser.devtools("Page.getAppManifest", json!({})).await?;
        assert_eq!(manifest["errors"], json!([]), "{manifest}");
        assert!(manifest["url"].as_str().is_some_and(|url| url.contains("manifest-")), "{manifest}");
        let errors = page.browser.devtools("Page.getInstallabilityErrors", json!({})).await?;
        assert_eq!(errors["installabilityErrors"], json!([]));
        Ok(())
    })
    .await
}
