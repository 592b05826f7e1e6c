//! The knobs of a neuron, turned as a person does it; and what is done to all of them at once.

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Screen, Setup, digit, on_page};
use fantoccini::key::Key;

/// A knob of the panel: the weight of what hidden 2, neuron 5 hears from hidden 1, neuron 1.
const KNOB: &str = "[data-knob='1:4:0']";

/// A drawing, a neuron of the second hidden layer, and its knobs.
async fn open_knobs(page: &Page, pointer: Pointer) -> Result<()> {
    page.draw(&digit(3), pointer).await?;
    page.pick(pointer, "2:4").await?;
    page.open_panel(pointer, "knobs").await
}

/// What a screen reader reads as a knob's number.
async fn value(page: &Page, knob: &str) -> Result<f64> {
    let value = page.attr(knob, "aria-valuenow").await?.context("it has a value")?;
    Ok(value.parse()?)
}

/// The activation of hidden 2, neuron 5, as the network says it.
async fn activation(page: &Page) -> Result<String> {
    page.attr("[data-neuron='2:4']", "aria-label").await?.context("it has a name")
}

/// Waits for the accuracy to be known, and returns how many digits are read right.
async fn n_right(page: &Page) -> Result<u32> {
    page.wait_for("the accuracy", async || {
        let text = page.text("#knobs-accuracy").await?;
        let Some(rest) = text.strip_prefix("reads ").filter(|rest| !rest.starts_with("about")) else {
            return Ok(None);
        };
        Ok(Some(rest.split(' ').next().unwrap_or_default().parse()?))
    })
    .await
}

/// Presses the mouse in the middle of an element, and leads it sideways by so many pixels.
async fn drag_by(page: &Page, pointer: Pointer, selector: &str, pixels: f64) -> Result<()> {
    let (x, y) = page.reach(selector).await?;
    let points = [0.0, 0.3, 0.6, 1.0].map(|share| ((x + share * pixels, y), 0.5));
    page.drag(pointer, &points).await?;
    page.settle().await
}

