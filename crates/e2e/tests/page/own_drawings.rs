//! One's own drawings: drawn, labelled by a key, still there on the next visit, taken away as a file and brought back.

use std::fs;

use anyhow::{Context, Result};
use digits::{Ink, Point, Stroke};
use e2e::{Page, Pointer, Screen, Setup, digit, on_page};
use fantoccini::key::Key;
use tempfile::TempDir;

use crate::train::CURVE;

/// Opens the panel and its section of drawings.
async fn open(page: &Page, pointer: Pointer) -> Result<()> {
    page.click_with(pointer, "#open-train").await?;
    page.click_with(pointer, "#own summary").await?;
    page.wait_for("the drawings", async || Ok(page.is_visible("#own-labels").await?.then_some(()))).await
}

/// Draws these digits and presses their keys.
async fn draw_and_label(page: &Page, digits: &[u8]) -> Result<()> {
    for &label in digits {
        page.draw(&digit(label), Pointer::Mouse).await?;
        page.settle().await?;
        page.type_text(&label.to_string()).await?;
        page.settle().await?;
        assert_eq!(page.text("#own-says").await?, format!("Added as a {label}. Draw the next one."));
    }
    Ok(())
}

/// The labels of the pictures, newest first.
async fn pictures(page: &Page) -> Result<String> {
    page.settle().await?;
    let script = "return [...document.querySelectorAll('#own-pictures li:not([hidden])')]
        .filter((item) => item.querySelector('path').getAttribute('d'))
        .map((item) => item.textContent).join('');";
    page.eval(script).await
}

#[tokio::test]
async fn drawings_are_labelled_by_a_key_and_there_again_after_a_reload() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page, Pointer::Mouse).await?;
        draw_and_label(page, &[7, 7, 4]).await?;
        assert_eq!(pictures(page).await?, "477");
        assert_eq!(page.text("#own [data-label='7'] small").await?, "2");
        assert_eq!(page.answer().await?.digit, "", "the pad is ready for the next");

        page.load("").await?;
        open(page, Pointer::Mouse).await?;
        assert_eq!(pictures(page).await?, "477");
        page.click("#own-pictures li:first-child button").await?;
        assert_eq!(pictures(page).await?, "77");
        page.click("#own-undo").await?;
        assert_eq!(pictures(page).await?, "477");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_digit_key_labels_only_where_one_sees_it() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.click("#open-train").await?;
        page.type_text("3").await?;
        page.wait_for_answer("3").await?;
        page.click("#own summary").await?;
        page.settle().await?;
        // In a field or a list, a digit means itself.
        page.tab_to("[data-setting='seed']").await?;
        page.press(&[Key::End]).await?;
        page.type_text("3").await?;
        page.wait_for_answer("3").await?;
        assert_eq!(pictures(page).await?, "");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn drawings_go_into_a_file_and_come_back_without_its_damaged_lines() -> Result<()> {
    let folder = TempDir::with_prefix("inkling-drawings-")?;
    on_page(Setup::default(), async |page| {
        page.save_into(folder.path()).await?;
        open(page, Pointer::Mouse).await?;
        draw_and_label(page, &[2, 5]).await?;
        page.click("#own-export").await?;
        let saved = folder.path().join("my-digits.jsonl");
        let text = String::from_utf8(page.saved(&saved, |bytes| bytes.ends_with(b"}\n")).await?)?;
        let read = digits::strokes_file::read(text.as_bytes()).context("`inkling` reads it")?;
        assert_eq!(read.iter().map(|drawing| drawing.label).collect::<Vec<_>>(), [Some(2), Some(5)]);

        page.click("#own-clear").await?;
        assert_eq!(pictures(page).await?, "");
        fs::write(&saved, format!("{{\"label\":2}}\n{text}"))?;
        let path = saved.to_str().context("a path of text")?;
        page.find("#own-file").await?.send_keys(path).await?;
        page.wait_for("the import", async || Ok((pictures(page).await? == "52").then_some(()))).await?;
        let says = page.text("#own-says").await?;
        assert_eq!(says, "Added 2 drawings. Line 1 was left out: strokes: missing.");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn on_a_phone_drawings_are_labelled_by_buttons() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.draw(&digit(6), Pointer::Touch).await?;
        open(page, Pointer::Touch).await?;
        page.click_with(Pointer::Touch, "#own [data-label='6']").await?;
        assert_eq!(pictures(page).await?, "6");
        assert!(page.small_targets(44.0).await?.is_empty(), "{:?}", page.small_targets(44.0).await?);
        Ok(())
    })
    .await
}

