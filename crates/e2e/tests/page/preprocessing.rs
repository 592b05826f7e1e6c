//! From ink to the picture that the network sees: drawn anywhere a digit is read the same, and each step that sees to it
//! can be switched off.

use anyhow::Result;
use e2e::ink::placed;
use e2e::{Page, Pointer, Setup, digit, on_page};
use serde_json::json;

#[tokio::test]
async fn size_and_place_are_no_matter() -> Result<()> {
    on_page(Setup::default(), async |page| {
        for n in [0, 2, 6] {
            for (scale, x, y) in [(1.0, 0.0, 0.0), (0.5, 0.0, 0.0), (0.4, 0.55, 0.5), (0.7, 0.2, -0.05)] {
                page.draw(&placed(&digit(n), scale, x, y), Pointer::Mouse).await?;
                let answer = page.settled_answer().await?;
                assert_eq!(answer.digit, n.to_string(), "{scale} at {x}, {y}: {answer:?}");
                page.click("#clear").await?;
            }
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_centring_a_corner_is_read_otherwise() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&placed(&digit(3), 0.3, 0.02, 0.0), Pointer::Mouse).await?;
        let centred = page.settled_answer().await?;
        assert_eq!(centred.digit, "3", "{centred:?}");

        for step in ["centre-of-mass", "fit-20"] {
            toggle(page, step).await?;
        }
        let as_drawn = page.settled_answer().await?;
        assert!(as_drawn.digit != centred.digit || as_drawn.confidence < centred.confidence, "{as_drawn:?}");

        for step in ["centre-of-mass", "fit-20"] {
            toggle(page, step).await?;
        }
        assert_eq!(page.settled_answer().await?, centred);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn each_step_shows_what_it_made() -> Result<()> {
    on_page(Setup::default(), async |page| {
        let before = pictures(page).await?;
        page.draw(&placed(&digit(3), 0.3, 0.02, 0.0), Pointer::Mouse).await?;
        page.settle().await?;
        let drawn = pictures(page).await?;
        assert!(drawn.len() >= 3, "as drawn, and one for each step");
        assert_eq!(before.len(), drawn.len());
        for (index, (empty, picture)) in before.iter().zip(&drawn).enumerate() {
            assert_ne!(empty, picture, "picture {index} shows the ink");
        }
        for (index, pair) in drawn.windows(2).enumerate() {
            assert_ne!(pair[0], pair[1], "step {index} moves the ink");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_pixel_under_the_pointer_tells_its_number() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(1), Pointer::Mouse).await?;
        let before = page.text("#inspector").await?;
        // The corner is blank; along the row, the stroke of a centred 1 has its dark middle and its grey edges.
        let mut values = vec![value_of_pixel(page, 0, 0).await?];
        for column in 9..=18 {
            values.push(value_of_pixel(page, column, 14).await?);
        }
        assert_eq!(values[0], 0.0, "blank");
        assert!(values.iter().any(|value| *value > 0.9), "dark: {values:?}");
        assert!(values.iter().any(|value| (0.1..0.9).contains(value)), "grey: {values:?}");
        page.hover("#pad").await?;
        assert_eq!(page.text("#inspector").await?, before, "the pointer has left");
        Ok(())
    })
    .await
}

/// Points at a pixel of the network's input and reads its number, which must be what the picture shows there.
async fn value_of_pixel(page: &Page, column: u8, row: u8) -> Result<f64> {
    let middle = [column, row].map(|idx| (f64::from(idx) + 0.5) / 28.0);
    let [(x, y)] = page.reach_at("[data-grid='input']", [(middle[0], middle[1])]).await?;
    page.hover_at(x, y).await?;
    assert_eq!(page.text("#detail h2 span").await?, format!("Pixel ({column}, {row})"));
    let value: f64 = page.text("#detail h2 output").await?.parse()?;
    let difference: u32 =
        page.eval_with(DIFFERENCE_FROM_PICTURE, &[json!(column), json!(row), json!(value)]).await?;
    // The number is rounded to hundredths; a channel has 256 steps.
    assert!(difference <= 3, "({column}, {row}) says {value}, and its colour is {difference} away from that");
    Ok(value)
}

/// How far a pixel's colour is from that of a value, in the channel where it is farthest.
const DIFFERENCE_FROM_PICTURE: &str = "
const [column, row, value] = arguments;
const theme = getComputedStyle(document.documentElement);
const [off, on] = ['--off', '--on'].map((name) => theme.getPropertyValue(name));
const sample = new OffscreenCanvas(28, 28).getContext('2d', {willReadFrequently: true});
sample.drawImage(document.querySelector('#input'), 0, 0);
const shown = sample.getImageData(column, row, 1, 1).data;
sample.fillStyle = `color-mix(in oklab, ${off}, ${on} ${100 * value}%)`;
sample.fillRect(column, row, 1, 1);
const expected = sample.getImageData(column, row, 1, 1).data;
return Math.max(...expected.map((channel, idx) => Math.abs(channel - shown[idx])));";

async fn toggle(page: &Page, step: &str) -> Result<()> {
    page.click(&format!("input[data-step='{step}']")).await
}

/// What each visible picture of the steps shows, as the bytes of an image.
async fn pictures(page: &Page) -> Result<Vec<String>> {
    page.eval(
        "return [...document.querySelectorAll('#steps canvas')]
             .filter((canvas) => canvas.checkVisibility())
             .map((canvas) => canvas.toDataURL());",
    )
    .await
}
