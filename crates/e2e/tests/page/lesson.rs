//! The lesson beside the page: the whole of it by pointer and by keys, and lessons that teachers write.

use std::fs;

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Screen, Setup, Site, Theme, digit, on_page};
use fantoccini::key::Key;
use serde_json::json;
use tempfile::TempDir;

use crate::accessibility::{axe_core, violations_of};

/// The shipped lesson's own number of steps.
const N_STEPS: &str = "return Number(document.querySelector('#lesson-count').textContent.split(' of ')[1]);";

/// A lesson as a teacher may write it, with something in it that must stay text.
const SEVENS: &str = "\
# Two kinds of seven
## The bar
### With or without {#bar}
Some people write a *seven* with a bar. <img src=x onerror=alert(1)> [Nielsen](https://neuralnetworksanddeeplearning.com)

predict: What will it read?
- [answer=7] A 7
- [otherwise] Something else
done: drawn
look: pad
### One neuron {#neuron}
Look at **one** of them.
done: picked=1
";

/// The step that is shown.
async fn step(page: &Page) -> Result<String> {
    Ok(page.attr("#lesson", "data-step").await?.unwrap_or_default())
}

async fn wait_for_step(page: &Page, name: &str) -> Result<()> {
    page.wait_for(&format!("the step {name}"), async || Ok((step(page).await? == name).then_some(()))).await
}

/// Opens the lesson, which has not been opened before, by its button.
async fn open(page: &Page) -> Result<usize> {
    page.click("#open-lesson").await?;
    wait_for_step(page, "sloppy").await?;
    page.eval(N_STEPS).await
}

/// The button that does what there is to do at this step, if there is one.
async fn doing(page: &Page) -> Result<Option<&'static str>> {
    for button in ["#lesson-show", "#lesson-start"] {
        if page.is_visible(button).await? {
            return Ok(Some(button));
        }
    }
    Ok(None)
}

async fn wait_until_done(page: &Page) -> Result<()> {
    let step = step(page).await?;
    page.wait_for(&format!("the step {step} to be done"), async || {
        Ok((page.attr("#lesson", "data-done").await?.as_deref() == Some("true")).then_some(()))
    })
    .await
}

