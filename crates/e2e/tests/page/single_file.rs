//! The page as one file, `dist/inkling.html`, opened from a disk: the same page, which asks for nothing.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use e2e::site::dist_dir;
use e2e::{Page, Pointer, Setup, Site, digit, on_page};
use models::SHIPPED;
use tempfile::TempDir;
use url::Url;

use crate::train;

/// Before the file's security policy, in a copy: keeps all complaints, and the addresses of workers, which a test may refuse.
const RECORD: &str = "
    window.complaints = [];
    window.workers = [];
    window.refuses = () => '';
    for (const kind of ['error', 'warn']) {
        const say = console[kind];
        console[kind] = (...words) => { complaints.push(words.join(' ')); say.apply(console, words); };
    }
    for (const kind of ['error', 'unhandledrejection', 'securitypolicyviolation']) {
        addEventListener(kind, (event) => complaints.push(`${kind}: ${event.message ?? event.reason ?? event.violatedDirective}`));
    }
    if (window.Worker) window.Worker = class extends Worker {
        constructor(address, ...more) {
            const scheme = String(address).split(':')[0];
            workers.push(scheme);
            const refused = window.refuses(scheme);
            if (refused === 'at once') throw new Error('There are no workers here.');
            super(address, ...more);
            if (refused !== 'later') return;
            this.addEventListener('message', (event) => event.stopImmediatePropagation());
            setTimeout(() => {
                this.dispatchEvent(new ErrorEvent('error', { cancelable: true }));
                this.terminate();
            });
        }
    };";

/// A copy of the file in a folder of its own.
struct Copy {
    folder: TempDir,
}

impl Copy {
    /// With a script of the test's in it, after the recorder.
    fn with(script: &str) -> Result<Copy> {
        Self::changed(|html| {
            let (before, after) = html.split_once("<head>").context("the file has no head")?;
            Ok(format!("{before}<head><script>{RECORD}{script}</script>{after}"))
        })
    }

    fn changed(change: impl FnOnce(&str) -> Result<String>) -> Result<Copy> {
        let file = dist_dir().join("inkling.html");
        ensure!(file.is_file(), "there is no {}: run `cargo xtask test single-file`", file.display());
        let folder = TempDir::with_prefix("inkling-file-")?;
        fs::write(folder.path().join("inkling.html"), change(&fs::read_to_string(file)?)?)?;
        Ok(Copy { folder })
    }

    fn address(&self, query: &str) -> Result<String> {
        let file = self.folder.path().join("inkling.html");
        let url =
            Url::from_file_path(&file).map_err(|()| anyhow::anyhow!("no address of {}", file.display()))?;
        Ok(format!("{url}{query}"))
    }

    async fn open(&self, page: &Page, query: &str) -> Result<()> {
        page.client().goto(&self.address(query)?).await?;
        page.wait_until_ready().await
    }
}

/// Nothing was complained of, and nothing was asked for.
async fn assert_calm(page: &Page) -> Result<()> {
    page.settle().await?;
    let complaints: Vec<String> = page.eval("return complaints;").await?;
    assert_eq!(complaints, [""; 0]);
    let asked: Vec<String> = page
        .eval(
            "return performance.getEntriesByType('resource').map((entry) => entry.name)
                 .filter((name) => !/^(blob|data):/.test(name));",
        )
        .await?;
    assert_eq!(asked, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn opened_from_a_disk_it_reads_a_drawing_and_has_its_panels() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let copy = Copy::with("")?;
        copy.open(page, "").await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        page.pick(Pointer::Mouse, "2:4").await?;
        assert_eq!(page.text("#detail h2 span").await?, "Hidden 2, neuron 5");
        for panel in ["why", "matrix", "knobs", "models"] {
            page.open_panel(Pointer::Mouse, panel).await?;
            assert!(page.is_visible(&format!("section[data-panel='{panel}']")).await?, "{panel}");
        }
        let background = "return getComputedStyle(document.querySelector('#open-train')).cursor;";
        assert_eq!(page.eval::<String>(background).await?, "pointer", "the panels have their styles");
        assert_calm(page).await
    })
    .await
}

