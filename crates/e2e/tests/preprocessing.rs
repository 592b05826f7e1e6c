//! From ink to the picture that the network sees: drawn anywhere a digit is read the same, and each step that sees to it
//! can be switched off.

use anyhow::Result;
use e2e::ink::placed;
use e2e::{Page, Pointer, Setup, digit, on_page};

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
        page.settle().await?;
        let before = page.text("#inspector").await?;
        page.hover("[data-grid='input']").await?;
        page.settle().await?;
        let middle = page.text("#inspector").await?;
        assert_ne!(before, middle);
        // The stroke of a centred 1 goes through the middle; the corner is blank.
        let grid = page.rect("[data-grid='input']").await?;
        page.hover_at(grid.x + 2.0, grid.y + 2.0).await?;
        page.settle().await?;
        let corner = page.text("#inspector").await?;
        assert_ne!(corner, middle);
        page.hover("#pad").await?;
        page.settle().await?;
        assert_eq!(page.text("#inspector").await?, before, "the pointer has left");
        Ok(())
    })
    .await
}

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
