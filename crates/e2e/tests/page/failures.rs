//! What goes wrong is said plainly and in place, and drawing goes on where it can.

use anyhow::Result;
use e2e::site::Options;
use e2e::{Fault, File, Page, Pointer, Setup, Trouble, digit, on_page};

#[tokio::test]
async fn a_broken_model_is_named_and_drawing_goes_on() -> Result<()> {
    let setup = Setup { expected_in_console: &["/models/"], ..Setup::without_page() };
    on_page(setup, async |page| {
        for (name, reason) in [
            ("not-json", "it is not a model: Inkling reads"),
            ("other-version", "version 2"),
            ("other-shape", "783 weights, expected 784"),
            ("not-finite", "number out of range"),
            ("unknown-step", "turn-upside-down"),
            ("missing", "there is no file at this address (404)"),
        ] {
            let address = page.site.model_url(&format!("{name}.json"));
            page.load(&format!("?model={address}")).await?;
            let message = message(page).await?;
            assert!(message.contains(&format!("Could not load the model “{address}”: ")), "{message}");
            assert!(message.contains(reason), "{name}: {message}");
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
        site: Options { fault: Some(Fault::always(File::Models, Trouble::NotFound)), ..Options::default() },
        expected_in_console: &["/pretrained/", "vanilla"],
        ..Setup::without_page()
    };
    on_page(setup, async |page| {
        page.load("").await?;
        let message = message(page).await?;
        assert!(
            message.contains("vanilla") && message.contains("there is no file at this address (404)"),
            "{message}"
        );
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
        site: Options { fault: Some(Fault::always(File::Program, Trouble::NotFound)), ..Options::default() },
        expected_in_console: &[".wasm", "boot"],
        ..Setup::without_page()
    };
    on_page(setup, async |page| {
        page.load("").await?;
        let message = failure(page).await?;
        assert!(message.contains("could not be loaded"), "{message}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_policy_without_wasm_is_told_apart_from_a_lost_connection() -> Result<()> {
    let setup = Setup {
        site: Options { policy: Some("script-src 'self'"), ..Options::default() },
        expected_in_console: &["Content Security Policy", "boot", "WebAssembly"],
        ..Setup::without_page()
    };
    on_page(setup, async |page| {
        page.load("").await?;
        let message = failure(page).await?;
        assert!(message.contains("security policy") && message.contains("wasm-unsafe-eval"), "{message}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_its_style_sheet_the_page_reads_on() -> Result<()> {
    let setup = Setup {
        site: Options {
            fault: Some(Fault::always(File::MainStyles, Trouble::NotFound)),
            ..Options::default()
        },
        expected_in_console: &["style-", "The style sheet lacks"],
        ..Setup::without_page()
    };
    on_page(setup, async |page| {
        page.open("").await?;
        // Without its style sheet the pad has no size to draw on.
        page.eval::<()>("document.querySelector('[data-example=\"3\"]').click();").await?;
        page.wait_for_answer("3").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn while_its_model_does_not_come_one_can_draw_and_then_is_told() -> Result<()> {
    let setup = Setup {
        site: Options { fault: Some(Fault::always(File::Models, Trouble::Hangs)), ..Options::default() },
        expected_in_console: &["vanilla"],
        ..Setup::without_page()
    };
    on_page(setup, async |page| {
        page.load("").await?;
        page.wait_for("the pad", async || {
            page.draw(&digit(3), Pointer::Mouse).await?;
            Ok(has_ink(page).await?.then_some(()))
        })
        .await?;
        let message = message(page).await?;
        assert!(
            message.contains("vanilla") && message.contains("the server has not answered for 20 seconds"),
            "{message}"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_model_that_a_busy_server_refuses_twice_is_asked_for_again() -> Result<()> {
    let setup = Setup {
        site: Options {
            fault: Some(Fault::times(2, File::Models, Trouble::Overloaded)),
            ..Options::default()
        },
        expected_in_console: &["/pretrained/"],
        ..Setup::default()
    };
    on_page(setup, async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_old_browser_is_told_what_it_lacks() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.before_page_scripts("delete globalThis.WebAssembly;");
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
        page.before_page_scripts("WebAssembly.validate = () => false;");
        page.load("").await?;
        let message = failure(page).await?;
        assert!(message.contains("SIMD"), "{message}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_error_of_its_own_is_said_and_the_drawing_stays() -> Result<()> {
    const KEEP_BACK: &str =
        "addEventListener('error', (event) => window.keepsBack && event.stopImmediatePropagation(), true);";
    let setup = Setup {
        expected_in_console: &["is not a function", "an exception has ended"],
        ..Setup::without_page()
    };
    on_page(setup, async |page| {
        page.before_page_scripts(KEEP_BACK);
        // The program sees the first of these failures itself; the second passes through it uncaught; the third is kept back, too, as
        // some browsers do in a frame without an origin.
        for (function, part, keeps_back) in
            [("arc", "[data-neuron='1:4']", false), ("strokeRect", "#grid", false), ("strokeRect", "#grid", true)]
        {
            page.open("").await?;
            page.draw(&digit(3), Pointer::Mouse).await?;
            page.settle().await?;
            let pixels = "return document.querySelector('#pad canvas').toDataURL();";
            let drawing: String = page.eval(pixels).await?;
            let fault = format!("window.keepsBack = {keeps_back}; delete CanvasRenderingContext2D.prototype.{function}; return null;");
            page.eval::<Option<bool>>(&fault).await?;
            page.hover(part).await?;
            page.let_time_pass().await;
            page.hover("[data-neuron='1:2']").await?;
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