#[tokio::test]
async fn every_model_is_in_the_file() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let copy = Copy::with("")?;
        for shipped in SHIPPED {
            copy.open(page, &format!("?model={}", shipped.name)).await?;
            page.draw(&digit(3), Pointer::Mouse).await?;
            page.settle().await?;
            assert_eq!(
                page.eval::<String>("return document.querySelector('#model').value;").await?,
                shipped.name
            );
            assert!(!page.answer().await?.digit.is_empty(), "{} answers", shipped.name);
            assert!(!page.is_visible("#notes").await?, "{}", page.text("#notes").await?);
            assert_calm(page).await?;
        }
        // And it is there to be chosen later.
        page.find("#model").await?.select_by_value("wide").await?;
        page.wait_for("the other network", async || {
            Ok((page
                .eval::<usize>("return document.querySelectorAll('[data-neuron^=\"1:\"]').length;")
                .await?
                == 30)
                .then_some(()))
        })
        .await?;
        assert_calm(page).await
    })
    .await
}

#[tokio::test]
async fn the_lessons_are_in_the_file() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let copy = Copy::with("")?;
        copy.open(page, "").await?;
        page.click("#open-lesson").await?;
        let step = async || page.attr("#lesson", "data-step").await;
        page.wait_for("the lesson", async || Ok((step().await?.as_deref() == Some("sloppy")).then_some(())))
            .await?;
        page.click("#lesson-choices button").await?;
        page.click("#lesson-show").await?;
        page.wait_for("what comes of a prediction", async || {
            Ok((page.attr("#lesson", "data-done").await?.as_deref() == Some("true")).then_some(()))
        })
        .await?;
        page.click("#lesson-next").await?;
        page.wait_for("the next step", async || {
            Ok((step().await?.as_deref() != Some("sloppy")).then_some(()))
        })
        .await?;
        page.click("#lesson-close").await?;
        page.click("#class-card > summary").await?;
        page.click("[data-command='misconceptions']").await?;
        page.wait_for("the first statement", async || {
            Ok(page.is_visible("#lesson-choices [data-choice='2']").await?.then_some(()))
        })
        .await?;
        assert_calm(page).await
    })
    .await
}

/// Trains, and returns how the workers were addressed.
async fn train(page: &Page) -> Result<Vec<String>> {
    train::open(page, Pointer::Mouse).await?;
    page.click("#train").await?;
    let share = train::trained(page).await?;
    assert!(share >= 90, "{share}%");
    page.draw(&digit(3), Pointer::Mouse).await?;
    page.wait_for_answer("3").await?;
    page.eval("return workers;").await
}

#[tokio::test]
async fn it_trains_in_a_worker_from_a_blob() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let copy = Copy::with("")?;
        copy.open(page, "").await?;
        assert_eq!(train(page).await?, ["blob"]);
        assert_calm(page).await
    })
    .await
}

