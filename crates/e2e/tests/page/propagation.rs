//! The forward pass, slowly: played, paused, stepped, scrubbed, repeated and closed.

use anyhow::{Context, Result};
use e2e::screen::{are_pictures_wanted, save_picture};
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};
use fantoccini::key::Key;

const FLOW: &str = "return document.querySelector('#flow').toDataURL();";
const PLACE: &str = "return Number(document.querySelector('#player-position').value);";

/// Draws a 3 and brings the player up.
async fn open_player(page: &Page, pointer: Pointer) -> Result<()> {
    page.draw(&digit(3), pointer).await?;
    page.wait_for("the button", async || Ok(page.is_visible("#replay").await?.then_some(()))).await?;
    page.settle().await?;
    page.client()
        .execute("document.querySelector('#replay').scrollIntoView({block: 'center'});", vec![])
        .await?;
    page.click_with(pointer, "#replay").await?;
    page.settle().await
}

async fn is_playing(page: &Page) -> Result<bool> {
    Ok(page.attr("#player", "data-playing").await?.as_deref() == Some("true"))
}

/// Waits until the picture of the pass is another than `before`.
async fn wait_for_other_flow(page: &Page, before: &str) -> Result<()> {
    page.wait_for("the picture to change", async || {
        Ok((page.eval::<String>(FLOW).await? != before).then_some(()))
    })
    .await
}

#[tokio::test]
async fn it_plays_to_the_end_at_the_speed_that_is_chosen_and_closes() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open_player(page, Pointer::Mouse).await?;
        assert!(page.has_focus("#player-play").await?);
        assert!(is_playing(page).await?);
        assert!(!page.is_visible("#replay").await?);
        let first: String = page.eval(FLOW).await?;
        wait_for_other_flow(page, &first).await.context("the input unrolls")?;

        page.tab_to("#player-speed").await?;
        page.press(&[Key::End]).await?;
        let has_ended = "return document.querySelector('#player').dataset.playing === 'false';";
        assert!(page.becomes_true(has_ended).await?, "it comes to its end");
        assert_eq!(page.eval::<u32>(PLACE).await?, 500);
        let line = page.text("#player-caption").await?;
        assert!(line.starts_with("Output 9: weighted sum") && line.contains(" · a = σ("), "{line}");
        assert_eq!(page.attr("#player-caption", "aria-live").await?.as_deref(), Some("polite"));

        page.click("#player-close").await?;
        page.settle().await?;
        assert!(!page.is_visible("#player").await? && page.is_visible("#replay").await?);
        assert!(page.has_focus("#replay").await?, "the keyboard is not lost");
        assert!(!page.is_visible("#flow").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn space_stops_it_in_the_network_but_keeps_its_meaning_elsewhere() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open_player(page, Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "2:4").await?;
        assert!(is_playing(page).await?);
        page.type_text(" ").await?;
        page.settle().await?;
        assert!(!is_playing(page).await?, "in the network view");
        let place: u32 = page.eval(PLACE).await?;
        page.let_time_pass().await;
        assert_eq!(page.eval::<u32>(PLACE).await?, place, "it stands");
        assert_eq!(page.attr("[data-neuron='2:4']", "aria-pressed").await?.as_deref(), Some("true"));

        page.tab_to("#player-position").await?;
        page.type_text(" ").await?;
        page.settle().await?;
        assert!(is_playing(page).await?, "on the slider");
        page.type_text(" ").await?;
        page.settle().await?;
        assert!(!is_playing(page).await?);

        page.tab_to("#player-loop").await?;
        page.type_text(" ").await?;
        page.settle().await?;
        assert_eq!(page.attr("#player-loop", "aria-pressed").await?.as_deref(), Some("true"));
        assert!(!is_playing(page).await?, "a button is pressed by it");

        page.client().execute("document.querySelector('#pad').focus();", vec![]).await?;
        page.type_text(" ").await?;
        page.press(&[Key::Right, Key::Right]).await?;
        page.type_text(" ").await?;
        page.settle().await?;
        assert!(!is_playing(page).await?, "on the pad it is the pen");

        page.tab_to("#player-close").await?;
        page.press(&[Key::Escape]).await?;
        page.settle().await?;
        assert!(!page.is_visible("#player").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_steps_numbers_are_those_of_the_neurons_panel_also_for_other_ink() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open_player(page, Pointer::Mouse).await?;
        page.click("#player-layer-forward").await?;
        for _ in 0..3 {
            page.click("#player-forward").await?;
        }
        page.click("#player-back").await?;
        page.pick(Pointer::Mouse, "2:1").await?;
        let before = check_numbers(page, "Hidden 2, neuron 2").await?;
        page.click("#clear").await?;
        page.draw(&digit(8), Pointer::Mouse).await?;
        page.wait_for_answer("8").await?;
        assert_ne!(check_numbers(page, "Hidden 2, neuron 2").await?, before, "drawing goes on");
        page.click("#player-layer-back").await?;
        page.settle().await?;
        assert!(page.text("#player-caption").await?.starts_with("Hidden 1, neuron 16:"));
        Ok(())
    })
    .await
}

