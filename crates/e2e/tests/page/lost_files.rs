//! Whichever file the network loses, and wherever it cuts it off: the page reads a 3, or says in words what to do.

use anyhow::{Context, Result, ensure};
use e2e::site::Options;
use e2e::{Fault, File, Page, Pointer, Setup, Trouble, digit, on_page};

/// A file, and what comes of losing it.
struct Row {
    /// Its name without its digest.
    file: &'static str,
    /// What somebody does that needs it.
    act: Act,
    /// What the page says then, for all to see; nothing if it does without.
    says: &'static [&'static str],
    /// Whether it goes on reading what is drawn.
    reads: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Load,
    OpenLesson,
    ChooseModel,
    Train,
}

const fn row(file: &'static str, act: Act, says: &'static [&'static str], reads: bool) -> Row {
    Row { file, act, says, reads }
}

const NO_PANELS: &[&str] = &["The panels could not be loaded", "Try again"];
const NO_TRAINER: &[&str] = &["training program could not be loaded", "try again"];

const ROWS: &[Row] = &[
    row("boot.js", Act::Load, &["Inkling is slow to start. If nothing happens, reload the page."], false),
    row("page.js", Act::Load, &["could not be loaded", "reload the page"], false),
    row("page_bg.wasm", Act::Load, &["could not be loaded", "reload the page"], false),
    row("style.css", Act::Load, &[], true),
    row("vanilla.bin", Act::Load, &["Could not load the model", "Try again"], false),
    row("panels.js", Act::Load, NO_PANELS, true),
    row("panels.wasm", Act::Load, NO_PANELS, true),
    row("panels.html", Act::Load, NO_PANELS, true),
    row("panels.css", Act::Load, NO_PANELS, true),
    row("wide.bin", Act::ChooseModel, &["Could not load the model", "The current model stays in use"], true),
    row("digits.md", Act::OpenLesson, &["The lesson could not be loaded", "Reload"], true),
    row("training.js", Act::Train, NO_TRAINER, true),
    row("training_program.js", Act::Train, NO_TRAINER, true),
    row("training_program_bg.wasm", Act::Train, NO_TRAINER, true),
];

/// Has the page wait for a file for a fifth of the 20 or 30 seconds that it would.
const IMPATIENT: &str = "const later = setTimeout;
    window.setTimeout = (act, ms, ...rest) => later(act, ms >= 20000 ? ms / 5 : ms, ...rest);";

fn setup(file: &'static str, trouble: Trouble) -> Setup {
    Setup {
        site: Options { fault: Some(Fault::always(File::Named(file), trouble)), ..Options::default() },
        // Each browser has its own words for what is lost.
        expected_in_console: &[""],
        ..Setup::without_page()
    }
}

/// Waits until all of these can be read on the page.
async fn wait_for_words(page: &Page, words: &[&str]) -> Result<()> {
    let said = page
        .wait_for("the words", async || {
            let text: String = page.eval("return document.body.innerText;").await?;
            Ok(words.iter().all(|words| text.contains(words)).then_some(()))
        })
        .await;
    match said {
        Ok(()) => Ok(()),
        Err(error) => Err(error.context(page.eval::<String>("return document.body.innerText;").await?)),
    }
}

/// Draws a 3, if there is a style sheet that gives the pad its size; otherwise has the example drawn.
async fn assert_reads(page: &Page, row: &Row) -> Result<()> {
    if row.file == "style.css" {
        page.eval::<()>("document.querySelector('[data-example=\"3\"]').click();").await?;
    } else {
        page.draw(&digit(3), Pointer::Mouse).await?;
    }
    page.wait_for_answer("3").await.map(drop)
}

async fn lose(row: &Row, trouble: Trouble) -> Result<()> {
    on_page(setup(row.file, trouble), async |page| {
        page.load("").await?;
        if row.reads {
            page.wait_until_ready().await?;
        }
        if row.act != Act::Load {
            page.eval::<()>(IMPATIENT).await?;
        }
        match row.act {
            Act::Load => {}
            Act::OpenLesson => page.click("#open-lesson").await?,
            Act::ChooseModel => page.find("#model").await?.select_by_value("wide").await?,
            Act::Train => {
                page.click("#open-train").await?;
                page.click("#train").await?;
            }
        }
        wait_for_words(page, row.says).await?;
        if row.reads { assert_reads(page, row).await } else { Ok(()) }
    })
    .await
    .with_context(|| format!("{}: {trouble:?}", row.file))
}

#[tokio::test]
async fn a_file_that_is_not_found_is_done_without_or_said_to_be_missing() -> Result<()> {
    for row in ROWS {
        lose(row, Trouble::NotFound).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_file_that_breaks_off_is_done_without_or_said_to_be_missing() -> Result<()> {
    for row in ROWS {
        lose(row, Trouble::BreaksOff).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_asked_for_and_never_comes_is_given_up() -> Result<()> {
    // What the page needs for its first picture is in the next test, the rest of the panels in `later_part`.
    for row in ROWS.iter().filter(|row| row.act != Act::Load || row.file == "panels.js") {
        lose(row, Trouble::Hangs).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_page_whose_program_never_comes_says_so() -> Result<()> {
    // Until its style sheet has come, a browser shows nothing of a page; without a model there is a word in `failures`.
    for (file, words) in [
        ("boot.js", "Inkling is slow to start. If nothing happens, reload the page."),
        ("page.js", "Keep waiting, or reload the page."),
        ("page_bg.wasm", "Keep waiting, or reload the page."),
    ] {
        on_page(setup(file, Trouble::Hangs), async |page| {
            // WebDriver waits until a page has loaded, but not for a frame that comes later.
            page.load("licences.txt").await?;
            page.eval_with::<()>(
                "const frame = document.createElement('iframe');
                 frame.src = arguments[0];
                 document.body.append(frame);",
                &[page.site.url("").into()],
            )
            .await?;
            let script = "return frames[0].document.body?.innerText ?? '';";
            page.wait_for(words, async || {
                Ok(page.eval::<String>(script).await?.contains(words).then_some(()))
            })
            .await
        })
        .await
        .context(file)?;
    }
    Ok(())
}

#[tokio::test]
async fn a_page_that_breaks_off_says_so() -> Result<()> {
    on_page(setup("", Trouble::BreaksOff), async |page| {
        // A browser may call this a failure, and shows of the half what it had read by then, which is nothing at times.
        for _ in 0..10 {
            let _ = page.load("").await;
            page.let_time_pass().await;
            if page.eval("return document.body?.childElementCount > 0;").await? {
                break;
            }
        }
        wait_for_words(page, &["eload the page"]).await
    })
    .await
}

#[tokio::test]
async fn where_nothing_is_lost_nobody_sees_or_hears_that_it_has_not_started() -> Result<()> {
    for query in ["", "?ui=pad", "?ui=embed&theme=projector"] {
        on_page(Setup::without_page(), async |page| {
            // At every frame until the page's own script runs, and after it.
            page.before_page_scripts(
                "window.seen = [];
                 // What is in a frame is painted; before the style sheet has come, there is none.
                 const look = () => {
                     const it = document.getElementById('unstarted');
                     if (document.body) seen.push(it ? getComputedStyle(it).visibility : 'gone');
                     requestAnimationFrame(look);
                 };
                 requestAnimationFrame(look);",
            );
            page.open(query).await?;
            page.settle().await?;
            let seen: Vec<String> = page.eval("return seen;").await?;
            ensure!(seen.last().is_some_and(|last| last == "gone"), "{query}: {seen:?}");
            ensure!(seen.iter().all(|how| how == "hidden" || how == "gone"), "{query}: {seen:?}");
            Ok(())
        })
        .await?;
    }
    Ok(())
}
