//! One step of learning: a drawing is taught, its error comes back through the network, and a gradient is checked.

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};
use fantoccini::key::Key;

use crate::stage::out_of_sight;

/// Opens the panel from that of training.
async fn open(page: &Page, pointer: Pointer) -> Result<()> {
    page.click_with(pointer, "#open-train").await?;
    page.click_with(pointer, "section[data-panel='train'] .open-step").await?;
    assert!(page.is_visible("section[data-panel='step']").await?);
    Ok(())
}

/// An output as the inspector's list of stages shows it.
async fn output(page: &Page, digit: u8) -> Result<f64> {
    let text = page.text(&format!("#step-outputs li:nth-child({}) .number", digit + 1)).await?;
    let first = text.split('→').next().context("it is empty")?;
    first.trim().replace('−', "-").parse().with_context(|| format!("it is {text:?}"))
}

/// The network as it is drawn.
const DRAWN: &str = "return document.querySelector('#edges-and-neurons').toDataURL();";

#[tokio::test]
async fn a_drawn_3_is_taught_to_be_an_8_and_unlearned() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        open(page, Pointer::Mouse).await?;
        assert_eq!(
            page.attr(".says-digit [data-label='3']", "aria-pressed").await?.as_deref(),
            Some("true"),
            "as read"
        );
        page.click(".says-digit [data-label='8']").await?;
        page.settle().await?;
        let read: String = page.eval(DRAWN).await?;
        let before = output(page, 8).await?;

        // Stage by stage: the errors at the outputs, then at the hidden layers.
        page.click("#step-next").await?;
        page.settle().await?;
        assert!(output(page, 8).await? < -0.5 && output(page, 3).await? > 0.5);
        assert_ne!(page.eval::<String>(DRAWN).await?, read, "the neurons show their errors");
        for title in ["The error flows back to hidden 2", "The error flows back to hidden 1"] {
            page.click("#step-next").await?;
            page.settle().await?;
            assert_eq!(page.text("#step-title").await?, title);
            assert!(page.text("#step-equation").await?.contains('='));
        }
        page.pick(Pointer::Mouse, "1:8").await?;
        page.settle().await?;
        assert_eq!(page.text("#step-neuron").await?, "Hidden 1, neuron 9");
        page.click("#step-next").await?;
        // The first click puts the mark under the pointer, and the second has to go through it.
        for _ in 0..2 {
            page.click("#step-picture").await?;
            page.settle().await?;
        }
        assert!(page.text("#step-gradients [aria-pressed='true']").await?.starts_with("pixel ("));
        page.click("#step-next").await?;
        page.settle().await?;
        assert!(page.text("#step-words").await?.contains("The loss falls from"));

        for _ in 0..10 {
            page.click("#step-take").await?;
        }
        page.settle().await?;
        let after = output(page, 8).await?;
        assert!(after > before + 0.3, "{after} after {before}");
        for _ in 0..10 {
            page.click("#step-undo").await?;
        }
        page.settle().await?;
        assert_eq!(output(page, 8).await?, before);
        page.wait_for_answer("3").await?;
        assert_eq!(page.text("#knobs-mark").await?, "", "no knob is changed any more");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_weight_is_reached_with_keys_and_shows_its_product() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        open(page, Pointer::Mouse).await?;
        assert!(!page.is_visible("#step-weight").await?, "not before the gradients");
        page.pick(Pointer::Mouse, "1:8").await?;
        while !page.is_visible("#step-weight").await? {
            page.click("#step-next").await?;
            page.settle().await?;
        }
        let n_options = "return document.querySelectorAll('#step-weight option').length;";
        assert_eq!(page.eval::<usize>(n_options).await?, 785);
        assert_eq!(page.text("#step-weight + output").await?, "of 785");
        page.tab_to("#step-weight").await?;
        for (key, name, symbol) in [(Key::End, "pixel (27, 27)", "∂w"), (Key::Home, "bias", "∂b")] {
            page.press(&[key]).await?;
            page.settle().await?;
            assert!(page.has_focus("#step-weight").await?);
            let chosen = page.text("#step-gradients [aria-pressed='true']").await?;
            assert!(chosen.starts_with(name), "{chosen}");
            let equation = page.text("#step-equation").await?;
            assert!(equation.contains(symbol) && equation.contains('←'), "{equation}");
        }
        // What is chosen otherwise is what the list shows.
        page.click("#step-gradients li:nth-child(2) button").await?;
        page.settle().await?;
        let chosen = "return document.querySelector('#step-weight').selectedOptions[0].text;";
        let listed: String = page.eval(chosen).await?;
        assert!(page.text("#step-gradients li:nth-child(2)").await?.starts_with(&listed), "{listed}");
        // A neuron further on has fewer.
        page.pick(Pointer::Mouse, "3:8").await?;
        page.settle().await?;
        assert_eq!(page.text("#step-weight + output").await?, "of 17");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_turned_knob_agrees_with_back_propagation() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        page.pick(Pointer::Mouse, "3:8").await?;
        page.open_panel(Pointer::Mouse, "knobs").await?;
        page.click("#check-gradient").await?;
        page.settle().await?;
        assert_eq!(page.text("#check-neuron").await?, "Output 8");
        // As if it were a wrong answer: for a right one the slope is so small that rounding outweighs it.
        page.click(".says-digit [data-label='8']").await?;
        page.settle().await?;
        assert_eq!(page.text("#check-verdict").await?, "They agree.");
        let relative = page.text("#check-relative").await?;
        let percent: f64 = relative.trim_matches(['<', '%']).parse()?;
        assert!(percent < 1.0, "{relative}");
        // Another knob has another slope.
        let slope = page.text("#check-exact").await?;
        page.tab_to("#check-knob").await?;
        page.press(&[Key::Down]).await?;
        page.settle().await?;
        assert_ne!(page.text("#check-exact").await?, slope);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_empty_pad_takes_a_built_in_digit_and_keys_step_through() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page, Pointer::Mouse).await?;
        assert!(!page.is_visible("#step-play").await?);
        page.click(".says-digit [data-label='5']").await?;
        page.wait_for_answer("5").await?;
        for (key, count) in [(Key::Right, "2 of 6"), (Key::Right, "3 of 6"), (Key::Left, "2 of 6")] {
            page.press(&[key]).await?;
            page.settle().await?;
            assert_eq!(page.text("#step-count").await?, count);
        }
        page.click("#step-close").await?;
        assert!(!page.is_visible("section[data-panel='step']").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn it_plays_to_the_end_by_itself() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        open(page, Pointer::Mouse).await?;
        page.tab_to("#step-speed").await?;
        page.press(&[Key::End]).await?;
        page.click("#step-play").await?;
        page.wait_for("the last stage", async || {
            let is_over = page.text("#step-count").await? == "6 of 6"
                && page.attr("#step-play", "data-playing").await?.as_deref() == Some("false");
            Ok(is_over.then_some(()))
        })
        .await?;
        assert!(page.text("#step-words").await?.contains("The loss"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn each_stage_fits_its_window() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let mut faults = Vec::new();
        for theme in Theme::SIZES {
            page.open(&format!("?theme={}&panel=step", theme.name())).await?;
            page.draw(&digit(3), Pointer::Mouse).await?;
            page.wait_for_answer("3").await?;
            page.click(".says-digit [data-label='8']").await?;
            for parts in [
                &["#step-words", "#step-outputs", "#step-take"][..],
                &["#step-words", "#step-outputs", "#step-equation", "#step-take"],
                &["#step-words", "#step-equation", "#step-take"],
                &["#step-words", "#step-equation", "#step-take"],
                &["#step-words", "#step-weight", "#step-equation", "#step-gradients", "#step-take"],
                &["#step-words", "#step-outputs", "#step-take"],
            ] {
                let found = out_of_sight(page, parts).await?;
                let count = page.text("#step-count").await?;
                faults.extend(found.into_iter().map(|it| format!("{} {count}: {it}", theme.name())));
                page.click("#step-next").await?;
            }
            page.click("[data-view-of-step='check']").await?;
            let found = out_of_sight(page, &["#check-knob", "#check-curve svg", "#check-verdict"]).await?;
            faults.extend(found.into_iter().map(|it| format!("{} check: {it}", theme.name())));
        }
        assert!(faults.is_empty(), "{faults:#?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn on_a_phone_the_panel_is_a_sheet_with_large_targets() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.draw(&digit(3), Pointer::Touch).await?;
        page.wait_for_answer("3").await?;
        open(page, Pointer::Touch).await?;
        page.click_with(Pointer::Touch, ".says-digit [data-label='8']").await?;
        page.click_with(Pointer::Touch, "#step-next").await?;
        page.settle().await?;
        assert_eq!(page.text("#step-title").await?, "The error at the outputs");
        assert_eq!(page.small_targets(44.0).await?, Vec::<String>::new());
        assert_eq!(page.cut_off().await?, Vec::<String>::new());
        while !page.is_visible("#step-weight").await? {
            page.click_with(Pointer::Touch, "#step-next").await?;
            page.settle().await?;
        }
        assert_eq!(page.small_targets(44.0).await?, Vec::<String>::new());
        assert_eq!(page.cut_off().await?, Vec::<String>::new());
        Ok(())
    })
    .await
}
