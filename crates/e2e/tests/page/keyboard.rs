//! Everything by keyboard: drawing, every control, and the way through the network.

use anyhow::Result;
use e2e::{Page, Pointer, Screen, Setup, digit, on_page};
use fantoccini::key::Key;

#[tokio::test]
async fn a_digit_is_drawn_with_arrow_keys() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.tab_to("#pad").await?;
        // Up to where a 1 begins, then the pen down and along it.
        page.press(&[Key::Up; 8]).await?;
        assert_eq!(page.settled_answer().await?.digit, "", "the pen was up");
        page.press(&[Key::Space]).await?;
        page.press(&[Key::Down; 16]).await?;
        page.press(&[Key::Space]).await?;
        let drawn = page.settled_answer().await?;
        assert_eq!(drawn.digit, "1", "{drawn:?}");
        page.press(&[Key::Up, Key::Left]).await?;
        assert_eq!(page.settled_answer().await?, drawn, "the pen is up again");
        page.press(&[Key::Delete]).await?;
        assert_eq!(page.settled_answer().await?.digit, "");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn undo_and_redo_have_their_usual_keys() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(7), Pointer::Mouse).await?;
        assert_eq!(page.settled_answer().await?.digit, "7");
        page.press_command('z').await?;
        assert_eq!(page.settled_answer().await?.digit, "");
        page.press_command('y').await?;
        assert_eq!(page.settled_answer().await?.digit, "7");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_button_that_has_nothing_left_to_do_keeps_the_focus() -> Result<()> {
    on_page(Setup::default(), async |page| {
        for selector in ["#undo", "#clear"] {
            page.draw(&digit(7), Pointer::Mouse).await?;
            page.tab_to(selector).await?;
            page.press(&[Key::Enter]).await?;
            page.wait_for_answer("").await?;
            assert!(page.has_focus(selector).await?, "{selector}");
            page.press(&[Key::Enter]).await?;
            assert_eq!(page.settled_answer().await?.digit, "", "{selector} does nothing more");
        }
        Ok(())
    })
    .await
}

/// The parts that Tab leads to lie one below the other as they come.
#[tokio::test]
async fn on_a_phone_tab_goes_down_the_page() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        let script = "return document.activeElement.getBoundingClientRect().top + scrollY;";
        let mut before = f64::NEG_INFINITY;
        for part in ["#pad", "#undo", "[data-grid='input']", "#edges", "[data-example]", "input[data-step]"] {
            page.tab_to(part).await?;
            let top: f64 = page.eval(script).await?;
            assert!(top > before, "{part} is at {top}, the part before it at {before}");
            before = top;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_control_works_by_keyboard() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.tab_to("[data-example]").await?;
        let example = page.eval::<String>("return document.activeElement.dataset.example;").await?;
        page.press(&[Key::Enter]).await?;
        page.wait_for_answer(&example).await?;

        page.tab_to("#undo").await?;
        page.press(&[Key::Enter]).await?;
        page.wait_for_answer("").await?;
        page.tab_to("#redo").await?;
        page.press(&[Key::Space]).await?;
        page.wait_for_answer(&example).await?;
        page.tab_to("#clear").await?;
        page.press(&[Key::Space]).await?;
        page.wait_for_answer("").await?;

        page.tab_to("#erase").await?;
        page.press(&[Key::Space]).await?;
        page.settle().await?;
        assert_eq!(page.attr("#erase", "aria-pressed").await?.as_deref(), Some("true"));
        page.tab_to("#pen").await?;
        page.press(&[Key::Space]).await?;
        page.settle().await?;
        assert_eq!(page.attr("#erase", "aria-pressed").await?.as_deref(), Some("false"));

        let values = [("#brush", Key::Right), ("#edges", Key::Down), ("#theme", Key::Down)];
        for (selector, key) in values {
            page.tab_to(selector).await?;
            let before = value_of(page, selector).await?;
            page.press(&[key]).await?;
            page.settle().await?;
            assert_ne!(value_of(page, selector).await?, before, "{selector}");
        }

        for step in ["fit-20", "centre-of-mass"] {
            let checkbox = format!("input[data-step='{step}']");
            page.tab_to(&checkbox).await?;
            page.press(&[Key::Space]).await?;
            page.settle().await?;
            assert!(!page.find(&checkbox).await?.is_selected().await?, "{step}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_neuron_is_reached_and_named() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.settle().await?;
        page.tab_to("[data-grid='input'], [data-neuron]").await?;
        let mut names = Vec::new();
        // To the right through the layers, then down through the last one.
        for key in [Key::Right, Key::Right, Key::Right].into_iter().chain([Key::Down; 9]) {
            page.press(&[key]).await?;
            page.settle().await?;
            names.push(focused_name(page).await?);
        }
        println!("{names:#?}");
        let mut distinct = names.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), names.len(), "each has a name of its own: {names:#?}");
        assert!(names.iter().all(|name| !name.is_empty()), "{names:#?}");

        let all: usize = page.eval("return document.querySelectorAll('[data-neuron]').length;").await?;
        let named: usize =
            page.eval("return document.querySelectorAll('[data-neuron][aria-label]:not([aria-label=\"\"])').length;").await?;
        assert_eq!((all, named), (16 + 16 + 10, all));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_focused_neuron_shows_its_numbers() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.settle().await?;
        let before = page.text("#inspector").await?;
        page.tab_to("[data-grid='input'], [data-neuron]").await?;
        page.press(&[Key::Right]).await?;
        page.settle().await?;
        let focused = page.text("#inspector").await?;
        assert_ne!(focused, before);
        page.press(&[Key::Down]).await?;
        page.settle().await?;
        assert_ne!(page.text("#inspector").await?, focused);
        page.tab_to("[data-neuron]").await?;
        page.press(&[Key::End]).await?;
        page.settle().await?;
        assert!(focused_name(page).await?.starts_with("Hidden 1, neuron 16"), "End leads to the last neuron");
        page.press(&[Key::Home]).await?;
        page.settle().await?;
        assert!(focused_name(page).await?.starts_with("Hidden 1, neuron 1:"), "Home to the first");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_focus_can_always_be_seen() -> Result<()> {
    on_page(Setup::default(), async |page| {
        for selector in ["#pad", "#undo", "#theme", "#brush", "[data-example]", "input[data-step]"] {
            page.tab_to(selector).await?;
            let outline: String =
                page.eval("return getComputedStyle(document.activeElement).outlineStyle;").await?;
            assert_ne!(outline, "none", "{selector}");
        }
        Ok(())
    })
    .await
}

async fn value_of(page: &Page, selector: &str) -> Result<String> {
    page.eval_with("return document.querySelector(arguments[0]).value;", &[selector.into()]).await
}

async fn focused_name(page: &Page) -> Result<String> {
    page.eval("return document.activeElement.getAttribute('aria-label') ?? '';").await
}
