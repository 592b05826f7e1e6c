//! What arrives after the first answer: where it comes late, broken, of another build or not at all, the pad, the network and the
//! answer are whole, a word says what is wrong, and a button tries it again.

use anyhow::Result;
use e2e::site::Options;
use e2e::{Fault, File, Page, Pointer, Setup, Trouble, digit, on_page};

const TRY_AGAIN: &str = "#panels-loading button";

fn setup(fault: Fault, expected_in_console: &'static [&'static str]) -> Setup {
    Setup {
        site: Options { fault: Some(fault), ..Options::default() },
        expected_in_console,
        ..Setup::default()
    }
}

/// What stands in the panels' place once they have failed.
async fn word(page: &Page) -> Result<String> {
    page.click("[data-open='knobs']").await?;
    page.wait_for("the word on the panels", async || {
        let text = page.text("#inspector").await?;
        Ok(text.contains("panels").then_some(text))
    })
    .await
}

/// That all that the first part of the program does is as it should be.
async fn assert_reads(page: &Page) -> Result<()> {
    page.draw(&digit(3), Pointer::Mouse).await?;
    page.wait_for_answer("3").await?;
    page.click("#undo").await?;
    page.wait_for_answer("").await?;
    page.draw(&digit(7), Pointer::Mouse).await?;
    page.wait_for_answer("7").await?;
    page.click("#clear").await?;
    page.wait_for_answer("").await?;
    assert!(!page.is_visible("#failure").await?, "{}", page.text("#failure").await?);
    Ok(())
}

/// That the panels are there and do what they should.
async fn assert_whole(page: &Page) -> Result<()> {
    page.wait_for("the panels", async || Ok((!page.is_visible("#panels-loading").await?).then_some(())))
        .await?;
    page.click("[data-open='matrix']").await?;
    page.wait_for("a panel", async || Ok(page.is_visible("[data-panel='matrix']").await?.then_some(())))
        .await?;
    assert_reads(page).await
}

#[tokio::test]
async fn a_part_that_is_not_found_is_said_to_be_so_and_the_page_reads_on() -> Result<()> {
    for file in [File::Loader, File::LaterPart, File::Markup, File::Styles] {
        let fault = Fault::always(file, Trouble::NotFound);
        on_page(setup(fault, &["panels-", "boot"]), async |page| {
            let word = word(page).await?;
            assert!(word.contains("could not be loaded"), "{file:?}: {word}");
            assert!(page.is_visible(TRY_AGAIN).await?, "{file:?}");
            assert_reads(page).await?;
            page.click("[data-open='none']").await?;
            page.settle().await?;
            page.pick(Pointer::Mouse, "2:4").await?;
            assert!(
                page.text("#inspector").await?.contains("could not be loaded"),
                "{file:?}: of a neuron too"
            );
            Ok(())
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_part_that_has_failed_comes_by_the_button() -> Result<()> {
    // The page tries the program and the styles three times by itself, and everything else once.
    for (file, n_times) in [(File::Loader, 1), (File::LaterPart, 3), (File::Markup, 1), (File::Styles, 3)] {
        let fault = Fault::times(n_times, file, Trouble::Overloaded);
        on_page(setup(fault, &["panels-", "boot"]), async |page| {
            word(page).await?;
            page.click(TRY_AGAIN).await?;
            assert_whole(page).await
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn markup_of_another_build_takes_the_panels_alone() -> Result<()> {
    let fault = Fault::times(1, File::Markup, Trouble::OtherBuild);
    on_page(setup(fault, &["boot"]), async |page| {
        let word = word(page).await?;
        assert!(word.contains("could not be loaded"), "{word}");
        let n_left: usize = page.eval("return document.querySelectorAll('[data-into]').length;").await?;
        assert_eq!(n_left, 0, "nothing of it stays on the page");
        assert_reads(page).await?;
        page.click(TRY_AGAIN).await?;
        assert_whole(page).await
    })
    .await
}

#[tokio::test]
async fn a_program_of_another_build_is_refused_with_a_word() -> Result<()> {
    let fault = Fault::always(File::LaterPart, Trouble::OtherBuild);
    on_page(setup(fault, &["boot", "LinkError"]), async |page| {
        let word = word(page).await?;
        assert!(word.contains("another version"), "{word}");
        assert!(page.text(TRY_AGAIN).await?.contains("Reload"), "{word}");
        assert_reads(page).await
    })
    .await
}

#[tokio::test]
async fn a_part_that_never_comes_is_given_up_with_a_word() -> Result<()> {
    for file in [File::LaterPart, File::Markup, File::Styles] {
        let setup = Setup { query: None, ..setup(Fault::times(1, file, Trouble::Hangs), &["boot"]) };
        on_page(setup, async |page| {
            page.load("").await?;
            page.wait_for_answer("").await?;
            assert_reads(page).await?;
            let word = page
                .wait_for("the word on the panels", async || {
                    let text: String =
                        page.eval("return document.getElementById('panels-loading').textContent;").await?;
                    Ok(text.contains("could not be loaded").then_some(text))
                })
                .await?;
            assert!(word.contains("Try again"), "{file:?}: {word}");
            page.click("[data-open='knobs']").await?;
            page.click(TRY_AGAIN).await?;
            assert_whole(page).await
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_host_that_sends_other_media_types_will_do() -> Result<()> {
    for file in [File::Program, File::Markup, File::Models] {
        let fault = Fault::always(file, Trouble::OtherType);
        on_page(setup(fault, &["Incorrect response MIME type", "application/wasm"]), assert_whole).await?;
    }
    Ok(())
}

#[tokio::test]
async fn where_no_text_may_become_a_script_only_training_is_missing() -> Result<()> {
    let site = Options {
        policy: Some("require-trusted-types-for 'script'; trusted-types 'none'"),
        ..Options::default()
    };
    let expected_in_console = &["inkling", "Trusted", "trusted-types"];
    on_page(Setup { site, expected_in_console, ..Setup::default() }, async |page| {
        assert_whole(page).await?;
        page.click("#open-train").await?;
        page.click("#train").await?;
        page.wait_for("the word on training", async || {
            Ok(page.text("#train-status").await?.contains("could not be loaded").then_some(()))
        })
        .await
    })
    .await
}
