//! Choosing: an architecture of your own, and two models on the same ink.

use anyhow::Result;
use e2e::{Page, Pointer, Screen, Setup, digit, on_page};
use fantoccini::key::Key;

#[tokio::test]
async fn an_architecture_is_made_by_mouse_and_keys_and_undone_by_choosing_another() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page, "#make", Pointer::Mouse).await?;
        assert_eq!(fields(page).await?, ["16", "16"], "it begins with the model in use");
        page.find("#n-layers").await?.select_by_value("3").await?;
        assert_eq!(neurons(page).await?, [16, 16, 16, 10]);
        enter(page, 2, "256").await?;
        enter(page, 3, "1").await?;
        assert_eq!(neurons(page).await?, [16, 256, 1, 10]);
        page.find("#hidden-function").await?.select_by_value("relu").await?;
        let in_use = page.text("#in-use").await?;
        assert_eq!(in_use, "random · 784-16-256-1-10, relu and softmax, random weights");
        assert!(
            page.text("#make p")
                .await?
                .contains("know nothing until they are trained. Output activation: softmax")
        );

        page.draw(&digit(3), Pointer::Mouse).await?;
        let before = page.settled_answer().await?;
        assert!(before.confidence.is_some(), "it answers, whatever it says");
        page.click("#next-seed").await?;
        assert_ne!(
            page.settled_answer().await?.confidence,
            before.confidence,
            "other weights, another guess"
        );

        // Too much and too little are brought within what can be made.
        enter(page, 1, "9999").await?;
        enter(page, 2, "-5").await?;
        assert_eq!(fields(page).await?, ["256", "1", "1"]);
        let values: String = page.eval("return document.querySelector('#model').value;").await?;
        assert_eq!(values, "own:");
        page.find("#model").await?.select_by_value("vanilla").await?;
        page.wait_for_answer("3").await?;
        assert_eq!(fields(page).await?, ["16", "16"]);
        page.find("#model").await?.select_by_value("own:").await?;
        assert_eq!(neurons(page).await?, [256, 1, 1, 10], "and the one that was made is still there");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn each_model_has_a_card_to_be_chosen_by() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        open(page, "details:has(#choices)", Pointer::Mouse).await?;
        let cards: Vec<String> = page
            .eval("return [...document.querySelectorAll('#choices button')].map((it) => it.innerText);")
            .await?;
        assert_eq!(cards.len(), 6);
        assert!(cards[4].contains("sharp · 784-136-80-10, ReLU") && cards[4].contains("more accurate"));
        page.click("#choices [value='wide']").await?;
        page.wait_for("the model", async || {
            Ok(page.is_visible("#choices [value='wide'][aria-pressed='true']").await?.then_some(()))
        })
        .await?;
        assert_eq!(neurons(page).await?, [30, 10]);
        assert!(page.has_focus("#choices [value='wide']").await?, "one can go on by keyboard");
        page.wait_for_answer("3").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_largest_and_the_narrowest_that_can_be_made_are_drawn_apart() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for screen in [Screen::LAPTOP, Screen::PHONE] {
            page.open_on(screen, "").await?;
            let pointer = if screen.touch { Pointer::Touch } else { Pointer::Mouse };
            open(page, "#make", pointer).await?;
            page.find("#n-layers").await?.select_by_value("1").await?;
            page.settle().await?;
            enter(page, 1, "1").await?;
            assert_eq!(neurons(page).await?, [1, 10]);
            assert_eq!(page.eval::<Vec<String>>(OVERLAPS).await?, Vec::<String>::new());
            page.find("#n-layers").await?.select_by_value("6").await?;
            page.settle().await?;
            for layer in 1..=6 {
                enter(page, layer, "256").await?;
            }
            assert_eq!(neurons(page).await?, [256, 256, 256, 256, 256, 256, 10]);
            assert_eq!(page.eval::<Vec<String>>(OVERLAPS).await?, Vec::<String>::new(), "{screen:?}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_models_read_the_same_ink_while_it_is_drawn() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page, "details:has(#second)", Pointer::Mouse).await?;
        assert!(!page.is_visible("#compared").await?);
        page.find("#second").await?.select_by_value("untrained").await?;
        page.wait_for("the second model", async || Ok(page.is_visible("#compared").await?.then_some(())))
            .await?;
        assert_eq!(page.text("#verdict").await?, "Draw a digit and both will read it.");

        let three = digit(3);
        let half: Vec<_> = three.strokes[0].points.iter().take(8).copied().collect();
        page.begin_stroke(&half).await?;
        page.settle().await?;
        let first = outputs(page).await?;
        page.lift().await?;
        page.click("#clear").await?;
        page.draw(&three, Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        assert_ne!(outputs(page).await?, first, "both follow the pen");
        assert!(page.text(".sides figure").await?.contains("vanilla · 784-16-16-10"));
        assert!(page.text(".sides figure + figure").await?.contains("untrained · 784-16-16-10"));
        let differing: Vec<String> = page
            .eval("return [...document.querySelectorAll('#compared [data-differs=true]')].map((it) => it.innerText);")
            .await?;
        assert!(!differing.is_empty() && differing.iter().all(|row| row.contains('≠')), "{differing:?}");

        // The same model twice agrees with itself.
        page.find("#second").await?.select_by_value("vanilla").await?;
        page.wait_for("agreement", async || {
            Ok((page.text("#verdict").await? == "Both read 3.").then_some(()))
        })
        .await?;
        let both = outputs(page).await?;
        assert!(both.iter().all(|row| row[0] == row[1]), "{both:?}");
        page.find("#second").await?.select_by_value("").await?;
        page.settle().await?;
        assert!(!page.is_visible("#compared").await?);
        Ok(())
    })
    .await
}

/// The panel with one of its parts open.
async fn open(page: &Page, part: &str, pointer: Pointer) -> Result<()> {
    page.open_panel(pointer, "models").await?;
    page.click_with(pointer, &format!("{part} summary")).await?;
    page.settle().await
}

/// Types a number into the field of a hidden layer, counted from 1.
async fn enter(page: &Page, layer: usize, number: &str) -> Result<()> {
    page.eval_with::<Option<bool>>(
        "const field = document.querySelectorAll('#layers input')[arguments[0] - 1]; field.focus(); field.select();",
        &[layer.into()],
    )
    .await?;
    let keys: Vec<char> = number.chars().chain([char::from(Key::Enter)]).collect();
    page.client().active_element().await?.send_keys(&keys.into_iter().collect::<String>()).await?;
    page.settle().await
}

/// What stands in the fields that are there.
async fn fields(page: &Page) -> Result<Vec<String>> {
    page.settle().await?;
    page.eval(
        "return [...document.querySelectorAll('#layers input')].filter((it) => it.checkVisibility()).map((it) => it.value);",
    )
    .await
}

/// Neurons drawn in each layer.
async fn neurons(page: &Page) -> Result<Vec<usize>> {
    page.settle().await?;
    page.eval(
        "const counts = [];
         for (const {dataset} of document.querySelectorAll('[data-neuron]')) {
             const layer = dataset.neuron.split(':')[0] - 1;
             counts[layer] = (counts[layer] ?? 0) + 1;
         }
         return counts;",
    )
    .await
}

/// The numbers of both models, digit by digit.
async fn outputs(page: &Page) -> Result<Vec<[String; 2]>> {
    page.settle().await?;
    page.eval(
        "return [...document.querySelectorAll('#compared li')]
             .map((row) => [...row.querySelectorAll('.number')].map((it) => it.innerText));",
    )
    .await
}

/// Neurons that lie over each other.
const OVERLAPS: &str = "
const neurons = [...document.querySelectorAll('[data-neuron]')].map((it) => [it.dataset.neuron, it.getBoundingClientRect()]);
const found = [];
neurons.forEach(([name, a], i) => neurons.slice(i + 1).forEach(([other, b]) => {
    if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) found.push(`${name} over ${other}`);
}));
return found.slice(0, 10);";
