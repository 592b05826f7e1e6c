//! What goes wrong is said plainly and in place, and drawing goes on where it can.

use anyhow::Result;
use e2e::site::Options;
use e2e::{Fault, Page, Pointer, Setup, digit, on_page};

#[tokio::test]
async fn a_broken_model_is_named_and_drawing_goes_on() -> Result<()> {
    let setup = Setup { expected_in_console: &["/models/"], ..Setup::without_page() };
    on_page(setup, async |page| {
        for name in ["not-json", "other-version", "other-shape", "not-finite", "unknown-step", "missing"] {
            page.load(&format!("?model={}", page.site.model_url(&format!("{name}.json")))).await?;
            let message = message(page).await?;
            println!("{name}: {message}");
            page.draw(&digit(3), Pointer::Mouse).await?;
            page.settle().await?;
            assert!(has_ink(page).await?, "{name}: drawing goes on");
            page.click("#undo").await?;
            page.settle().await?;
            assert!(!has_ink(page).await?, "{name}: undo goes on");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_model_that_is_not_shipped_is_named() -> Result<()> {
    let setup = Setup { expected_in_console: &["broken"], ..Setup::without_page() };
    on_page(setup, async |page| {
        page.load("?model=broken").await?;
        let message = message(page).await?;
        assert!(message.contains("broken"), "{message}");
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.settle().await?;
        assert!(has_ink(page).await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_any_model_the_page_says_so() -> Result<()> {
    let setup = Setup {
        site: Options { fault: Some(Fault::NoModel), ..Options::default() },
        expected_in_console: &["/pretrained/", "vanilla"],
        ..Setup::without_page()
    };
    on_page(setup, async |page| {
        page.load("").await?;
        println!("{}", message(page).await?);
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.settle().await?;
        assert!(has_ink(page).await?);
        assert_eq!(page.answer().await?.digit, "", "without a network there is no verdict");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_its_program_the_page_says_so() -> Result<()> {
    let setup = Setup {
        site: Options { fault: Some(Fault::NoWasm), ..Options::default() },
        expected_in_console: &[".wasm", "boot"],
        ..Setup::without_page()
    };
    on_page(setup, async |page| {
        page.load("").await?;
        println!("{}", failure(page).await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_the_panels_the_page_says_so_in_their_place_and_reads_on() -> Result<()> {
    let setup = Setup {
        site: Options { fault: Some(Fault::NoPanels), ..Options::default() },
        expected_in_console: &["_panels.wasm", "boot"],
        ..Setup::default()
    };
    on_page(setup, async |page| {
        page.click("[data-open='knobs']").await?;
        page.wait_for("the message", async || {
            Ok(page.text("#inspector").await?.contains("could not be loaded").then_some(()))
        })
        .await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        page.click("[data-open='none']").await?;
        page.settle().await?;
        page.pick(Pointer::Mouse, "2:4").await?;
        assert!(page.text("#inspector").await?.contains("could not be loaded"), "of a neuron too");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_old_browser_is_told_what_it_lacks() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.browser.before_page_scripts("delete globalThis.WebAssembly;").await?;
        page.load("").await?;
        let message = failure(page).await?;
        assert!(message.contains("WebAssembly"), "{message}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_browser_without_wide_vectors_is_told_too() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.browser.before_page_scripts("WebAssembly.validate = () => false;").await?;
        page.load("").await?;
        let message = failure(page).await?;
        assert!(message.contains("SIMD"), "{message}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_error_of_its_own_is_said_and_the_drawing_stays() -> Result<()> {
    let setup = Setup { expected_in_console: &["is not a function"], ..Setup::without_page() };
    on_page(setup, async |page| {
        // The program sees the first of these failures itself; the second passes through it uncaught.
        for (function, part) in [("arc", "[data-neuron='1:4']"), ("strokeRect", "#grid")] {
            page.open("").await?;
            page.draw(&digit(3), Pointer::Mouse).await?;
            page.settle().await?;
            let pixels = "return document.querySelector('#pad canvas').toDataURL();";
            let drawing: String = page.eval(pixels).await?;
            let fault = format!("delete CanvasRenderingContext2D.prototype.{function}; return null;");
            page.eval::<Option<bool>>(&fault).await?;
            page.hover(part).await?;
            let message = failure(page).await?;
            assert!(message.contains("Your drawing is still here"), "{function}: {message}");
            assert_eq!(page.eval::<String>(pixels).await?, drawing, "{function}");
        }
        Ok(())
    })
    .await
}

/// What the page says has gone wrong, be it in its notes or as its failure.
async fn message(page: &Page) -> Result<String> {
    page.wait_for("a message", async || {
        for selector in ["#failure", "#notes"] {
            if page.is_visible(selector).await? {
                return Ok(Some(page.text(selector).await?).filter(|text| !text.is_empty()));
            }
        }
        Ok(None)
    })
    .await
}

async fn failure(page: &Page) -> Result<String> {
    page.wait_for("the message of failure", async || {
        let is_visible = page.is_visible("#failure").await?;
        Ok(if is_visible { Some(page.text("#failure").await?).filter(|text| !text.is_empty()) } else { None })
    })
    .await
}

/// Whether there is something to clear away.
async fn has_ink(page: &Page) -> Result<bool> {
    Ok(page.attr("#clear", "aria-disabled").await?.as_deref() == Some("false"))
}