#[tokio::test]
async fn the_whole_lesson_is_taken_with_a_mouse_and_leaves_drawing_and_network_alone() -> Result<()> {
    let axe = axe_core()?;
    on_page(Setup::default(), async |page| {
        page.draw(&digit(8), Pointer::Mouse).await?;
        page.wait_for_answer("8").await?;
        let n_steps = open(page).await?;
        assert_eq!(page.attr("#pad", "data-look").await?.as_deref(), Some(""), "what it speaks of is marked");
        let mut violations = Vec::new();
        for number in 1..=n_steps {
            assert_eq!(page.text("#lesson-count").await?, format!("{number} of {n_steps}"));
            let is_question = page.is_visible("#lesson-choices").await?;
            if is_question {
                page.click("#lesson-choices button").await?;
            }
            if let Some(button) = doing(page).await? {
                page.click(button).await?;
            }
            if is_question {
                wait_until_done(page).await?;
                assert!(!page.text("#lesson-says").await?.is_empty(), "the network has answered");
            }
            violations.extend(violations_of(page, &axe, Theme::Light, &step(page).await?).await?);
            if number < n_steps {
                page.click("#lesson-next").await?;
            }
        }
        assert!(violations.is_empty(), "{violations:#?}");
        assert!(page.text("#lesson-score").await?.ends_with("predictions were right."));
        assert_eq!(page.attr("#lesson-progress", "value").await?.as_deref(), Some("1.000"));
        page.wait_for_answer("8").await?;
        let model: String = page.eval("return document.querySelector('#model').value;").await?;
        assert_eq!((model.as_str(), page.text("#knobs-mark").await?.as_str()), ("vanilla", ""));
        page.click("#lesson-close").await?;
        assert!(!page.is_visible("#lesson").await?);
        let marked = "return document.querySelectorAll('[data-look]:not([hidden])').length;";
        page.settle().await?;
        assert_eq!(page.eval::<usize>(marked).await?, 0);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_whole_lesson_is_taken_by_keys() -> Result<()> {
    let axe = axe_core()?;
    on_page(Setup::with_query("?theme=projector"), async |page| {
        page.type_text("l").await?;
        wait_for_step(page, "sloppy").await?;
        assert!(page.has_focus("#lesson-body").await?);
        let n_steps: usize = page.eval(N_STEPS).await?;
        let mut violations = Vec::new();
        for number in 1..=n_steps {
            assert_eq!(page.text("#lesson-count").await?, format!("{number} of {n_steps}"));
            let is_question = page.is_visible("#lesson-choices").await?;
            if is_question {
                tab_to(page, "#lesson-choices button:last-child").await?;
                page.press(&[Key::Enter]).await?;
            }
            if let Some(button) = doing(page).await? {
                tab_to(page, button).await?;
                page.press(&[Key::Enter]).await?;
            }
            if is_question {
                wait_until_done(page).await?;
            }
            // With a mouse, each step is checked. Here it is the theme that is another.
            if number % 8 == 1 {
                violations.extend(violations_of(page, &axe, Theme::Projector, &step(page).await?).await?);
            }
            if number < n_steps {
                tab_to(page, "#lesson-next").await?;
                page.press(&[Key::Enter]).await?;
            }
        }
        assert!(violations.is_empty(), "{violations:#?}");
        Ok(())
    })
    .await
}

/// Presses Tab, or Shift and Tab from below, until an element has the focus that is in the lesson.
async fn tab_to(page: &Page, selector: &str) -> Result<()> {
    let is_before = "const focus = document.activeElement, goal = document.querySelector(arguments[0]);
        return !!focus && (goal.compareDocumentPosition(focus) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;";
    while page.eval_with::<bool>(is_before, &[json!(selector)]).await? {
        page.press_with(Key::Shift, Key::Tab).await?;
    }
    page.tab_to(selector).await
}

#[tokio::test]
async fn progress_survives_a_reload_and_a_link_leads_to_a_step() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page).await?;
        page.click("#lesson-choices button").await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        wait_until_done(page).await?;
        page.click("#lesson-next").await?;
        wait_for_step(page, "rules").await?;
        // Without the state in the address, only the storage knows.
        page.open("?lesson=digits").await?;
        wait_for_step(page, "rules").await?;
        assert_ne!(page.attr("#lesson-progress", "value").await?.as_deref(), Some("0"));
        page.find("#lesson-chapters").await?.select_by_value("4").await?;
        wait_for_step(page, "pieces").await?;
        let address = page
            .wait_for("the address", async || {
                let hash: String = page.eval("return location.hash;").await?;
                Ok(hash.contains("lesson=digits&step=pieces").then_some(hash))
            })
            .await?;
        page.open("?panel=why").await?;
        assert!(!page.is_visible("#lesson").await?);
        page.open(&format!("?theme=light{address}")).await?;
        wait_for_step(page, "pieces").await?;
        page.open("?lesson=digits&step=relu").await?;
        wait_for_step(page, "relu").await
    })
    .await
}

