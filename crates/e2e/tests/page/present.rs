//! Presenting to a class: by buttons, and from the keyboard with the keys that a clicker sends.

use anyhow::Result;
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};
use fantoccini::key::Key;

use crate::accessibility::{axe_core, violations_of};

/// Waits until the page is presented, or no longer.
pub(crate) async fn wait_until_presented(page: &Page, is_presented: bool) -> Result<()> {
    let script = "return [document.documentElement.hasAttribute('data-presenting'), document.fullscreenElement !== null];";
    page.wait_for("the full screen", async || {
        Ok((page.eval::<[bool; 2]>(script).await? == [is_presented; 2]).then_some(()))
    })
    .await
}

async fn theme(page: &Page) -> Result<String> {
    page.settle().await?;
    page.eval("return document.documentElement.dataset.theme;").await
}

/// Whether the command's button says that it is on.
async fn is_on(page: &Page, command: &str) -> Result<bool> {
    page.settle().await?;
    let pressed = page.attr(&format!("#presenter [data-command='{command}']"), "aria-pressed").await?;
    Ok(pressed.as_deref() == Some("true"))
}

#[tokio::test]
async fn one_presents_and_leaves_by_buttons() -> Result<()> {
    let axe = axe_core()?;
    on_page(Setup::with_query("?theme=dark"), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.click("#class-card summary").await?;
        page.settle().await?;
        let mut violations = violations_of(page, &axe, Theme::Dark, "the class card").await?;
        page.click("#class-entries [data-command='present']").await?;
        wait_until_presented(page, true).await?;
        assert_eq!(theme(page).await?, "projector");
        assert!(!page.is_visible("#class-card").await? && !page.is_visible("#examples").await?);
        for part in ["#pad", "#answer", "#stage", "#inspector", "#clear"] {
            assert!(page.is_visible(part).await?, "{part}");
        }
        violations.extend(violations_of(page, &axe, Theme::Projector, "presenting").await?);
        page.click("#presenter [data-command='keys']").await?;
        page.settle().await?;
        assert!(page.is_visible("#help-keys").await?);
        violations.extend(violations_of(page, &axe, Theme::Projector, "the keys").await?);
        page.click("#presenter [data-command='keys']").await?;
        page.click("#presenter [data-command='leave']").await?;
        wait_until_presented(page, false).await?;
        assert_eq!(theme(page).await?, "dark");
        assert!(page.is_visible("#class-card").await? && page.is_visible("#examples").await?);
        page.wait_for_answer("3").await?;
        assert!(violations.is_empty(), "{violations:#?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn one_presents_and_leaves_by_keys_but_not_while_typing() -> Result<()> {
    on_page(Setup::with_query("?panel=models"), async |page| {
        page.click("#model-address").await?;
        page.type_text("p?s0").await?;
        page.settle().await?;
        assert!(!page.is_visible("#presenter").await?);
        page.click("[data-open='why']").await?;
        page.type_text("s").await?;
        page.settle().await?;
        assert!(!page.is_visible("#spotlight").await?, "only what is presented has a spotlight");
        for leave in ["p", "\u{e00c}"] {
            page.type_text("P").await?;
            wait_until_presented(page, true).await?;
            page.type_text(leave).await?;
            wait_until_presented(page, false).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_clicker_steps_the_lesson_or_else_the_forward_pass() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.type_text("p").await?;
        wait_until_presented(page, true).await?;
        page.press(&[Key::PageDown]).await?;
        page.wait_for("the player", async || Ok(page.is_visible("#player").await?.then_some(()))).await?;
        let position = async || -> Result<f64> {
            page.settle().await?;
            page.eval("return Number(document.querySelector('#player-position').value);").await
        };
        let start = position().await?;
        page.press(&[Key::PageDown]).await?;
        let first = position().await?;
        assert!(first > start, "{start} {first}");
        page.press(&[Key::PageDown, Key::PageUp]).await?;
        assert_eq!(position().await?, first);

        page.type_text("l").await?;
        let step = async || page.attr("#lesson", "data-step").await;
        page.wait_for("the lesson", async || Ok(step().await?.filter(|step| !step.is_empty()))).await?;
        let first = step().await?;
        page.press(&[Key::PageDown]).await?;
        page.settle().await?;
        assert_ne!(step().await?, first);
        page.press(&[Key::Left]).await?;
        page.settle().await?;
        assert_eq!(step().await?, first);
        // On the pad, arrows move the pen.
        page.eval::<()>("document.querySelector('#pad').focus();").await?;
        page.press(&[Key::Right]).await?;
        page.settle().await?;
        assert_eq!(step().await?, first);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_spotlight_follows_the_pointer() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.type_text("p").await?;
        wait_until_presented(page, true).await?;
        page.type_text("s").await?;
        page.wait_for("the light", async || Ok(page.is_visible("#spotlight").await?.then_some(()))).await?;
        for place in ["#answer", "#inspector"] {
            let (x, y) = page.rect(place).await?.middle();
            page.drag(Pointer::Mouse, &[((x, y), 0.5)]).await?;
            page.settle().await?;
            let (light_x, light_y) = page.rect("#spotlight").await?.middle();
            assert!((light_x - x).abs() < 2.0 && (light_y - y).abs() < 2.0, "{place}");
        }
        assert!(is_on(page, "spotlight").await?);
        page.click("#presenter [data-command='spotlight']").await?;
        page.settle().await?;
        assert!(!page.is_visible("#spotlight").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_frozen_picture_takes_no_pen_until_it_is_let_go() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        page.type_text("p").await?;
        wait_until_presented(page, true).await?;
        page.type_text("h").await?;
        page.wait_for("the badge", async || Ok(page.is_visible("#frozen").await?.then_some(()))).await?;
        page.draw(&digit(8), Pointer::Mouse).await?;
        page.settle().await?;
        page.wait_for_answer("3").await?;
        assert_eq!(page.attr("#undo", "disabled").await?, None, "nothing else changed");
        page.type_text("h").await?;
        page.settle().await?;
        assert!(!page.is_visible("#frozen").await? && !is_on(page, "freeze").await?);
        page.click("#clear").await?;
        page.draw(&digit(8), Pointer::Mouse).await?;
        page.wait_for_answer("8").await?;
        page.type_text("b").await?;
        page.settle().await?;
        assert!(page.is_visible("#blank-screen").await?);
        page.click("#blank-screen").await?;
        page.settle().await?;
        assert!(!page.is_visible("#blank-screen").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn zero_returns_to_the_start_and_nothing_is_lost() -> Result<()> {
    on_page(Setup::with_query("#v=1&panel=why"), async |page| {
        page.type_text("p").await?;
        wait_until_presented(page, true).await?;
        page.draw(&digit(5), Pointer::Mouse).await?;
        page.wait_for_answer("5").await?;
        page.click("[data-open='matrix']").await?;
        page.settle().await?;
        page.type_text("0").await?;
        page.wait_for_answer("").await?;
        assert!(page.is_visible("section[data-panel='why']").await?);
        page.click("#bring-back-mine").await?;
        page.wait_for_answer("5").await?;
        assert!(page.is_visible("section[data-panel='matrix']").await?);
        assert!(!page.is_visible("#mine").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_question_mark_shows_all_keys() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.type_text("?").await?;
        page.settle().await?;
        let (top, end) = (page.rect("#help-keys").await?, page.rect("#help .popover").await?);
        assert!(top.at(0.5, 0.5).1 > end.at(0.5, 0.0).1 && top.at(0.5, 0.5).1 < end.at(0.5, 1.0).1);
        let text = page.text("#help").await?;
        for part in ["opens the lesson", "Page Down", "freezes the picture"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        page.press(&[Key::Escape]).await?;
        page.settle().await?;
        assert!(!page.is_visible("#help-keys").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_phone_presents_too_and_scrolls_down_only() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.click_with(Pointer::Touch, "#class-card summary").await?;
        page.click_with(Pointer::Touch, "#class-entries [data-command='present']").await?;
        wait_until_presented(page, true).await?;
        page.settle().await?;
        let extent = page.extent().await?;
        assert!(extent.content_width <= extent.window_width, "{extent:?}");
        let cut_off = page.cut_off().await?;
        assert!(cut_off.is_empty(), "{cut_off:#?}");
        page.draw(&digit(6), Pointer::Touch).await?;
        page.wait_for_answer("6").await?;
        page.click_with(Pointer::Touch, "#presenter [data-command='leave']").await?;
        wait_until_presented(page, false).await
    })
    .await
}