/// Compares the line with the panel, which shows the same neuron; returns it.
async fn check_numbers(page: &Page, name: &str) -> Result<String> {
    page.settle().await?;
    assert_eq!(page.text("#detail h2 span").await?, name);
    let walk: Vec<String> = page
        .eval("return [...document.querySelectorAll('.walk .number')].map((it) => it.textContent);")
        .await?;
    let [.., sum, bias, z] = walk.as_slice() else { anyhow::bail!("the walk has no steps: {walk:?}") };
    let (z, a) = (z.trim_start_matches('+'), page.text("#detail h2 output").await?);
    let line = page.text("#player-caption").await?;
    let line_of = |rounded: &str| {
        format!("{name}: weighted sum {sum} · bias {bias} · z = {z}{rounded} · a = σ({z}) ≈ {a}")
    };
    assert!([line_of(""), line_of(" (rounded)")].contains(&line), "{line}");
    Ok(line)
}

#[tokio::test]
async fn it_is_scrubbed_by_keyboard_and_unrolls_the_input_on_request() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open_player(page, Pointer::Mouse).await?;
        page.tab_to("#player-position").await?;
        page.press(&[Key::Home]).await?;
        page.settle().await?;
        assert!(!is_playing(page).await?);
        assert_eq!(page.eval::<u32>(PLACE).await?, 0);
        assert!(page.text("#player-caption").await?.starts_with("Input: 784 pixels"));
        let grid: String = page.eval(FLOW).await?;
        page.press(&[Key::Right; 100]).await?;
        page.settle().await?;
        assert_eq!(page.eval::<u32>(PLACE).await?, 100);
        let line = page.text("#player-caption").await?;
        assert!(line.starts_with("Hidden 1, neuron 1: weighted sum"), "{line}");
        assert_eq!(page.attr("#player-position", "aria-valuetext").await?, Some(line));
        page.press(&[Key::End]).await?;
        page.settle().await?;
        assert!(page.text("#player-caption").await?.starts_with("Output 9:"));

        page.press(&[Key::Home]).await?;
        page.settle().await?;
        assert_eq!(page.eval::<String>(FLOW).await?, grid);
        page.click("#player-column").await?;
        wait_for_other_flow(page, &grid).await?;
        let column: String = page.at_rest(FLOW).await?;
        assert_ne!(column, grid, "a column, which stays");
        page.click("#player-column").await?;
        let is_back = format!("return document.querySelector('#flow').toDataURL() === '{grid}';");
        assert!(page.becomes_true(&is_back).await?, "and the grid again");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn it_begins_again_where_that_is_wanted() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open_player(page, Pointer::Mouse).await?;
        page.click("#player-loop").await?;
        page.tab_to("#player-position").await?;
        page.press(&[Key::End]).await?;
        page.settle().await?;
        page.press(&[Key::Left]).await?;
        page.type_text(" ").await?;
        let again = format!("return ({}) < 250;", PLACE.trim_start_matches("return ").trim_end_matches(';'));
        assert!(page.becomes_true(&again).await?);
        assert!(is_playing(page).await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_motion_is_reduced_still_pictures_follow_each_other() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.browser.set_preference("prefers-reduced-motion", "reduce").await?;
        page.open("").await?;
        open_player(page, Pointer::Mouse).await?;
        assert!(!is_playing(page).await?, "nothing moves by itself");
        let grid: String = page.eval(FLOW).await?;
        page.click("#player-column").await?;
        page.settle().await?;
        let column: String = page.eval(FLOW).await?;
        assert_ne!(column, grid, "at once");
        page.let_time_pass().await;
        assert_eq!(page.eval::<String>(FLOW).await?, column);
        page.click("#player-forward").await?;
        page.settle().await?;
        page.click("#player-play").await?;
        let mut lines = vec![page.text("#player-caption").await?];
        page.wait_for("a few neurons", async || {
            let line = page.text("#player-caption").await?;
            if lines.last() != Some(&line) {
                lines.push(line);
            }
            Ok((lines.len() > 3).then_some(()))
        })
        .await?;
        assert!(lines.iter().all(|line| line.contains(" · a = σ(")), "whole neurons alone: {lines:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_player_fits_and_can_be_pressed_in_every_size() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for (screen, name) in [(Screen::LAPTOP, "laptop"), (Screen::PHONE, "phone")] {
            for theme in Theme::SIZES.map(Theme::name) {
                page.open_on(screen, &format!("?theme={theme}")).await?;
                open_player(page, if screen.touch { Pointer::Touch } else { Pointer::Mouse }).await?;
                page.set_value("#player-position", 273).await?;
                if screen.touch {
                    page.eval::<()>("document.querySelector('#network').scrollIntoView();").await?;
                }
                page.settle().await?;
                if are_pictures_wanted() {
                    save_picture(page.client(), &format!("player-{name}-{theme}")).await?;
                }
                assert_eq!(page.eval::<Vec<String>>(OUTSIDE).await?, Vec::<String>::new(), "{name}, {theme}");
                assert_eq!(page.cut_off().await?, Vec::<String>::new(), "{name}, {theme}");
                if screen.touch {
                    assert_eq!(page.small_targets(44.0).await?, Vec::<String>::new(), "{name}, {theme}");
                } else {
                    let extent = page.extent().await?;
                    assert!(extent.content_height <= extent.window_height, "{name}, {theme}: {extent:?}");
                    let stage = page.rect("#stage").await?;
                    assert!(stage.height > 280.0, "{name}, {theme}: {}", stage.height);
                }
            }
        }
        Ok(())
    })
    .await
}

/// What sticks out of the player.
const OUTSIDE: &str = "
const player = document.querySelector('#player').getBoundingClientRect();
const parts = document.querySelectorAll('#player :is(button, select, input), #player-caption, #gauge');
return [...parts].filter((it) => {
    const box = it.getBoundingClientRect();
    return box.left < player.left || box.right > player.right || box.top < player.top
        || box.bottom > player.bottom || box.width === 0;
}).map((it) => it.id);";
