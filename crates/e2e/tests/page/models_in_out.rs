//! Models in and out: by file, drop, paste and address; saved and loaded again; and refused with the field at fault.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Screen, Setup, digit, on_page};
use serde_json::json;
use tempfile::TempDir;

/// The files that other programs saved.
const FOREIGN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/tests/foreign");

#[tokio::test]
async fn files_of_every_format_are_chosen_and_read_the_same_drawing() -> Result<()> {
    on_page(Setup::default(), async |page| {
        begin(page).await?;
        choose_file(page, Path::new(FOREIGN).join("network2.json")).await?;
        wait_for_model(page, "own:network2").await?;
        assert_eq!(n_neurons(page).await?, 4 + 10);
        assert!(!page.is_visible("#assumed").await?, "it is all sigmoid");
        assert!(!page.settled_answer().await?.digit.is_empty(), "it answers to what was drawn");

        choose_file(page, Path::new(FOREIGN).join("relu.safetensors")).await?;
        wait_for_model(page, "own:relu").await?;
        assert_eq!(n_neurons(page).await?, 12 + 10);
        assert!(page.text("#notes").await?.contains("“relu” does not name its activation functions"));
        let before = page.settled_answer().await?;
        page.find("#assumed-output").await?.select_by_value("sigmoid").await?;
        page.find("#assumed-hidden").await?.select_by_value("tanh").await?;
        assert!(page.text("#in-use").await?.contains("784-12-10, tanh and sigmoid"));
        assert_ne!(page.settled_answer().await?.confidence, before.confidence);

        page.find("#model").await?.select_by_value("vanilla").await?;
        page.wait_for_answer("3").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_saved_reads_back_with_the_same_answer() -> Result<()> {
    let folder = TempDir::with_prefix("inkling-saved-")?;
    on_page(Setup::default(), async |page| {
        page.save_into(folder.path()).await?;
        begin(page).await?;
        let before = page.settled_answer().await?;
        page.find("#save-name").await?.send_keys("my copy").await?;
        page.click("#save").await?;
        let saved = folder.path().join("my copy.json");
        let bytes = page.saved(&saved, |bytes| bytes.ends_with(b"}\n")).await?;
        let file: serde_json::Value = serde_json::from_slice(&bytes)?;
        assert_eq!((&file["format"], &file["name"]), (&json!("inkling-model"), &json!("my copy")));
        assert_eq!(file["layers"][0]["weights"].as_array().map(Vec::len), Some(16));

        page.find("#model").await?.select_by_value("wide").await?;
        wait_for_model(page, "wide").await?;
        choose_file(page, saved).await?;
        wait_for_model(page, "own:my copy").await?;
        assert_eq!(page.settled_answer().await?, before);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_file_can_be_dropped_anywhere_and_a_text_pasted() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        wait_for_panels(page).await?;
        let json = fs::read_to_string(Path::new(FOREIGN).join("network2.json"))?;
        // On the pad, with no panel open.
        transfer(page, "dragover", "#pad", &json).await?;
        assert!(page.is_visible("#drop-here").await?, "it says what will happen");
        transfer(page, "drop", "#pad", &json).await?;
        wait_for_model(page, "own:dropped").await?;
        assert!(!page.is_visible("#drop-here").await?);
        assert_eq!(n_neurons(page).await?, 4 + 10);

        let small = small_model(page).await?;
        page.eval_with::<bool>(PASTE, &[json!("body"), json!(small)]).await?;
        wait_for_model(page, "own:small").await?;
        page.wait_for_answer("3").await?;
        // What is no model is not taken for one, and a field gets what is pasted into it.
        assert!(!page.eval_with::<bool>(PASTE, &[json!("body"), json!("a letter")]).await?);
        page.open_panel(Pointer::Mouse, "models").await?;
        assert!(!page.eval_with::<bool>(PASTE, &[json!("#model-address"), json!("https://x.y/")]).await?);
        assert!(!page.is_visible("#notes").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_address_loads_whatever_format_is_there() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.draw(&digit(3), Pointer::Touch).await?;
        page.open_panel(Pointer::Touch, "models").await?;
        let url = page.site.model_url("relu.safetensors");
        page.find("#model-address").await?.send_keys(&url).await?;
        page.click_with(Pointer::Touch, "#model-load").await?;
        wait_for_model(page, &url).await?;
        assert_eq!(n_neurons(page).await?, 12 + 10);
        // The same as the first model, where only the pad and the network are shown.
        page.open(&format!("?ui=embed&model={url}")).await?;
        assert_eq!(n_neurons(page).await?, 12 + 10);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_refused_names_the_field_and_changes_nothing() -> Result<()> {
    let folder = TempDir::with_prefix("inkling-wrong-")?;
    let setup = Setup { expected_in_console: &["no-such.json", "other-shape.json"], ..Setup::default() };
    on_page(setup, async |page| {
        begin(page).await?;
        let before = page.settled_answer().await?;
        let wrong = folder.path().join("wrong.json");
        fs::write(&wrong, r#"{"sizes": [784, 30, 9], "weights": [], "biases": [], "cost": ""}"#)?;
        choose_file(page, wrong).await?;
        wait_for_note(page, "Could not load “wrong.json”: it has 9 outputs, but there are ten digits (")
            .await?;

        let cut_off = folder.path().join("cut.json");
        let whole = fs::read(Path::new(FOREIGN).join("network2.json"))?;
        fs::write(&cut_off, &whole[..whole.len() / 2])?;
        choose_file(page, cut_off).await?;
        wait_for_note(page, "Could not load “cut.json”: it ends too early to be a model").await?;
        // The bytes of a picture, whatever the file is called.
        transfer(page, "drop", "#pad", "GIF89a").await?;
        wait_for_note(page, "Could not load “dropped.json”: it is a picture, not a model: draw the digit")
            .await?;

        let mut bytes = fs::read(Path::new(FOREIGN).join("relu.safetensors"))?;
        let last = bytes.len() - 4;
        bytes[last..].copy_from_slice(&f32::NAN.to_le_bytes());
        let not_finite = folder.path().join("nan.safetensors");
        fs::write(&not_finite, bytes)?;
        choose_file(page, not_finite).await?;
        wait_for_note(page, "one of its weights or biases is infinite or not a number (`2.weight`").await?;

        for (text, expected) in [
            (
                page.site.model_url("other-shape.json"),
                "its numbers do not fit together (layer 0, row 0: 783 weights, expected 784)",
            ),
            (page.site.model_url("no-such.json"), "there is no file at this address (404)"),
            ("nonsense".to_owned(), "“nonsense” is neither an address nor the name of a model"),
        ] {
            let address = page.find("#model-address").await?;
            address.clear().await?;
            address.send_keys(&text).await?;
            page.click("#model-load").await?;
            wait_for_note(page, expected).await?;
        }
        assert_eq!(page.settled_answer().await?, before, "model and drawing stay");
        assert_eq!(n_neurons(page).await?, 16 + 16 + 10);
        let value: String = page.eval("return document.querySelector('#model').value;").await?;
        assert_eq!(value, "vanilla");
        Ok(())
    })
    .await
}

/// A three on the pad, read, and the panel open.
async fn begin(page: &Page) -> Result<()> {
    page.draw(&digit(3), Pointer::Mouse).await?;
    page.wait_for_answer("3").await?;
    page.open_panel(Pointer::Mouse, "models").await
}

async fn choose_file(page: &Page, path: PathBuf) -> Result<()> {
    let path = path.canonicalize()?;
    page.find("#model-file").await?.send_keys(path.to_str().context("a path of text")?).await?;
    page.settle().await
}

async fn wait_for_panels(page: &Page) -> Result<()> {
    page.wait_for("the panels", async || {
        Ok(page.eval::<bool>("return !!document.querySelector('#drop-here');").await?.then_some(()))
    })
    .await?;
    page.settle().await
}

/// Waits until the page's picker shows this model and nothing is on its way.
async fn wait_for_model(page: &Page, value: &str) -> Result<()> {
    let found = page
        .wait_for("the model", async || {
            let (shown, loading): (String, String) = page
                .eval(
                    "return [document.querySelector('#model').value, document.querySelector('#loading').innerText];",
                )
                .await?;
            Ok((shown == value && loading.is_empty()).then_some(()))
        })
        .await;
    let shown: String = page.eval("return document.body.innerText;").await?;
    found.with_context(|| format!("`{value}` on a page that says: {shown}"))
}

async fn wait_for_note(page: &Page, part: &str) -> Result<()> {
    let found =
        page.wait_for("a note", async || Ok(page.text("#notes").await?.contains(part).then_some(()))).await;
    let notes = page.text("#notes").await?;
    found.with_context(|| format!("“{part}” is not in: {notes}"))
}

async fn n_neurons(page: &Page) -> Result<usize> {
    page.settle().await?;
    page.eval("return document.querySelectorAll('[data-neuron]').length;").await
}

/// The text of the small model file that the site has.
async fn small_model(page: &Page) -> Result<String> {
    let url = page.site.model_url("small.json");
    let script = "const done = arguments[arguments.length - 1];
        fetch(arguments[0]).then((response) => response.text()).then(done);";
    Ok(serde_json::from_value(page.client().execute_async(script, vec![json!(url)]).await?)?)
}

/// What a drag of a file named `dropped.json` brings to an element.
async fn transfer(page: &Page, event: &str, selector: &str, text: &str) -> Result<()> {
    let script = "
        const [event, selector, text] = arguments;
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], 'dropped.json'));
        const init = {dataTransfer, bubbles: true, cancelable: true};
        return !document.querySelector(selector).dispatchEvent(new DragEvent(event, init));";
    let is_taken: bool = page.eval_with(script, &[json!(event), json!(selector), json!(text)]).await?;
    assert!(is_taken, "or the browser would show the file in the page's place");
    page.settle().await
}

/// Pastes a text into an element; whether the page takes it.
const PASTE: &str = "
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', arguments[1]);
    const init = {clipboardData, bubbles: true, cancelable: true};
    const event = new ClipboardEvent('paste', init);
    // Firefox makes one of its own, an empty one.
    Object.defineProperty(event, 'clipboardData', {value: clipboardData});
    return !document.querySelector(arguments[0]).dispatchEvent(event);";
