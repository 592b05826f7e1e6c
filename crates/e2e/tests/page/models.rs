//! Choosing a model on the page: another reads the same drawing, and its card tells what it is.

use anyhow::Result;
use e2e::site::Options;
use e2e::{Fault, File, Page, Pointer, Setup, Trouble, digit, on_page};

#[tokio::test]
async fn another_model_reads_the_same_drawing_and_shows_its_card() -> Result<()> {
    let site = Options { small: Some("wide"), ..Options::default() };
    on_page(Setup { site, ..Setup::default() }, async |page| {
        let names: Vec<String> = page
            .eval("return [...document.querySelectorAll('#model option')].map((it) => it.value);")
            .await?;
        assert_eq!(names, ["vanilla", "vanilla-relu", "textbook", "wide", "sharp", "untrained"]);
        page.draw(&digit(8), Pointer::Mouse).await?;
        page.wait_for_answer("8").await?;

        page.click("#card summary").await?;
        let card = page.text("#card").await?;
        for part in ["vanilla", "784-16-16-10", "13,002", "MNIST test", "trained on", "inkling train"] {
            assert!(card.contains(part), "{part} is not in: {card}");
        }

        choose(page, "wide").await?;
        // That network says the same to everything.
        page.wait_for_answer("3").await?;
        assert_eq!(n_neurons(page).await?, 2 + 10);
        assert!(page.text("#card").await?.contains("784-2-10"), "the card follows");
        choose(page, "vanilla").await?;
        page.wait_for_answer("8").await?;
        assert_eq!(n_neurons(page).await?, 16 + 16 + 10);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_model_that_cannot_be_had_is_named_and_the_present_one_stays() -> Result<()> {
    let setup = Setup {
        site: Options {
            fault: Some(Fault::always(File::OtherModels, Trouble::NotFound)),
            ..Options::default()
        },
        expected_in_console: &["pretrained/sharp"],
        ..Setup::default()
    };
    on_page(setup, async |page| {
        page.draw(&digit(7), Pointer::Mouse).await?;
        choose(page, "sharp").await?;
        page.wait_for("a note", async || Ok(page.is_visible("#notes").await?.then_some(()))).await?;
        let notes = page.text("#notes").await?;
        assert!(notes.contains("sharp") && notes.contains("404"), "{notes}");
        assert_eq!(page.eval::<String>("return document.querySelector('#model').value;").await?, "vanilla");
        page.wait_for_answer("7").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_address_says_which_model_is_first_and_whether_there_is_a_choice() -> Result<()> {
    let site = Options { small: Some("untrained"), ..Options::default() };
    on_page(Setup { site, ..Setup::without_page() }, async |page| {
        page.open("?model=untrained").await?;
        page.settle().await?;
        assert_eq!(page.eval::<String>("return document.querySelector('#model').value;").await?, "untrained");
        page.open(&format!("?model={}&hide=model", page.site.model_url("small.json"))).await?;
        page.settle().await?;
        for part in ["#model", "#card"] {
            assert!(!page.is_visible(part).await?, "{part}");
        }
        Ok(())
    })
    .await
}

async fn choose(page: &Page, name: &str) -> Result<()> {
    page.find("#model").await?.select_by_value(name).await?;
    Ok(())
}

async fn n_neurons(page: &Page) -> Result<usize> {
    page.settle().await?;
    page.eval("return document.querySelectorAll('[data-neuron]').length;").await
}
