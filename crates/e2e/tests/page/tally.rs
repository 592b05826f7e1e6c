//! The class tally: the pen goes round, keys label what was drawn, and what the network reads is counted.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use e2e::screen::{are_pictures_wanted, save_picture};
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};
use fantoccini::key::Key;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::accessibility::{axe_core, violations_of};
use crate::present::wait_until_presented;

async fn open(page: &Page, pointer: Pointer) -> Result<()> {
    page.click_with(pointer, "#class-card summary").await?;
    page.click_with(pointer, "[data-command='tally']").await?;
    assert!(page.is_visible("#tally").await?);
    Ok(())
}

/// Draws a digit and presses the key of the one that was meant. Returns what was read.
async fn draw_and_label(page: &Page, drawn: u8, meant: u8) -> Result<String> {
    page.draw(&digit(drawn), Pointer::Mouse).await?;
    let read = page.settled_answer().await?.digit;
    page.type_text(&meant.to_string()).await?;
    let said = if read == "?" { "not sure" } else { &read };
    assert_eq!(page.text("#tally-says").await?, format!("Counted: meant {meant}, read {said}. Next!"));
    Ok(read)
}

/// The cells with drawings: digit meant and digit read, and how many.
async fn cells(page: &Page) -> Result<BTreeMap<String, usize>> {
    page.settle().await?;
    page.eval(
        "return Object.fromEntries([...document.querySelectorAll('#tally-matrix button:not([hidden])')]
             .map((button) => [button.dataset.cell, Number(button.textContent)]));",
    )
    .await
}

async fn n_drawings(page: &Page) -> Result<usize> {
    Ok(cells(page).await?.values().sum())
}

