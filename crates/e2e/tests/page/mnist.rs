//! Training on MNIST: from its four files, or from the pack where it is beside the page.

use std::env;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use digits::pack::to_bytes;
use e2e::rebuild::build_with;
use e2e::{Page, Pointer, Setup, on_page};
use learning::{DataRecipe, DrawingMaker, SplitData};

/// The folder of MNIST's files, if they are there.
fn folder() -> Option<PathBuf> {
    let data = env::var_os("INKLING_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data"), PathBuf::from);
    // The browser takes no path with `..` in it.
    data.join("mnist")
        .canonicalize()
        .ok()
        .filter(|folder| folder.join("train-images-idx3-ubyte.gz").is_file())
}

/// Says, past the test harness, that a test cannot be run.
fn skip(what: &str) -> Result<()> {
    writeln!(io::stderr(), "skipped, for want of data: {what}")?;
    Ok(())
}

/// Opens the settings of the data.
async fn open(page: &Page) -> Result<()> {
    page.click_with(Pointer::Mouse, "#open-train").await?;
    page.click("details:has(#ways) > summary").await?;
    page.settle().await
}

async fn wait_until_there(page: &Page, n_images: &str) -> Result<()> {
    let there = format!("{n_images} MNIST images are loaded.");
    page.wait_for(&there, async || Ok((page.text("#mnist-says").await? == there).then_some(()))).await
}

async fn choose_files(page: &Page, folder: &Path) -> Result<()> {
    for file in ["t10k-labels-idx1", "train-images-idx3", "t10k-images-idx3", "train-labels-idx1"] {
        let path = folder.join(format!("{file}-ubyte.gz"));
        page.find("#mnist-files").await?.send_keys(path.to_str().context("a path of text")?).await?;
    }
    Ok(())
}

/// Trains, and returns the share of MNIST's test images that the network reads, in percent.
async fn trained(page: &Page) -> Result<u32> {
    page.click("#train").await?;
    crate::train::trained(page).await
}

#[tokio::test]
async fn a_network_learns_mnist_from_its_four_files() -> Result<()> {
    let Some(folder) = folder() else { return skip("a_network_learns_mnist_from_its_four_files") };
    on_page(Setup::default(), async |page| {
        open(page).await?;
        assert!(!page.is_visible("#mnist-weight").await?, "there is nothing to mix in yet");
        choose_files(page, &folder).await?;
        wait_until_there(page, "70,000").await?;
        assert!(page.is_visible("#mnist-weight").await?);
        assert_eq!(page.text("#mnist-weight output").await?, "100%");
        let share = trained(page).await?;
        assert!(share >= 92, "{share}% of what MNIST holds out");

        // Of a mistake there is only an image, which is read by its pixels.
        page.click("[data-view-of-training='mistakes']").await?;
        let caption = page.text("#misread li").await?;
        let (_, read) = caption.split_once("read as ").with_context(|| format!("it is {caption:?}"))?;
        page.click("#misread button").await?;
        page.wait_for_answer(&read[..1]).await?;
        let n_shown = "return document.querySelectorAll('#misread li:not([hidden])').length;";
        assert_eq!(page.eval::<usize>(n_shown).await?, 8);
        page.click("#misread-more").await?;
        assert!(page.eval::<usize>(n_shown).await? > 8);

        // Whoever opens the link is told what to get, and then gets the same run.
        page.click("#share").await?;
        page.wait_for("the link", async || Ok(page.is_visible("#shared input").await?.then_some(()))).await?;
        assert!(page.text("#shared").await?.contains("once they have MNIST"));
        let link: String = page.eval("return document.querySelector('#shared input').value;").await?;
        page.client().goto("about:blank").await?;
        page.client().goto(&link).await?;
        page.wait_until_ready().await?;
        page.wait_for("what is missing", async || {
            Ok(page
                .text("#train-status")
                .await?
                .contains("learns from MNIST, which is not loaded")
                .then_some(()))
        })
        .await?;
        page.click("details:has(#ways) > summary").await?;
        choose_files(page, &folder).await?;
        wait_until_there(page, "70,000").await?;
        assert_eq!(crate::train::trained(page).await?, share);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_a_pack_is_beside_the_page_it_is_offered_and_learned() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let folder = build_with("mnist-00000000.bin", &pack_of_drawings())?;
        page.site.deploy(folder.path());
        page.open("").await?;
        open(page).await?;
        page.click("#mnist-fetch").await?;
        wait_until_there(page, "3,500").await?;
        assert_eq!(page.text("#mnist-weight output").await?, "100%");
        let share = trained(page).await?;
        assert!(share >= 85, "{share}% of what the pack holds out");
        Ok(())
    })
    .await
}

/// A pack as that of MNIST, but of the built-in handwriting, which is always there.
fn pack_of_drawings() -> Vec<u8> {
    let mut maker = DrawingMaker::new(DataRecipe { n_drawings: 3_000, ..DataRecipe::default() });
    maker.make(5_000);
    let SplitData { training, held_out, .. } = maker.into_data();
    to_bytes((training.images(), training.labels()), (held_out.images(), held_out.labels()))
}
