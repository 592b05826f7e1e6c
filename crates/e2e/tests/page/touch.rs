//! On a phone: drawing does not scroll the page, and every target is large enough for a finger.

use anyhow::Result;
use e2e::{Ability, Page, Pointer, Screen, Setup, digit, on_page};

#[tokio::test]
async fn drawing_with_a_finger_does_not_scroll_the_page() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.browser.engine().require(Ability::Scrolling)?;
        let extent = page.extent().await?;
        assert!(extent.content_height > extent.window_height, "the phone's page scrolls: {extent:?}");
        // Scrolled a little, so that it could scroll both ways.
        page.eval::<bool>("scrollTo({top: 40, behavior: 'instant'}); return true;").await?;
        let pad = page.rect("#pad").await?;
        let before = scroll_position(page).await?;
        let (x, y) = pad.middle();
        for way in [-1.0, 1.0] {
            let end = y + way * pad.height * 0.4;
            page.drag(Pointer::Touch, &steps((x, y), (x, end))).await?;
            assert_eq!(scroll_position(page).await?, before, "a stroke to {end}");
        }
        assert!(page.settled_answer().await?.confidence.is_some(), "the strokes were drawn");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn beside_the_pad_a_finger_scrolls() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.browser.engine().require(Ability::Scrolling)?;
        let (x, y) = page.reach("#steps").await?;
        let before = scroll_position(page).await?;
        page.drag(Pointer::Touch, &steps((x, y), (x, y - 200.0))).await?;
        page.wait_for(
            "the page to scroll",
            async || Ok((scroll_position(page).await? > before).then_some(())),
        )
        .await
    })
    .await
}

#[tokio::test]
async fn a_digit_drawn_with_a_finger_is_read() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.draw(&digit(6), Pointer::Touch).await?;
        page.wait_for_answer("6").await?;
        page.click_with(Pointer::Touch, "#undo").await?;
        page.wait_for_answer("").await?;
        Ok(())
    })
    .await
}

/// As on a touch board, where a hand rests while a finger draws.
#[tokio::test]
async fn a_palm_and_a_second_finger_do_not_scribble() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        let pad = page.rect("#pad").await?;
        page.drag_with_palm(&[pad.at(0.2, 0.8), pad.at(0.8, 0.9)]).await?;
        assert_eq!(
            page.attr("#undo", "aria-disabled").await?.as_deref(),
            Some("true"),
            "a palm draws nothing"
        );
        page.drag_both([[pad.at(0.5, 0.2), pad.at(0.5, 0.8)], [pad.at(0.1, 0.1), pad.at(0.9, 0.1)]]).await?;
        page.wait_for_answer("1").await?;
        page.click_with(Pointer::Touch, "#undo").await?;
        page.wait_for_answer("").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_target_is_large_enough_for_a_finger() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        let small = page.small_targets(44.0).await?;
        assert!(small.is_empty(), "{small:#?}");
        Ok(())
    })
    .await
}

async fn scroll_position(page: &Page) -> Result<f64> {
    page.settle().await?;
    page.eval("return document.scrollingElement.scrollTop;").await
}

/// A straight way in small steps.
fn steps(from: (f64, f64), to: (f64, f64)) -> Vec<((f64, f64), f32)> {
    let at = |t: f64| (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1));
    (0..=12).map(|step| (at(f64::from(step) / 12.0), 0.5)).collect()
}