#[tokio::test]
async fn twenty_drawings_are_counted_saved_and_there_again_after_a_reload() -> Result<()> {
    let folder = TempDir::with_prefix("inkling-tally-")?;
    on_page(Setup::default(), async |page| {
        page.save_into(folder.path()).await?;
        open(page, Pointer::Mouse).await?;
        assert!(page.has_focus("#pad").await?, "drawing comes next");
        page.type_text("4").await?;
        assert!(page.text("#tally-says").await?.starts_with("Draw a digit first"));

        let mut expected = BTreeMap::<String, usize>::new();
        let mut rows = Vec::new();
        for idx in 0..20_u8 {
            let drawn = idx % 10;
            // Every fifth person says that it was another digit.
            let meant = if idx % 5 == 4 { (drawn + 1) % 10 } else { drawn };
            let read = draw_and_label(page, drawn, meant).await?;
            assert_eq!(page.answer().await?.digit, "", "the pad is ready for the next");
            *expected.entry(format!("{meant}{read}")).or_default() += 1;
            rows.push((meant.to_string(), if read == "?" { "not sure".to_owned() } else { read }));
        }
        assert_eq!(cells(page).await?, expected);
        let n_right = rows.iter().filter(|(meant, read)| meant == read).count();
        assert!((12..=16).contains(&n_right), "{rows:?}");
        let score = page.text("#tally-score").await?;
        assert!(score.starts_with(&format!("{n_right} of 20 read correctly ({}%)", 5 * n_right)), "{score}");
        assert_eq!(page.text("#tally-title").await?, format!("Misread: {} drawings", 20 - n_right));
        assert!(page.text("#tally-body").await?.contains("Nothing leaves this device"));

        page.click("[data-save='csv']").await?;
        let file = folder.path().join("class-tally.csv");
        let csv = String::from_utf8(page.saved(&file, |bytes| bytes.ends_with(b"\n")).await?)?;
        let in_table: Vec<(String, String)> = csv
            .lines()
            .skip(1)
            .map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                assert_eq!(cells[3] == "yes", cells[1] == cells[2], "{line}");
                (cells[1].to_owned(), cells[2].to_owned())
            })
            .collect();
        assert_eq!(in_table, rows);
        page.click("[data-save='json']").await?;
        let file = folder.path().join("class-tally.jsonl");
        let text = String::from_utf8(page.saved(&file, |bytes| bytes.ends_with(b"}\n")).await?)?;
        let drawings = digits::strokes_file::read(text.as_bytes()).context("`inkling` reads it")?;
        let labels = drawings.iter().map(|drawing| drawing.label.map(|label| label.to_string()));
        assert!(labels.eq(rows.iter().map(|(meant, _)| Some(meant.clone()))));
        for (line, (_, read)) in text.lines().zip(&rows) {
            let line: Value = serde_json::from_str(line)?;
            let said = if line["read"].is_string() { json!(read) } else { json!(read.parse::<u8>()?) };
            assert_eq!((&line["read"], &line["predicted"]), (&said, &Value::Null));
        }

        // A click puts the newest one on the pad, a 9 that was said to be a 0; its own key corrects it.
        page.click("#tally-pictures li:first-child button").await?;
        page.wait_for_answer("9").await?;
        page.type_text("9").await?;
        *expected.entry("09".to_owned()).or_default() -= 1;
        *expected.entry("99".to_owned()).or_default() += 1;
        expected.retain(|_, n| *n > 0);
        assert_eq!(cells(page).await?, expected);
        // The next person has begun when the last label is taken back.
        draw_and_label(page, 3, 8).await?;
        page.draw(&digit(1), Pointer::Mouse).await?;
        page.wait_for_answer("1").await?;
        page.click("#tally-undo").await?;
        assert_eq!(n_drawings(page).await?, 20);
        page.wait_for_answer("1").await?;

        let score = page.text("#tally-score").await?;
        let damage =
            "localStorage.setItem(`inkling-tally:${location.pathname}:000003-00000000`, '{'); return null;";
        page.eval::<Value>(damage).await?;
        page.open("").await?;
        page.type_text("c").await?;
        assert_eq!(page.text("#tally-score").await?, score);
        assert!(
            page.text("#tally-trouble").await?.starts_with("A drawing stored in this browser is damaged")
        );
        page.click("#tally-again").await?;
        assert_eq!(
            (page.text("#tally-score").await?, n_drawings(page).await?),
            ("No drawings yet".to_owned(), 0)
        );
        assert_eq!(
            page.eval::<usize>(
                "return Object.keys(localStorage).filter((name) => name.startsWith('inkling-tally:')).length;"
            )
            .await?,
            1,
            "what is damaged is kept"
        );
        page.click("#tally-undo").await?;
        assert_eq!(page.text("#tally-score").await?, score);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_tabs_keep_each_others_drawings_and_the_tally_gives_way_to_what_is_asked_for() -> Result<()> {
    on_page(Setup::default(), async |page| {
        let first = page.client().window().await?;
        page.type_text("c").await?;
        draw_and_label(page, 3, 3).await?;
        page.open_tab().await?;
        page.open("").await?;
        page.type_text("c").await?;
        draw_and_label(page, 7, 7).await?;
        assert_eq!(n_drawings(page).await?, 2);
        page.client().close_window().await?;
        page.client().switch_to_window(first).await?;
        draw_and_label(page, 1, 4).await?;
        page.open("").await?;
        page.type_text("c").await?;
        assert_eq!(n_drawings(page).await?, 3);

        // A neuron, a panel and the tab of the outputs are seen beside it, and it still counts.
        assert!(!page.is_visible("#outputs").await?);
        page.click("[data-open='none']").await?;
        assert!(page.is_visible("#outputs").await? && page.is_visible("#tally").await?);
        page.pick(Pointer::Mouse, "2:4").await?;
        assert!(page.is_visible("#detail").await?);
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.click("#ask-why").await?;
        assert_eq!(page.text("#why-body h2").await?, "Why 3?");
        page.type_text("3").await?;
        assert_eq!(n_drawings(page).await?, 4);

        // The focus is never lost.
        page.click("#tally-close").await?;
        assert!(!page.is_visible("#tally").await? && page.has_focus("#pad").await?);
        page.type_text("c").await?;
        page.tab_to("#tally-undo").await?;
        page.press(&[Key::Escape]).await?;
        assert!(!page.is_visible("#tally").await? && page.has_focus("#pad").await?);
        page.type_text("c").await?;
        assert!(page.is_visible("#tally").await?);
        page.press(&[Key::Escape]).await?;
        assert!(!page.is_visible("#tally").await?, "from the pad, too");
        page.type_text("cl").await?;
        assert!(page.is_visible("#lesson").await? && !page.is_visible("#tally").await?);
        page.type_text("c").await?;
        assert!(!page.is_visible("#lesson").await? && page.is_visible("#tally").await?);

        // Nothing changes in a frozen picture, neither by a label nor by undo.
        page.draw(&digit(7), Pointer::Mouse).await?;
        page.type_text("p").await?;
        wait_until_presented(page, true).await?;
        page.type_text("h").await?;
        page.wait_for("the frozen picture", async || Ok(page.is_visible("#frozen").await?.then_some(())))
            .await?;
        page.press_command('z').await?;
        page.type_text("7c").await?;
        assert!(page.is_visible("#tally").await?);
        assert_eq!((page.settled_answer().await?.digit.as_str(), n_drawings(page).await?), ("7", 4));
        page.type_text("h7").await?;
        assert_eq!((page.settled_answer().await?.digit.as_str(), n_drawings(page).await?), ("", 5));
        // The pad's undo brings the drawing back: another key corrects its label.
        page.press_command('z').await?;
        page.wait_for_answer("7").await?;
        page.type_text("2").await?;
        assert_eq!(n_drawings(page).await?, 5);
        Ok(())
    })
    .await
}

/// What is not wholly in the window where it can be reached: the whole pad, the score, what is said and the buttons.
const OUT_OF_REACH: &str = "return ['#pad', '#tally .head p', '#tally .line p', ...Array.from({length: 10}, (_, digit) => `#tally [data-label='${digit}']`)]
    .filter((selector) => {
        const element = document.querySelector(selector);
        const {left, top, right, bottom} = element.getBoundingClientRect();
        const places = [[0.2, 0.2], [0.8, 0.8], [0.5, 0.5]];
        return left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1 || places.some(([x, y]) => {
            const hit = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
            return !element.contains(hit);
        });
    });";

#[tokio::test]
async fn there_is_room_to_draw_and_to_label_everywhere() -> Result<()> {
    let axe = axe_core()?;
    on_page(Setup::without_page(), async |page| {
        for (screen, theme) in [
            (Screen::LAPTOP, Theme::Light),
            (Screen::LAPTOP, Theme::Projector),
            (Screen::FRAME, Theme::Dark),
            (Screen::PHONE, Theme::Light),
            (Screen::PHONE_ON_ITS_SIDE, Theme::Light),
        ] {
            let pointer = if screen.touch { Pointer::Touch } else { Pointer::Mouse };
            let at = format!("{}x{} {}", screen.width, screen.height, theme.name());
            page.open_on(screen, &format!("?theme={}", theme.name())).await?;
            if screen == Screen::LAPTOP {
                open(page, pointer).await?;
            } else {
                page.type_text("c").await?;
            }
            for label in ["3", "5"] {
                page.draw(&digit(3), pointer).await?;
                assert_eq!(page.settled_answer().await?.digit, "3", "{at}: the pad can be drawn on");
                page.click_with(pointer, &format!("#tally [data-label='{label}']")).await?;
            }
            page.draw(&digit(8), pointer).await?;
            page.wait_for_answer("8").await?;
            assert!(
                page.text("#tally-score").await?.starts_with("1 of 2 read") || theme != Theme::Light,
                "{at}"
            );
            assert_eq!(page.eval::<Vec<String>>(OUT_OF_REACH).await?, Vec::<String>::new(), "{at}");
            let (extent, cut_off) = (page.extent().await?, page.cut_off().await?);
            assert!(
                extent.content_width <= extent.window_width && cut_off.is_empty(),
                "{at}: {extent:?} {cut_off:?}"
            );
            assert_eq!(violations_of(page, &axe, theme, &at).await?, Vec::<String>::new());
            if screen.touch {
                let mut small = page.small_targets(44.0).await?;
                // A number in the table is as wide as its column.
                small.retain(|line| !line.contains("data-cell"));
                assert_eq!(small, Vec::<String>::new(), "{at}");
            }
            if are_pictures_wanted() {
                save_picture(page.client(), &format!("tally-{at}").replace(' ', "-")).await?;
            }
            page.eval::<Value>("localStorage.clear(); return null;").await?;
        }
        // On paper: what was counted, without what is for pointers.
        page.browser.set_paper(true).await?;
        assert!(page.is_visible("#tally-score").await? && page.is_visible("#tally-matrix").await?);
        assert!(!page.is_visible("#tally [data-label]").await? && !page.is_visible("#tally-close").await?);
        Ok(())
    })
    .await
}
