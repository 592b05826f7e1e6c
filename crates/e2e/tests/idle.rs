//! Nothing runs while nothing changes.

use std::time::Duration;

use anyhow::Result;
use e2e::{Page, Pointer, Setup, digit, on_page};

/// Counts the animation frames that the page asks for.
const COUNT_FRAMES: &str = "
window.framesAskedFor = 0;
const request = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) => { window.framesAskedFor += 1; return request(callback); };";

#[tokio::test]
async fn no_frame_is_asked_for_while_nothing_changes() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.browser.before_page_scripts(COUNT_FRAMES).await?;
        page.open("").await?;
        pause().await;
        assert_eq!(frames_while_idle(page).await?, 0, "with an empty pad");

        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        pause().await;
        assert_eq!(frames_while_idle(page).await?, 0, "after drawing");

        page.hover("[data-neuron='2:3']").await?;
        pause().await;
        assert_eq!(frames_while_idle(page).await?, 0, "with a neuron under the pointer");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn many_movements_ask_for_one_frame_each_at_most() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.browser.before_page_scripts(COUNT_FRAMES).await?;
        page.open("").await?;
        pause().await;
        let before: u32 = page.eval("return framesAskedFor;").await?;
        let ink = digit(8);
        page.draw(&ink, Pointer::Mouse).await?;
        pause().await;
        let asked = page.eval::<u32>("return framesAskedFor;").await? - before;
        // A press and a release besides the movements.
        let events = ink.n_points() + 2 * ink.strokes.len() + 2;
        assert!(asked > 0 && asked as usize <= events, "{asked} frames for {events} events");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nothing_moves_by_itself_once_something_is_drawn() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        pause().await;
        let running: usize = page
            .eval("return document.getAnimations().filter((animation) => animation.playState === 'running').length;")
            .await?;
        assert_eq!(running, 0);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_wants_less_motion_gets_none() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.browser.set_preference("prefers-reduced-motion", "reduce").await?;
        page.open("").await?;
        pause().await;
        let running: usize = page
            .eval("return document.getAnimations().filter((animation) => animation.playState === 'running').length;")
            .await?;
        assert_eq!(running, 0, "not even the invitation");
        Ok(())
    })
    .await
}

/// Long enough for whatever is on its way to have happened.
async fn pause() {
    tokio::time::sleep(Duration::from_millis(600)).await;
}

async fn frames_while_idle(page: &Page) -> Result<u32> {
    let before: u32 = page.eval("return framesAskedFor;").await?;
    pause().await;
    Ok(page.eval::<u32>("return framesAskedFor;").await? - before)
}