/// A seven in a mirror, a little different each time.
fn odd_seven(idx: u8) -> Ink {
    let lean = 0.01 * f32::from(idx);
    let point = |x: f32, y: f32| Point::new(x + lean * y, y);
    let points = (0..=8).map(|step| point(0.7 - 0.05 * step as f32, 0.2));
    let down = (1..=8).map(|step| point(0.3 + 0.04 * step as f32, 0.2 + 0.075 * step as f32));
    Ink { strokes: vec![Stroke { points: points.chain(down).collect() }] }
}

async fn taught(page: &Page) -> Result<()> {
    page.wait_for("the end of the run", async || {
        Ok(page.text("#train-status").await?.starts_with("Taught.").then_some(()))
    })
    .await
}

#[tokio::test]
async fn a_network_is_taught_odd_sevens_and_reads_them() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page, Pointer::Mouse).await?;
        page.draw(&odd_seven(3), Pointer::Mouse).await?;
        assert_ne!(page.settled_answer().await?.digit, "7", "nobody has told it");
        page.type_text("7").await?;
        page.settle().await?;
        assert_eq!(page.text("#teach-missing").await?, "Draw 7 more to teach it your handwriting.");
        for idx in 4..11 {
            page.draw(&odd_seven(idx), Pointer::Mouse).await?;
            page.settle().await?;
            page.type_text("7").await?;
            page.settle().await?;
        }
        assert_eq!(page.text("#teach-missing").await?, "");
        page.draw(&odd_seven(12), Pointer::Mouse).await?;
        page.click("#teach").await?;
        taught(page).await?;
        page.wait_for_answer("7").await?;
        let by_source = page.text("#film-sources").await?;
        assert!(by_source.contains("2 of the 2 of your drawings"), "{by_source}");
        page.click("#film-keep").await?;
        page.settle().await?;
        assert!(page.text("#train-status").await?.starts_with("Kept "));

        // After a reload, the same network is taught again from the same weights, and one can begin anew.
        let first: String = page.eval(CURVE).await?;
        page.load("").await?;
        open(page, Pointer::Mouse).await?;
        assert_eq!(page.text("#last-run span").await?, "Last run: teaching it your handwriting.");
        page.click("#run-again").await?;
        taught(page).await?;
        assert_eq!(page.eval::<String>(CURVE).await?, first);
        page.click("#from-scratch").await?;
        page.wait_for("training from scratch", async || {
            Ok(page.text("#train-status").await?.starts_with("Trained.").then_some(()))
        })
        .await?;
        assert!(!page.is_visible("#taught").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_the_browser_has_no_room_the_drawings_stay_on_the_page_and_are_stored_when_it_has() -> Result<()>
{
    on_page(Setup::without_page(), async |page| {
        let refuse = "
            const { setItem } = Storage.prototype;
            Storage.prototype.setItem = function (...entry) {
                if (!window.hasRoom) throw new DOMException('full', 'QuotaExceededError');
                setItem.apply(this, entry);
            };";
        page.before_page_scripts(refuse);
        page.open("").await?;
        open(page, Pointer::Mouse).await?;
        for label in [9, 4] {
            page.draw(&digit(label), Pointer::Mouse).await?;
            page.settle().await?;
            page.type_text(&label.to_string()).await?;
            page.settle().await?;
        }
        assert_eq!(pictures(page).await?, "49");
        assert!(page.text("#own-says").await?.contains("could not store 2 drawings"));

        // One is removed, and now the other finds room.
        page.eval::<()>("window.hasRoom = true;").await?;
        page.click("#own-pictures li:first-child button").await?;
        assert_eq!(pictures(page).await?, "9");
        page.load("").await?;
        open(page, Pointer::Mouse).await?;
        assert_eq!(pictures(page).await?, "9");
        Ok(())
    })
    .await
}
