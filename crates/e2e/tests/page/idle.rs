//! Nothing runs while nothing changes.

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Setup, digit, on_page};

/// Counts the animation frames that the page asks for.
const COUNT_FRAMES: &str = "
window.framesAskedFor = 0;
const request = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) => { window.framesAskedFor += 1; return request(callback); };";

const RUNNING_ANIMATIONS: &str =
    "return document.getAnimations().filter((animation) => animation.playState === 'running').length;";

#[tokio::test]
async fn no_frame_is_asked_for_while_nothing_changes() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.before_page_scripts(COUNT_FRAMES);
        page.open("").await?;
        frames_at_rest(page).await.context("with an empty pad")?;

        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        frames_at_rest(page).await.context("after drawing")?;

        page.hover("[data-neuron='2:3']").await?;
        frames_at_rest(page).await.context("with a neuron under the pointer")?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn many_movements_ask_for_one_frame_each_at_most() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.before_page_scripts(COUNT_FRAMES);
        page.open("").await?;
        let pad = page.rect("#pad").await?;
        let before = frames_at_rest(page).await?;
        let ink = digit(8);
        for stroke in &ink.strokes {
            let points: Vec<_> =
                stroke.points.iter().map(|point| (pad.at(point.x.into(), point.y.into()), 0.5)).collect();
            page.drag(Pointer::Mouse, &points).await?;
        }
        let asked = frames_at_rest(page).await? - before;
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
        page.settle().await?;
        assert_eq!(page.eval::<usize>(RUNNING_ANIMATIONS).await?, 0);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_wants_less_motion_gets_none() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.browser.set_preference("prefers-reduced-motion", "reduce").await?;
        page.open("").await?;
        page.settle().await?;
        assert_eq!(page.eval::<usize>(RUNNING_ANIMATIONS).await?, 0, "not even the invitation");
        Ok(())
    })
    .await
}

/// How many frames were asked for, once no more are.
async fn frames_at_rest(page: &Page) -> Result<u32> {
    page.at_rest("return framesAskedFor;").await.context("frames are asked for again and again")
}