#[tokio::test]
async fn where_blobs_are_refused_it_trains_in_a_worker_from_a_data_address() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for when in ["at once", "later"] {
            let copy = Copy::with(&format!("window.refuses = (scheme) => scheme === 'blob' && '{when}';"))?;
            copy.open(page, "").await?;
            assert_eq!(train(page).await?, ["blob", "data"]);
            assert_calm(page).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_there_are_no_workers_it_trains_on_the_pages_own_thread() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for (refuse, tried) in
            [("delete window.Worker;", &[""; 0][..]), ("window.refuses = () => 'later';", &["blob", "data"])]
        {
            let copy = Copy::with(refuse)?;
            copy.open(page, "").await?;
            assert_eq!(train(page).await?, tried);
            assert_calm(page).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_link_brings_back_what_was_there() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        // As in a browser that keeps nothing for files.
        let copy = Copy::with(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('No.', 'SecurityError'); } });",
        )?;
        copy.open(page, "?theme=dark").await?;
        page.find("#model").await?.select_by_value("wide").await?;
        page.draw(&digit(5), Pointer::Mouse).await?;
        page.click("#share").await?;
        page.wait_for("the link", async || Ok(page.is_visible("#shared input").await?.then_some(()))).await?;
        page.settle().await?;
        let link: String = page.eval("return document.querySelector('#shared input').value;").await?;
        assert!(link.starts_with(&copy.address("?theme=dark#")?) && link.contains("model=wide"), "{link}");
        assert_calm(page).await?;

        page.client().goto("about:blank").await?;
        page.client().goto(&link).await?;
        page.wait_until_ready().await?;
        page.wait_for_answer("5").await?;
        page.wait_for("the link's model", async || {
            let model: String = page.eval("return document.querySelector('#model').value;").await?;
            Ok((model == "wide").then_some(()))
        })
        .await?;
        assert_calm(page).await
    })
    .await
}

#[tokio::test]
async fn a_model_comes_from_an_address_that_names_one() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let copy = Copy::with("")?;
        let model = page.site.model_url("small.json");
        copy.open(page, &format!("?model={model}")).await?;
        page.draw(&digit(5), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        let asked: Vec<String> =
            page.eval("return performance.getEntriesByType('resource').map((entry) => entry.name);").await?;
        assert!(asked.iter().all(|address| *address == model), "{asked:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn it_works_in_a_frame_that_trusts_it_with_nothing() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let copy = Copy::with("")?;
        let frame = |folder: &Path| {
            format!(
                "<!doctype html><title>A mail</title><link rel=icon href='data:,'>
             <iframe src='{}' width='1250' height='700' sandbox='allow-scripts' title='Inkling'></iframe>",
                folder.display()
            )
        };
        let host =
            Site::of_folder(frame(Path::new("inkling.html")), copy.folder.path().to_path_buf()).await?;
        page.client().goto(&host.url("")).await?;
        page.find("iframe").await?.enter_frame().await?;
        page.wait_until_ready().await?;
        assert_eq!(page.eval::<String>("return origin;").await?, "null", "the origin is opaque");
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        train(page).await?;
        assert_calm(page).await
    })
    .await
}

/// Where the modules begin in the file.
const MODULES: &str = "data-file=\"modules.js\"";

#[tokio::test]
async fn a_copy_that_is_not_whole_says_so() -> Result<()> {
    // The console hears of it too.
    on_page(Setup { expected_in_console: &["inkling.html"], ..Setup::without_page() }, async |page| {
        let cut_off = |html: &str| {
            let (before, after) = html.split_once(MODULES).context("no modules")?;
            Ok(format!("{before}{MODULES}{}", after.get(..5000).context("more")?))
        };
        let mangled = |html: &str| {
            let (before, after) = html.split_once(MODULES).context("no modules")?;
            let (start, rest) = after.split_at(after.floor_char_boundary(5000));
            Ok(format!("{before}{MODULES}{}{rest}", start.replace('e', "f")))
        };
        for copy in [Copy::changed(cut_off)?, Copy::changed(mangled)?] {
            page.client().goto(&copy.address("")?).await?;
            page.wait_for("what is wrong", async || {
                Ok(page.text("#failure").await?.contains("incomplete or damaged").then_some(()))
            })
            .await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_licences_of_what_is_in_the_file_are_in_the_file() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let copy = Copy::with("")?;
        page.client().goto(&copy.address("?licences")?).await?;
        page.wait_for("the licences", async || {
            Ok(page
                .becomes_true("return Boolean(document.querySelector('body > pre'));")
                .await?
                .then_some(()))
        })
        .await?;
        let text = page.text("pre").await?;
        assert!(text.contains("Apache License") && text.contains("wasm-bindgen"), "{text}");
        assert_calm(page).await
    })
    .await
}