#[tokio::test]
async fn a_knob_is_dragged_and_the_network_follows() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open_knobs(page, Pointer::Mouse).await?;
        assert_eq!(page.text("#knobs-changes").await?, "unchanged");
        let (before, was) = (value(page, KNOB).await?, activation(page).await?);
        drag_by(page, Pointer::Mouse, KNOB, 60.0).await?;
        let after = value(page, KNOB).await?;
        assert!(after > before + 0.2, "{before} {after}");
        assert_ne!(activation(page).await?, was);
        assert_eq!(page.text("#knobs-changes").await?, "1 knob changed");
        assert_eq!(page.text("#knobs-mark").await?, "1 knob changed", "beside the model's name");
        assert_eq!(page.attr(KNOB, "data-changed").await?.as_deref(), Some("true"));

        // One drag is one step; the commands are about the knobs while the focus is here.
        page.press_command('z').await?;
        assert_eq!((value(page, KNOB).await?, activation(page).await?), (before, was));
        assert_eq!(page.text("#knobs-changes").await?, "unchanged");
        page.press_command('y').await?;
        assert_eq!(value(page, KNOB).await?, after);
        page.click("#knobs-undo").await?;
        assert_eq!(value(page, KNOB).await?, before);
        page.click("#knobs-redo").await?;
        assert_eq!(value(page, KNOB).await?, after);
        assert_eq!(page.answer().await?.digit, "3", "the drawing is where it was");

        page.click("[data-reset='1:4:0']").await?;
        assert_eq!(value(page, KNOB).await?, before);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn wheel_and_keys_turn_the_knob_that_has_the_focus() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open_knobs(page, Pointer::Mouse).await?;
        let before = value(page, KNOB).await?;
        page.tab_to(KNOB).await?;
        page.wheel(KNOB, -120).await?;
        let turned = value(page, KNOB).await?;
        assert!(turned > before);
        page.press(&[Key::Left]).await?;
        assert!((value(page, KNOB).await? - before).abs() < 1e-3, "a step each");
        page.press(&[Key::End]).await?;
        let most: f64 = page.attr(KNOB, "aria-valuemax").await?.context("it has a most")?.parse()?;
        assert_eq!(value(page, KNOB).await?, most);
        page.press(&[Key::Home]).await?;
        assert_eq!(value(page, KNOB).await?, -most);
        page.press_with(Key::Shift, Key::Right).await?;
        assert!((value(page, KNOB).await? + most - most / 500.0).abs() < 1e-3, "a small step");
        page.press(&[Key::PageUp]).await?;
        assert!((value(page, KNOB).await? + most - most * 0.202).abs() < 1e-3, "ten steps");
        page.press(&[Key::Delete]).await?;
        assert_eq!(value(page, KNOB).await?, before);
        page.press(&[Key::Tab]).await?;
        page.wheel(KNOB, -120).await?;
        assert_eq!(value(page, KNOB).await?, before, "without the focus the wheel scrolls");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_number_is_typed_and_what_is_none_is_refused() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open_knobs(page, Pointer::Mouse).await?;
        page.tab_to(KNOB).await?;
        let before = value(page, KNOB).await?;
        page.press(&[Key::Enter]).await?;
        assert!(page.has_focus("#knob-number").await?);
        page.type_text("lots").await?;
        page.press(&[Key::Enter]).await?;
        assert_eq!(page.text("#knob-wrong").await?, "“lots” is not a number.");
        assert_eq!(page.attr("#knob-number", "aria-invalid").await?.as_deref(), Some("true"));
        assert_eq!(value(page, KNOB).await?, before, "the old value stays");
        page.press_command('a').await?;
        page.type_text("-1,25").await?;
        page.press(&[Key::Enter]).await?;
        assert_eq!(value(page, KNOB).await?, -1.25);
        assert_eq!(page.text("#knob-wrong").await?, "");
        // T is a letter here, and the way back elsewhere.
        page.type_text("t").await?;
        assert_eq!(value(page, KNOB).await?, -1.25);
        page.tab_to("[data-scope='network']").await?;
        page.type_text("t").await?;
        assert_eq!(value(page, KNOB).await?, before);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn accuracy_falls_with_random_weights_and_comes_back() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open_knobs(page, Pointer::Mouse).await?;
        let trained = n_right(page).await?;
        assert!(trained > 360, "{trained} of 400");
        page.click("[data-act='randomise']").await?;
        let random = n_right(page).await?;
        assert!(random < 120, "{random} of 400");
        assert!(page.text("#knobs-accuracy").await?.contains("trained: "));
        page.click("[data-act='next']").await?;
        page.settle().await?;
        let seed: String = page.eval("return document.querySelector('#knobs-seed').value;").await?;
        assert_eq!(seed, "2");
        page.click("#knobs-back").await?;
        assert_eq!(n_right(page).await?, trained);
        assert_eq!(page.text("#knobs-mark").await?, "");
        page.click("#knobs-undo").await?;
        assert!(n_right(page).await? < 120, "the way back can be undone too");

        let count_frames = "window.nFrames = 0; const request = window.requestAnimationFrame;
            window.requestAnimationFrame = (f) => { window.nFrames += 1; return request.call(window, f); }; return true;";
        page.eval::<bool>(count_frames).await?;
        page.at_rest::<u32>("return window.nFrames;").await.context("nothing goes on once all is known")?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn noise_is_a_slider_that_goes_back_to_nothing() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open_knobs(page, Pointer::Mouse).await?;
        let trained = n_right(page).await?;
        drag_by(page, Pointer::Mouse, "#knobs-noise", 40.0).await?;
        assert!(n_right(page).await? < trained - 50);
        assert_ne!(page.text("#knobs-changes").await?, "unchanged");
        page.press(&[Key::Home]).await?;
        assert_eq!(page.text("#knobs-changes").await?, "unchanged", "exactly what it was");
        assert_eq!(n_right(page).await?, trained);
        page.click("#knobs-undo").await?;
        assert!(n_right(page).await? < trained - 50);
        page.click("#knobs-undo").await?;
        assert_eq!(page.text("#knobs-changes").await?, "unchanged", "a drag is one step");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_frozen_stays_and_says_so() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open_knobs(page, Pointer::Mouse).await?;
        page.click("[data-scope='neuron']").await?;
        page.click("[data-act='freeze']").await?;
        assert_eq!(page.text("[data-act='freeze']").await?, "Unfreeze");
        let before = value(page, KNOB).await?;
        drag_by(page, Pointer::Mouse, KNOB, 60.0).await?;
        assert_eq!(value(page, KNOB).await?, before);
        assert!(page.text("#knobs-says").await?.contains("is frozen"));
        page.click("[data-scope='layer']").await?;
        page.click("[data-act='zero']").await?;
        page.settle().await?;
        assert_eq!(value(page, KNOB).await?, before);
        assert_eq!(page.text("#knobs-changes").await?, "255 knobs changed", "15 neurons of 17 knobs");
        page.click("[data-scope='neuron']").await?;
        page.click("[data-act='freeze']").await?;
        page.click("[data-act='zero']").await?;
        page.settle().await?;
        assert_eq!(value(page, KNOB).await?, 0.0, "released");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_finger_turns_a_knob_and_everything_is_large_enough_for_it() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        open_knobs(page, Pointer::Touch).await?;
        let before = value(page, KNOB).await?;
        drag_by(page, Pointer::Touch, KNOB, 80.0).await?;
        assert!(value(page, KNOB).await? > before + 0.2);
        let small = page.small_targets(44.0).await?;
        assert!(small.is_empty(), "{small:#?}");
        assert_eq!(page.cut_off().await?, Vec::<String>::new());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_large_network_has_its_strongest_weights_and_all_the_rest() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.open(&format!("?model={}", page.site.model_url("large.json"))).await?;
        open_knobs(page, Pointer::Mouse).await?;
        let n_rows =
            "return [...document.querySelectorAll('.knob')].filter((it) => it.checkVisibility()).length;";
        assert_eq!(page.eval::<usize>(n_rows).await?, 17);
        assert_eq!(page.text("#knobs-neuron .rest span").await?, "240 weaker weights are not listed");
        n_right(page).await?;
        let was = activation(page).await?;
        let bias = "#knob-list li:first-child .knob";
        drag_by(page, Pointer::Mouse, bias, 90.0).await?;
        assert_ne!(activation(page).await?, was);
        n_right(page).await?;
        page.click("#knobs-back").await?;
        assert_eq!(activation(page).await?, was);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_damage_is_done_by_a_tap_counted_and_taken_back() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "1:8").await?;
        page.open_panel(Pointer::Mouse, "knobs").await?;
        page.click("[data-view-of-knobs='damages']").await?;
        for damage in ["drop-biases", "cut-neuron", "noise", "no-centring"] {
            page.click(&format!("button[data-damage='{damage}'][aria-pressed]")).await?;
            let result = format!(
                "return /^reads \\d+ of 400$/.test(document.querySelector('li:has([data-damage={damage}]) output').textContent);"
            );
            assert!(page.becomes_true(&result).await?, "{damage}");
            let in_force: Vec<String> = page
                .eval("return [...document.querySelectorAll('[data-damage][aria-pressed=true]')].map((it) => it.dataset.damage);")
                .await?;
            assert_eq!(in_force, [damage], "one at a time");
        }
        let centring = "return document.querySelector('[data-step=centre-of-mass]').checked;";
        assert!(!page.eval::<bool>(centring).await?);
        let results = "return [...document.querySelectorAll('#damages output')].map((it) => +it.textContent.split(' ')[1]);";
        let [no_biases, cut, noise, _] = page.eval::<[usize; 4]>(results).await?;
        assert!(no_biases < 300 && noise < 300 && cut > 300, "{no_biases}, {cut}, {noise}");
        page.click("#damages li:last-child button:not([aria-pressed])").await?;
        assert!(page.becomes_true(centring).await?, "undone");
        assert_eq!(page.text("#knobs-changes").await?, "unchanged");
        Ok(())
    })
    .await
}