#[tokio::test]
async fn a_teachers_lesson_is_opened_by_file_and_by_address_and_its_mistakes_are_told() -> Result<()> {
    let folder = TempDir::new()?;
    let file = folder.path().join("sevens.md");
    fs::write(&file, SEVENS)?;
    let site = Site::of_files(folder.path()).await?;
    let expected_in_console = &["404", "Failed to load resource"];
    on_page(Setup { expected_in_console, ..Setup::default() }, async |page| {
        open(page).await?;
        page.click("#lesson-other summary").await?;
        page.find("#lesson-file").await?.send_keys(file.to_str().context("a path of text")?).await?;
        wait_for_step(page, "bar").await?;
        let text = page.text("#lesson-text").await?;
        assert!(text.contains("a seven with a bar. <img src=x onerror=alert(1)> Nielsen"), "{text}");
        let made: (usize, String) = page
            .eval("const text = document.querySelector('#lesson-text'); return [text.querySelectorAll('img').length, text.querySelector('a').rel];")
            .await?;
        assert_eq!(made, (0, "noopener noreferrer".to_owned()));
        page.draw(&digit(7), Pointer::Mouse).await?;
        wait_until_done(page).await?;

        page.open(&format!("?links=0&lesson={}", site.url("sevens.md"))).await?;
        wait_for_step(page, "bar").await?;
        assert!(page.text("#lesson-text").await?.contains(" Nielsen"));
        assert_eq!(page.eval::<usize>("return document.querySelectorAll('#lesson a').length;").await?, 0);

        page.open(&format!("?lesson={}&step=neuron", site.url("sevens.md"))).await?;
        wait_for_step(page, "neuron").await?;
        page.pick(Pointer::Mouse, "1:4").await?;
        wait_until_done(page).await?;
        fs::write(&file, SEVENS.replace("### One neuron", "### A single neuron"))?;
        page.click("#lesson-reload").await?;
        page.wait_for("the change", async || {
            Ok((page.text("#lesson-title").await? == "A single neuron").then_some(()))
        })
        .await?;
        fs::write(&file, SEVENS.replace("done: drawn", "done: drawm"))?;
        // As when one comes back from the editor.
        page.eval::<serde_json::Value>("dispatchEvent(new Event('focus')); return null;").await?;
        let trouble = page
            .wait_for("the mistake", async || {
                Ok(Some(page.text("#lesson-trouble").await?).filter(|trouble| !trouble.is_empty()))
            })
            .await?;
        assert!(trouble.contains("line 9") && trouble.contains("“drawm”"), "{trouble}");
        assert_eq!(step(page).await?, "neuron", "the last version stays");

        page.open(&format!("?lesson={}", site.url("nosuch.md"))).await?;
        page.wait_for("the reason", async || {
            Ok(page.text("#lesson-trouble").await?.contains("(404)").then_some(()))
        })
        .await?;
        page.find("#lesson-address").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_lesson_is_readable_beside_the_page_on_every_screen() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for (screen, theme) in [
            (Screen::LAPTOP, "light"),
            (Screen::LAPTOP, "projector"),
            (Screen::OLD_PROJECTOR, "dark"),
            (Screen::OLD_PROJECTOR, "projector"),
            (Screen::PHONE, "light"),
        ] {
            page.open_on(screen, &format!("?theme={theme}&panel=lesson")).await?;
            wait_for_step(page, "sloppy").await?;
            let place = "const box = (selector) => { const {x, y, width, height} = document.querySelector(selector).getBoundingClientRect(); return [x, y, width, height]; };
                return [box('#pad'), box('#lesson')];";
            let before: [[f64; 4]; 2] = page.at_rest(place).await?;
            let [pad, lesson] = before;
            let pointer = if screen.touch { Pointer::Touch } else { Pointer::Mouse };
            assert!(lesson[1] + lesson[3] <= f64::from(screen.height) + 1.0, "{theme}: it is on the screen");
            assert!(pad[1] + pad[3] <= lesson[1] || pad[0] + pad[2] <= lesson[0], "{theme}: the pad is whole");
            page.draw(&digit(3), pointer).await?;
            page.wait_for_answer("3").await?;
            wait_until_done(page).await?;
            assert_eq!(page.at_rest::<[[f64; 4]; 2]>(place).await?, before, "{theme}: nothing has moved");
            assert_eq!(page.cut_off().await?, Vec::<String>::new(), "{theme}");
            if screen.touch {
                let small = page.small_targets(44.0).await?;
                assert!(small.is_empty(), "{small:#?}");
            }
        }
        Ok(())
    })
    .await
}
